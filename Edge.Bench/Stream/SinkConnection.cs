using Edge.Net;
using Edge.Stream;

namespace Edge.Bench.Stream;

/// <summary>A connection without a socket: takes everything and counts it.</summary>
internal sealed class SinkConnection : IConnection, IReceiverEvents
{
    public CloseReason Reason { get; private set; }

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

    public void Switch(ISession next) => throw new InvalidOperationException();

    public void Finish(CloseReason reason = CloseReason.Done) => Reason = reason;

    public void Abort(CloseReason reason) => Reason = reason;

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
    }
}
