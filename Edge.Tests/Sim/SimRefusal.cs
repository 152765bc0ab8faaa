using Edge.Net;

namespace Edge.Tests.Sim;

/// <summary>Answers whatever is asked with one text and ends.</summary>
internal sealed class SimRefusal(byte[] answer) : ISession
{
    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        connection.TrySend(answer);
        connection.Finish();
        return bytes.Length;
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
    }
}
