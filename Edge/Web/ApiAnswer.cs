using Edge.Http;
using Edge.Store;

namespace Edge.Web;

/// <summary>
/// Answers one command of the API for one host. A delegate, so that rooms beside this one can bring commands
/// without knowing it.
/// </summary>
/// <param name="host">The local host or the one of <c>/host/NAME/</c>; its gate is not held yet.</param>
/// <param name="request">Its query is still to be read.</param>
/// <param name="response">Cleared.</param>
/// <param name="nowUsec">Wall clock.</param>
internal delegate void ApiAnswer(Host host, HttpRequest request, HttpResponse response, long nowUsec);
