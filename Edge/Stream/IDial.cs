using Edge.Net;

namespace Edge.Stream;

/// <summary>Opens connections to parents. Boot puts the dialer of Net behind it.</summary>
internal interface IDial
{
    /// <summary>
    /// Starts and returns: address by address, the first that connects (and is through its TLS handshake,
    /// where the item wants one) wins. Exactly one of <see cref="IDialed.Connected"/> and <see
    /// cref="IDialed.Failed"/> follows, on any thread, without a lock held; possibly before this returns.
    /// </summary>
    /// <param name="destinations">One item of the list, as the operator wrote it: which comes next is the
    /// sender's business.</param>
    /// <param name="defaultPort">For items without a port.</param>
    /// <param name="timeoutSeconds">Per address.</param>
    /// <param name="session">Gets the bytes of the connection, from after Connected on.</param>
    /// <param name="caller">Is told how it goes.</param>
    void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session, IDialed caller);
}
