namespace Edge.Net;

/// <summary>
/// The seam for TLS. A TLS layer is a session towards the socket and a connection towards the session above:
/// cipher text goes into its Consume, plain text into the inner session's, and back through <see
/// cref="IConnection.TrySend"/>. So neither connections nor sessions know of it, and nothing of it is loaded
/// without a configuration that asks.
/// </summary>
internal interface ITlsDoor
{
    /// <summary>
    /// Session for an accepted connection; it looks at the first bytes and decides (spec tls 3).
    /// </summary>
    ISession Accept(IConnection plain, TlsDemand demand, Func<IConnection, ISession> newSession);

    /// <summary>Session for a dialled connection; it starts the handshake.</summary>
    /// <param name="plain">Connected.</param>
    /// <param name="host">Name or address as configured, to be found in the certificate.</param>
    /// <param name="newSession">Called when the handshake is done.</param>
    ISession Connect(IConnection plain, string host, Func<IConnection, ISession> newSession);
}
