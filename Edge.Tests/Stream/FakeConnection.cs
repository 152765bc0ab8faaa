using System.Text;
using Edge.Net;

namespace Edge.Tests.Stream;

/// <summary>A connection without a socket. The far end reads as much as <see cref="Room"/> says; time is a
/// field.</summary>
internal sealed class FakeConnection(string ip = "10.0.0.1", string port = "19999") : IConnection
{
    private readonly List<byte> _sent = [];
    private readonly List<byte> _unread = [];
    private bool _finishing;
    private CloseReason _finishReason;

    /// <summary>Gets what the far end sends, and the end.</summary>
    public ISession? Session { get; set; }

    /// <summary>Bytes that the kernel still takes; the rest stays in the outbox.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>None while it is open.</summary>
    public CloseReason Reason { get; private set; }

    public long NowUsec { get; set; }

    /// <summary>As <see cref="NowUsec"/> was when it was made.</summary>
    public long OpenedUsec { get; init; }

    /// <summary>Calls of TrySend that queued something.</summary>
    public int Appends { get; private set; }

    /// <summary>Everything the kernel took.</summary>
    public string Sent => Encoding.UTF8.GetString(_sent.ToArray());

    public byte[] SentBytes => _sent.ToArray();

    public Peer Peer { get; } = new(ip, port);

    public Access Access { get; init; } = Access.All;

    public bool IsEncrypted => false;

    public int OutboxBytes { get; private set; }

    public long BytesSent => _sent.Count;

    public long BytesReceived { get; private set; }

    public long Sends { get; private set; }

    public long LastSentUsec { get; private set; }

    public long LastReceivedUsec { get; private set; }

    public int OutboxMax { get; set; } = 65536;

    private List<byte> Outbox { get; } = [];

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (Reason != CloseReason.None || _finishing || Outbox.Count + bytes.Length > OutboxMax)
        {
            return false;
        }

        Appends++;
        Outbox.AddRange(bytes);
        Drain();
        return true;
    }

    /// <summary>The far end reads on.</summary>
    public void Drain()
    {
        int count = Math.Min(Room, Outbox.Count);
        if (count > 0)
        {
            _sent.AddRange(Outbox[..count]);
            Outbox.RemoveRange(0, count);
            Room -= Room == int.MaxValue ? 0 : count;
            Sends++;
            LastSentUsec = NowUsec;
        }

        OutboxBytes = Outbox.Count;
        if (_finishing && Outbox.Count == 0)
        {
            Close(_finishReason);
        }
    }

    /// <summary>Forgets what was sent. Returns it.</summary>
    public string TakeSent()
    {
        string sent = Sent;
        _sent.Clear();
        return sent;
    }

    /// <summary>The far end says something.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        BytesReceived += bytes.Length;
        LastReceivedUsec = NowUsec;
        _unread.AddRange(bytes);
        if (Reason == CloseReason.None)
        {
            int used = Session!.Consume(this, _unread.ToArray(), NowUsec);
            _unread.RemoveRange(0, used);
        }
    }

    public void Receive(string text) => Receive(Encoding.UTF8.GetBytes(text));

    public void Switch(ISession next) => Session = next;

    public void Finish(CloseReason reason = CloseReason.Done)
    {
        _finishing = true;
        _finishReason = reason;
        Drain();
    }

    public void Abort(CloseReason reason) => Close(reason);

    /// <summary>For instance because the far end closed.</summary>
    public void Close(CloseReason reason)
    {
        if (Reason == CloseReason.None)
        {
            Reason = reason;
            Session?.Closed(this, reason, NowUsec);
        }
    }
}
