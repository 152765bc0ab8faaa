using Edge.Http;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>Spec query 5 (types) and 7 (status, caching).</summary>
public sealed class DataCommandTests
{
    private readonly Node _node = new();

    public DataCommandTests() => MetadataTests.AddCpu(_node.Local);

    [Theory]
    [InlineData("", 400, "No chart id is given at the request.")]
    [InlineData("chart=nope", 404, "Chart is not found: nope")]
    [InlineData("chart=<i>&context=system.cpu", 404, "Chart is not found: &lt;i&gt;")]
    [InlineData("context=nope", 404, "Context is not found: nope")]
    [InlineData("context=system.cpu&chart_label_key=k'", 404,
        "Context: system.cpu or chart label key: k&#x27; not found")]
    [InlineData("chart=system.cpu&after=-94000000&options=allow_past", 500,
        "Cannot generate output with these parameters on this chart.")]
    public void Wrong_questions_are_told_what_is_wrong(string query, int status, string body)
    {
        Assert.Equal(body, _node.Get("/api/v1/data?" + query));
        Assert.Equal((status, ContentTypes.PlainText, false),
            (_node.Response.Status, _node.Response.ContentType, _node.Response.IsCacheable));
    }

    [Theory]
    [InlineData("json", ContentTypes.Json)]
    [InlineData("jsonp", ContentTypes.JavaScript)]
    [InlineData("datatable", ContentTypes.Json)]
    [InlineData("datasource", ContentTypes.JavaScript)]
    [InlineData("csv", ContentTypes.PlainText)]
    [InlineData("tsv", ContentTypes.PlainText)]
    [InlineData("markdown", ContentTypes.PlainText)]
    [InlineData("csvjsonarray", ContentTypes.Json)]
    [InlineData("html", ContentTypes.Html)]
    [InlineData("ssv", ContentTypes.PlainText)]
    [InlineData("array", ContentTypes.Json)]
    [InlineData("csv&options=jsonwrap", ContentTypes.Json)]
    [InlineData("html&options=jsonwrap", ContentTypes.Json)]
    [InlineData("jsonp&options=jsonwrap", ContentTypes.JavaScript)]
    public void Each_format_has_its_type(string format, string type)
    {
        Assert.NotEqual("", _node.Get("/api/v1/data?chart=system.cpu&after=-1&format=" + format));
        Assert.Equal((200, type, false),
            (_node.Response.Status, _node.Response.ContentType, _node.Response.IsCacheable));
    }

    [Fact]
    public void What_cannot_change_may_be_cached()
    {
        foreach (string times in (string[])["after=1795343398&before=1795343400", "after=60"])
        {
            _node.Get("/api/v1/data?chart=system.cpu&" + times);
            Assert.True(_node.Response.IsCacheable, times);
            Assert.Equal(Node.NowSec + 86400, _node.Response.ExpiresSec);
        }

        _node.Get("/api/v1/data?chart=system.cpu&after=1795343398");
        Assert.False(_node.Response.IsCacheable);
    }

    [Fact]
    public void A_file_name_makes_an_attachment()
    {
        _node.Get("/api/v1/data?chart=system.cpu&filename=x y.json");
        Assert.Equal(["Content-Disposition: attachment; filename=\"x_y.json\""], _node.Response.Headers);
    }

    [Fact]
    public void A_question_keeps_its_charts_alive()
    {
        _node.Get("/api/v1/data?chart=system.cpu");
        Assert.Equal(Node.NowSec, _node.Local.Find("system.cpu")!.LastAccessedSec);
    }

    [Fact]
    public void A_context_combines_its_charts_newest_first()
    {
        foreach (string id in (string[])["cpu0", "cpu1"])
        {
            Chart chart = _node.Local.Define(new ChartDefinition { Type = "cpu", Id = id,
                Context = "cpu.cpu" })!;
            chart.Define(id + "-user");
            chart.SetLabels([new Label("core", id, 0)]);
        }

        Assert.StartsWith("time,cpu1-user,cpu0-user\r\n",
            _node.Get("/api/v1/data?context=cpu.cpu&format=csv"));
        Assert.StartsWith("time,cpu1-user,cpu0-user\r\n",
            _node.Get("/api/v1/data?context=cpu.cpu&format=csv&chart_label_key=x|c*e"));
        _node.Local.Find("cpu.cpu1")!.SetLabels([]);
        Assert.StartsWith("time,cpu0-user\r\n",
            _node.Get("/api/v1/data?context=cpu.cpu&format=csv&chart_label_key=core"));
    }

    [Fact]
    public void The_gate_is_free_again_after_every_answer()
    {
        foreach (string url in (string[])["data?chart=system.cpu", "data?chart=nope", "data?context=nope",
            "charts", "chart?chart=x",
            "chart?chart=system.cpu", "info", "archivedcharts"])
        {
            _node.Get("/api/v1/" + url);
            Assert.False(_node.Local.Gate.IsHeld, url);
        }
    }
}
