using Edge.Net;

namespace Edge.Tests.Web;

/// <summary>A connection with nobody at the other end: pages only look at its rights.</summary>
internal sealed class QuietConnection(Access access, bool isEncrypted = false) : IConnection
{
    public Peer Peer { get; } = new("localhost", "1");

    public Access Access { get; } = access;

    public bool IsEncrypted { get; } = isEncrypted;

    public int OutboxBytes => 0;

    public long BytesSent => 0;

    public long BytesReceived => 0;

    public long Sends => 0;

    public long LastSentUsec => 0;

    public long LastReceivedUsec => 0;

    public int OutboxMax { get; set; }

    public bool TrySend(ReadOnlySpan<byte> bytes) => throw new InvalidOperationException("pages do not send");

    public void Switch(ISession next) => throw new InvalidOperationException("pages do not switch");

    public void Finish(CloseReason reason = CloseReason.Done) =>
        throw new InvalidOperationException("not theirs");

    public void Abort(CloseReason reason) => throw new InvalidOperationException("not theirs");
}
