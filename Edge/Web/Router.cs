using Edge.Http;
using Edge.Net;
using Edge.Query;
using Edge.Store;
using Edge.Text;

namespace Edge.Web;

/// <summary>
/// The root page: splits the path, finds the host and hands over to the API, another room's page or a file
/// (spec api 1). Any thread; it keeps nothing of a request.
/// </summary>
internal sealed class Router : IPage
{
    public const string NotAllowed = "You are not allowed to access this resource.";

    private readonly HostTable _hosts;
    private readonly StaticFiles _files;
    private readonly InfoCommand _info;
    private readonly Dictionary<string, (Access Access, IPage Page)> _pages = [];

    public Router(HostTable hosts, WebOptions options, IAlarmNotes? alarms = null)
    {
        _hosts = hosts;
        _files = new StaticFiles(options.FilesDirectory, options.FilesUserId, options.FilesGroupId);
        alarms ??= new NoAlarms();
        _info = new InfoCommand(hosts, alarms);
        var charts = new ChartCommands(hosts, options, alarms);
        Api.Add("info", Access.Dashboard, _info.Answer);
        Api.Add("charts", Access.Dashboard, charts.AnswerAll);
        Api.Add("chart", Access.Dashboard, charts.AnswerOne);
        Api.Add("archivedcharts", Access.Dashboard, charts.AnswerArchived);
        Api.Add("data", Access.Dashboard, new DataCommand(options, Queries).Answer);
    }

    /// <summary>Commands of other rooms go here.</summary>
    public ApiTable Api { get; } = new();

    /// <summary>What <c>data</c> has read; others that ask the store may count here too.</summary>
    public QueryTally Queries { get; } = new();

    /// <summary>False during start-up: <c>info</c> answers 503. Set once, read on any thread.</summary>
    public bool IsReady
    {
        get => _info.IsReady;
        set => _info.IsReady = value;
    }

    /// <summary>Hangs a page at <c>/NAME</c>, like <c>netdata.conf</c>; not below <c>/host/</c>.</summary>
    /// <param name="name">The whole path without its first slash.</param>
    /// <param name="access">One of these rights is enough.</param>
    /// <param name="page">Answers.</param>
    public void Hang(string name, Access access, IPage page) => _pages.Add(name, (access, page));

    public void Answer(HttpRequest request, HttpResponse response, long nowUsec)
    {
        const Access any =
            Access.Dashboard | Access.Registry | Access.Badges | Access.Management | Access.NetdataConf;
        if ((request.Connection.Access & any) == 0)
        {
            response.Fail(403, NotAllowed);
            return;
        }

        string path = Collapse(request.Path);
        if (path == "host" || path.StartsWith("host/", StringComparison.Ordinal))
        {
            AnswerHost(path.Length > 5 ? path[5..] : "", request, response, nowUsec);
        }
        else
        {
            AnswerPath(path, _hosts.Local, request, response, nowUsec);
        }
    }

    /// <param name="rest">Behind <c>host/</c>.</param>
    /// <param name="request">As it came.</param>
    /// <param name="response">Cleared.</param>
    /// <param name="nowUsec">Wall clock.</param>
    private void AnswerHost(string rest, HttpRequest request, HttpResponse response, long nowUsec)
    {
        int slash = rest.IndexOf('/');
        string name = slash < 0 ? rest : rest[..slash];
        if (slash < 0 && name.Length > 0)
        {
            Redirect(name, request, response);
            return;
        }

        Host? host = _hosts.FindByNameOrGuid(name);
        if (host == null)
        {
            name = JsonText.EscapeHtml(name);
            response.Fail(404, $"This netdata does not maintain a database for host: {name}",
                ContentTypes.Html);
            return;
        }

        string path = rest[(slash + 1)..];
        if (path == "host" || path.StartsWith("host/", StringComparison.Ordinal))
        {
            response.Fail(400, "Nesting of hosts is not allowed.");
            return;
        }

        AnswerPath(path, host, request, response, nowUsec);
        response.LogUrl = $"/{path}";
    }

    private void AnswerPath(string path, Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        if (path == "api" || path.StartsWith("api/", StringComparison.Ordinal))
        {
            Api.Answer(path.Length == 3 ? null : path[4..], host, request, response, nowUsec);
            return;
        }

        bool isPage = _pages.TryGetValue(path, out (Access Access, IPage Page) hung);
        if ((request.Connection.Access & (isPage ? hung.Access : Access.Dashboard)) == 0)
        {
            response.Fail(403, NotAllowed);
        }
        else if (isPage)
        {
            hung.Page.Answer(request, response, nowUsec);
        }
        else
        {
            _files.Answer(path, response, nowUsec);
        }
    }

    /// <summary>
    /// Spec api 1.1: relative links of the dashboard need the slash. The body is the request itself and a
    /// sentence, as the reference sends it.
    /// </summary>
    private static void Redirect(string name, HttpRequest request, HttpResponse response)
    {
        IReadOnlyDictionary<string, string> headers = request.Headers;
        bool isEncrypted = request.Connection.IsEncrypted
            || (headers.TryGetValue("x-forwarded-proto", out string? proto)
                && proto.Contains("https", StringComparison.Ordinal));
        string at = headers.TryGetValue("x-forwarded-host", out string? forwarded) ? forwarded
            : headers.TryGetValue("host", out string? host) ? host : "";
        response.Status = 308;
        string scheme = isEncrypted ? "https" : "http";
        response.Headers.Add($"Location: {scheme}://{OneLine(at)}/host/{OneLine(name)}/");
        response.Body.Add(request.Raw.Span).Add("Permanent redirect"u8);
    }

    /// <summary>Nothing from a request may begin another header line.</summary>
    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\r', '\n') ? text.Replace('\r', '_').Replace('\n', '_') : text;

    /// <summary>Without leading slashes, runs of slashes as one.</summary>
    private static string Collapse(string path)
    {
        if (path.Length > 1 && path[0] == '/' && !path.Contains("//", StringComparison.Ordinal))
        {
            return path[1..];
        }

        var text = new System.Text.StringBuilder(path.Length);
        foreach (char c in path)
        {
            if (c != '/' || (text.Length > 0 && text[^1] != '/'))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
