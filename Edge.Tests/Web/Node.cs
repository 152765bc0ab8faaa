using System.Text;
using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Web;

namespace Edge.Tests.Web;

/// <summary>Two hosts and a root page, asked without a socket.</summary>
internal sealed class Node
{
    public const long NowSec = 1795343400;
    public const string ParentGuid = "e435789c-1cfe-4fe3-8349-76a857d42495";
    public const string ChildGuid = "aaaaaaaa-1111-4222-8333-000000000001";

    public Node(WebOptions? options = null, IAlarmNotes? alarms = null, MemoryMode mode = MemoryMode.Ram)
        : this(NewHost("api-parent", ParentGuid, mode), options, alarms, mode)
    {
    }

    /// <summary>With this one as the local host.</summary>
    public Node(
        Host local, WebOptions? options = null, IAlarmNotes? alarms = null, MemoryMode mode = MemoryMode.Ram)
    {
        Local = local;
        Child = NewHost("api-child", ChildGuid, mode);
        Hosts = new HostTable(Local);
        Hosts.Add(Child);
        Router = new Router(Hosts, options ?? new WebOptions(), alarms) { IsReady = true };
    }

    public Host Local { get; }

    public Host Child { get; }

    public HostTable Hosts { get; }

    public Router Router { get; }

    public HttpResponse Response { get; } = new();

    public string Body => Encoding.UTF8.GetString(Response.Body.Written);

    /// <summary>GET; the answer is <see cref="Response"/>, its body is returned.</summary>
    public string Get(string url, Access access = Access.All, Dictionary<string, string>? headers = null,
        bool isEncrypted = false)
    {
        string[] parts = url.Split('?', 2);
        Response.Clear();
        Router.Answer(new HttpRequest
        {
            Method = "GET",
            Path = parts[0],
            Query = parts.Length > 1 ? parts[1] : "",
            Headers = headers ?? [],
            Connection = new QuietConnection(access, isEncrypted),
            Raw = Encoding.ASCII.GetBytes($"GET {url} HTTP/1.1\r\n\r\n"),
        }, Response, NowSec * 1_000_000);
        return Body;
    }

    private static Host NewHost(string name, string guid, MemoryMode mode) => new(
        new HostInfo
        {
            Hostname = name,
            RegistryHostname = name,
            MachineGuid = guid,
            Os = "linux",
            Timezone = "Etc/UTC",
            ProgramVersion = "v1.29.3",
        },
        new StoreOptions { HistoryEntries = 3996, Mode = mode })
    {
        IsReachable = true,
    };
}
