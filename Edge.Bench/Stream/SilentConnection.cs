using Edge.Net;
using Edge.Stream;

namespace Edge.Bench.Stream;

/// <summary>A connection without a socket, for sessions that never answer.</summary>
internal sealed class SilentConnection : IConnection, IReceiverEvents
{
    public CloseReason Reason { get; private set; }

    public Peer Peer { get; } = new("127.0.0.1", "1");

    public Access Access => Access.All;

    public bool IsEncrypted => false;

    public int OutboxBytes => 0;

    public long BytesSent => 0;

    public long BytesReceived => 0;

    public long Sends => 0;

    public long LastSentUsec => 0;

    public long LastReceivedUsec => 0;

    public int OutboxMax { get; set; }

    public bool TrySend(ReadOnlySpan<byte> bytes) =>
        throw new InvalidOperationException("nothing is to be said");

    public void Switch(ISession next) => throw new InvalidOperationException();

    public void Finish(CloseReason reason = CloseReason.Done) => Reason = reason;

    public void Abort(CloseReason reason) => Reason = reason;

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
    }
}
