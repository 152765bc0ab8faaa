using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Text;

namespace Edge.Web;

/// <summary>The commands of <c>/api/v1/</c> by name (spec api 2). Filled by Boot, then only read.</summary>
internal sealed class ApiTable
{
    private readonly Dictionary<string, (Access Access, ApiAnswer Answer)> _commands = [];

    /// <param name="name">Everything behind <c>v1/</c>, slashes included.</param>
    /// <param name="access">One of these rights is enough.</param>
    /// <param name="answer">Called on any thread.</param>
    public void Add(string name, Access access, ApiAnswer answer) => _commands.Add(name, (access, answer));

    /// <param name="path">Behind <c>api</c>, without a leading slash; null: there was nothing, not even a
    /// slash.</param>
    /// <param name="host">Whose API.</param>
    /// <param name="request">As it came.</param>
    /// <param name="response">Cleared.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Answer(string? path, Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        if (path is null or "")
        {
            response.Fail(400, "Which API version?");
            return;
        }

        int slash = path.IndexOf('/');
        string version = slash < 0 ? path : path[..slash];
        if (version != "v1")
        {
            version = JsonText.EscapeHtml(version);
            response.Fail(404, $"Unsupported API version: {version}", ContentTypes.Html);
            return;
        }

        if (slash < 0)
        {
            response.Fail(400, "Which API v1 command?");
            return;
        }

        string name = path[(slash + 1)..];
        if (!_commands.TryGetValue(name, out (Access Access, ApiAnswer Answer) command))
        {
            response.Fail(404, $"Unsupported v1 API command: {name}");
            return;
        }

        if ((request.Connection.Access & command.Access) == 0)
        {
            response.Fail(403, Router.NotAllowed);
            return;
        }

        command.Answer(host, request, response, nowUsec);
    }
}
