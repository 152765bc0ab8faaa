using Edge.Http;
using Edge.Net;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>Spec api 1 and 9.4: what a path leads to, and who may go there.</summary>
public sealed class RouterTests
{
    private readonly Node _node = new();

    [Theory]
    [InlineData("/api", 400, ContentTypes.PlainText, "Which API version?")]
    [InlineData("/api/", 400, ContentTypes.PlainText, "Which API version?")]
    [InlineData("/api/v2/info", 404, ContentTypes.Html, "Unsupported API version: v2")]
    [InlineData("/api/<b>", 404, ContentTypes.Html, "Unsupported API version: &lt;b&gt;")]
    [InlineData("/api/v1", 400, ContentTypes.PlainText, "Which API v1 command?")]
    [InlineData("/api/v1/", 404, ContentTypes.PlainText, "Unsupported v1 API command: ")]
    [InlineData("/api/v1/nope", 404, ContentTypes.PlainText, "Unsupported v1 API command: nope")]
    [InlineData("/api/v1/a/b", 404, ContentTypes.PlainText, "Unsupported v1 API command: a/b")]
    [InlineData("/host/api-child/api/v1/aclk", 404, ContentTypes.PlainText,
        "Unsupported v1 API command: aclk")]
    [InlineData("/host/nope/api/v1/info", 404, ContentTypes.Html,
        "This netdata does not maintain a database for host: nope")]
    [InlineData("/host/a<b/", 404, ContentTypes.Html,
        "This netdata does not maintain a database for host: a&lt;b")]
    [InlineData("/host/api-child/host/api-parent/api/v1/info", 400, ContentTypes.PlainText,
        "Nesting of hosts is not allowed.")]
    [InlineData("/host/", 404, ContentTypes.Html, "This netdata does not maintain a database for host: ")]
    public void Wrong_paths_are_told_what_is_wrong(string path, int status, string type, string body)
    {
        Assert.Equal(body, _node.Get(path));
        Assert.Equal((status, type, false), (_node.Response.Status, _node.Response.ContentType,
            _node.Response.IsCacheable));
    }

    [Theory]
    [InlineData("/api/v1/info", Node.ParentGuid)]
    [InlineData("//api///v1//info", Node.ParentGuid)]
    [InlineData("/host/localhost/api/v1/info", Node.ParentGuid)]
    [InlineData("/host/api-child/api/v1/info", Node.ChildGuid)]
    [InlineData("/host//api-child//api/v1/info", Node.ChildGuid)]
    [InlineData("/host/" + Node.ChildGuid + "/api/v1/info", Node.ChildGuid)]
    public void A_host_is_found_by_name_or_guid(string path, string guid)
    {
        Assert.Contains($"\t\"uid\": \"{guid}\",\n", _node.Get(path));
        Assert.Equal(200, _node.Response.Status);
    }

    [Fact]
    public void A_host_without_slash_is_redirected()
    {
        string body = _node.Get("/host/api-child", headers: new() { ["host"] = "node:19999" });
        Assert.Equal((308, ContentTypes.PlainText), (_node.Response.Status, _node.Response.ContentType));
        Assert.Equal(["Location: http://node:19999/host/api-child/"], _node.Response.Headers);
        Assert.Equal("GET /host/api-child HTTP/1.1\r\n\r\nPermanent redirect", body);

        _node.Get("/host/api-child");
        Assert.Equal(["Location: http:///host/api-child/"], _node.Response.Headers);
        _node.Get("/host/x", headers: new() { ["host"] = "a", ["x-forwarded-host"] = "b",
            ["x-forwarded-proto"] = "https" });
        Assert.Equal(["Location: https://b/host/x/"], _node.Response.Headers);
        _node.Get("/host/x", headers: new() { ["host"] = "a" }, isEncrypted: true);
        Assert.Equal(["Location: https://a/host/x/"], _node.Response.Headers);
        _node.Get("/host/x\r\nSet-Cookie: y", headers: new() { ["host"] = "a" });
        Assert.Equal(["Location: http://a/host/x__Set-Cookie: y/"], _node.Response.Headers);
    }

    [Fact]
    public void The_log_shows_the_path_behind_the_host()
    {
        _node.Get("/host/api-child/api/v1/info?x");
        Assert.Equal("/api/v1/info", _node.Response.LogUrl);
        _node.Get("/api/v1/info");
        Assert.Null(_node.Response.LogUrl);
    }

    [Theory]
    [InlineData("/api/v1/info")]
    [InlineData("/api/v1/charts")]
    [InlineData("/api/v1/chart?chart=x")]
    [InlineData("/api/v1/data?chart=x")]
    [InlineData("/api/v1/archivedcharts")]
    [InlineData("/host/api-child/api/v1/info")]
    [InlineData("/")]
    [InlineData("/netdata.conf")]
    public void The_dashboard_needs_its_right(string path)
    {
        foreach (Access access in (Access[])[Access.None, Access.Streaming, Access.Badges,
            Access.All & ~Access.Dashboard])
        {
            Assert.Equal("You are not allowed to access this resource.", _node.Get(path, access));
            Assert.Equal((403, ContentTypes.PlainText), (_node.Response.Status, _node.Response.ContentType));
        }
    }

    [Fact]
    public void Other_rooms_hang_up_commands_and_pages()
    {
        _node.Router.Api.Add("badge.svg", Access.Dashboard | Access.Badges,
            (host, request, response, now) =>
                response.Body.Add($"{host.Info.Hostname} {request.Query} {now}"));
        _node.Router.Api.Add("manage/health", Access.Management, (_, _, response, _) =>
            response.Body.Add("managed"));
        _node.Router.Hang("netdata.conf", Access.NetdataConf, new Sentence());
        Assert.Equal($"api-child a=b {Node.NowSec}000000", _node.Get("/host/api-child/api/v1/badge.svg?a=b",
            Access.Badges));
        Assert.Equal("managed", _node.Get("/api/v1/manage/health", Access.Management));
        _node.Get("/api/v1/manage/health", Access.Dashboard);
        Assert.Equal(403, _node.Response.Status);
        Assert.Equal("hung", _node.Get("/netdata.conf", Access.NetdataConf));
        _node.Get("/netdata.conf", Access.Dashboard);
        Assert.Equal(403, _node.Response.Status);
    }

    [Fact]
    public void Nothing_is_known_before_the_node_is_ready()
    {
        _node.Router.IsReady = false;
        Assert.Equal("", _node.Get("/api/v1/info"));
        Assert.Equal(503, _node.Response.Status);
        _node.Get("/api/v1/charts");
        Assert.Equal(200, _node.Response.Status);
    }

    private sealed class Sentence : IPage
    {
        public void Answer(HttpRequest request, HttpResponse response, long nowUsec) =>
            response.Body.Add("hung");
    }
}
