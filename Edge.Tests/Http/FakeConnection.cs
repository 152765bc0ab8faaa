using System.Text;
using Edge.Net;

namespace Edge.Tests.Http;

/// <summary>A connection without a socket that remembers what a session did to it.</summary>
internal sealed class FakeConnection : IConnection
{
    private readonly List<byte> _sent = [];

    public Peer Peer { get; init; } = new("localhost", "41366");

    public Access Access { get; init; } = Access.All;

    public bool IsEncrypted { get; init; }

    public int OutboxBytes { get; set; }

    public long BytesSent => _sent.Count;

    public long BytesReceived { get; set; }

    public long Sends { get; private set; }

    public long LastSentUsec { get; set; }

    public long LastReceivedUsec { get; set; }

    public int OutboxMax { get; set; } = 1 << 20;

    public ISession? Next { get; private set; }

    public CloseReason Finished { get; private set; }

    public CloseReason Aborted { get; private set; }

    public byte[] Sent => [.. _sent];

    public string Text => Encoding.UTF8.GetString(Sent);

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (Finished != CloseReason.None || Aborted != CloseReason.None
            || bytes.Length > OutboxMax - OutboxBytes)
        {
            return false;
        }

        _sent.AddRange(bytes);
        Sends++;
        return true;
    }

    public void Switch(ISession next) => Next = next;

    public void Finish(CloseReason reason = CloseReason.Done) => Finished = reason;

    public void Abort(CloseReason reason) => Aborted = reason;

    public void Forget() => _sent.Clear();
}
