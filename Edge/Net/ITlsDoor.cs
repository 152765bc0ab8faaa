namespace Edge.Net;

/// <summary>
/// The seam for TLS at listening sockets. A TLS layer is a session towards the socket and a connection
/// towards
/// the session above: cipher text goes into its Consume, plain text into the inner session's, and back
/// through
/// <see cref="IConnection.TrySend"/>. So neither connections nor sessions know of it, and nothing of it is
/// loaded without a configuration that asks.
/// </summary>
internal interface ITlsDoor
{
    /// <summary>
    /// Session for an accepted connection; it looks at the first byte and decides (spec tls 3). The inner
    /// session is made at once, and gets its first bytes when it is clear whether they are encrypted.
    /// </summary>
    ISession Accept(IConnection plain, TlsDemand demand, Func<IConnection, ISession> newSession);
}
