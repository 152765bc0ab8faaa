using Edge.Net;

namespace Edge.Stream;

/// <summary>One try of a sender: its dial order and, if that succeeds, its connection. Calls of a try that
/// the sender has given up are told apart by this object and ignored there.</summary>
internal sealed class UpstreamSession(Sender sender) : ISession, IDialed
{
    /// <summary>The sender still waits for this try, or works with it.</summary>
    public bool IsCurrent => sender.IsTrying(this);

    public void Connected(IConnection connection, string item, long nowUsec) =>
        sender.Connected(this, connection, item, nowUsec);

    public void Refused(string text) => sender.Refused(this, text);

    public void TlsFailed(bool isCertificate) => sender.TlsFailed(this, isCertificate);

    public void Failed(long nowUsec) => sender.Failed(this, nowUsec);

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec) =>
        sender.Received(this, bytes, nowUsec);

    /// <summary>The sender's own <see cref="Sender.Tick"/> looks at the clock, in states without a connection
    /// too.</summary>
    public void Sweep(IConnection connection, long nowUsec)
    {
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec) =>
        sender.Closed(this, connection, reason, nowUsec);
}
