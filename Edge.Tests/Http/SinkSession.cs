using Edge.Net;

namespace Edge.Tests.Http;

/// <summary>Takes everything and counts.</summary>
internal sealed class SinkSession : ISession
{
    public int Bytes { get; private set; }

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        Bytes += bytes.Length;
        return bytes.Length;
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
    }
}
