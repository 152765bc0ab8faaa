namespace Edge.Net;

/// <summary>The seam for TLS at dialled connections; see <see cref="ITlsDoor"/>.</summary>
internal interface ITlsDial
{
    /// <summary>Session for a dialled connection; it starts the handshake.</summary>
    /// <param name="plain">Connected.</param>
    /// <param name="host">Name or address as configured, to be found in the certificate.</param>
    /// <param name="timeoutSec">For the handshake.</param>
    /// <param name="newSession">Called when the handshake is done and the certificate is good.</param>
    /// <param name="failed">Called instead, once, when the connection has ended before that: lines for the
    /// log, and whether the certificate was the reason. Any thread, no lock held.</param>
    ISession Connect(
        IConnection plain, string host, int timeoutSec, Func<IConnection, ISession> newSession,
        Action<string[], bool> failed);
}
