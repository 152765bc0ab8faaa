using Edge.Net;

namespace Edge.Tests.Stream;

/// <summary>One end of a connection between two sessions of the same process. What one end sends lies in the
/// town's mail until it is carried, so that no session is called from within another.</summary>
internal sealed class PipeConnection(Town town, string ip, string port) : IConnection
{
    private readonly List<byte> _unread = [];

    public PipeConnection? Other { get; set; }

    public ISession? Session { get; set; }

    public CloseReason Reason { get; private set; }

    public Peer Peer { get; } = new(ip, port);

    public Access Access => Access.All;

    public bool IsEncrypted => false;

    public int OutboxBytes => 0;

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public long Sends { get; private set; }

    public long LastSentUsec { get; private set; } = town.NowUsec;

    public long LastReceivedUsec { get; private set; } = town.NowUsec;

    public int OutboxMax { get; set; } = 1 << 20;

    /// <summary>Everything that was sent.</summary>
    public List<byte> Sent { get; } = [];

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (Reason != CloseReason.None)
        {
            return false;
        }

        BytesSent += bytes.Length;
        Sends++;
        LastSentUsec = town.NowUsec;
        Sent.AddRange(bytes);
        town.Post(this, bytes.ToArray());
        return true;
    }

    /// <summary>The other end sent this; null: it closed.</summary>
    public void Deliver(byte[]? bytes)
    {
        if (Reason != CloseReason.None)
        {
            return;
        }

        if (bytes == null)
        {
            Abort(CloseReason.ByPeer);
            return;
        }

        BytesReceived += bytes.Length;
        LastReceivedUsec = town.NowUsec;
        _unread.AddRange(bytes);
        int used = Session!.Consume(this, _unread.ToArray(), town.NowUsec);
        _unread.RemoveRange(0, used);
    }

    public void Switch(ISession next) => Session = next;

    public void Finish(CloseReason reason = CloseReason.Done) => Abort(reason);

    public void Abort(CloseReason reason)
    {
        if (Reason == CloseReason.None)
        {
            Reason = reason;
            town.Post(this, null);
            Session?.Closed(this, reason, town.NowUsec);
        }
    }
}
