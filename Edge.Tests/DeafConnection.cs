using Edge.Net;

namespace Edge.Tests;

/// <summary>
/// A connection that takes everything, counts it and keeps nothing, so that what is measured is not its own.
/// Nobody ends it.
/// </summary>
internal sealed class DeafConnection : IConnection
{
    public Peer Peer { get; } = new("127.0.0.1", "1");

    public Access Access => Access.All;

    public bool IsEncrypted => false;

    public int OutboxBytes => 0;

    public long BytesSent { get; private set; }

    public long BytesReceived => 0;

    public long Sends { get; private set; }

    public long LastSentUsec => 0;

    public long LastReceivedUsec => 0;

    public int OutboxMax { get; set; }

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        BytesSent += bytes.Length;
        Sends++;
        return true;
    }

    public void Switch(ISession next) => throw new InvalidOperationException("no door");

    public void Finish(CloseReason reason = CloseReason.Done) =>
        throw new InvalidOperationException("it is kept alive");

    public void Abort(CloseReason reason) => throw new InvalidOperationException("it is kept alive");
}
