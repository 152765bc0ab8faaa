using Edge.Net;

namespace Edge.Http;

/// <summary>Takes over connections whose request is <c>STREAM</c>.</summary>
internal interface IStreamDoor
{
    /// <summary>
    /// Checks the request, answers it on the connection, and returns the session that reads what follows.
    /// Null: refused; whatever had to be sent is queued, the caller finishes the connection.
    /// </summary>
    /// <param name="request">Method STREAM; its connection has the peer and the rights.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="logStatus">Status for access.log.</param>
    ISession? Open(HttpRequest request, long nowUsec, out int logStatus);
}
