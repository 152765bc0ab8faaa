using Edge.Net;
using Edge.Store;

namespace Edge.Stream;

/// <summary>Placeholder of the receiving session: takes every byte and says when it is over.</summary>
internal sealed class Receiver(Host host, IReceiverEvents events, int version, string pluginDefault) : ISession
{
    public long Updates { get; private set; }

    public long LastReadUsec { get; private set; }

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        LastReadUsec = nowUsec;
        _ = (host, version, pluginDefault);
        return bytes.Length;
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec) =>
        events.Ended(this, connection, reason, nowUsec);
}
