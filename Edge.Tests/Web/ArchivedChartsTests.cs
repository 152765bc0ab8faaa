using System.Text.Json;
using Edge.Store;
using Edge.Tests.Archive;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>
/// <c>archivedcharts</c> (spec api 3.4) over real stores: what an earlier life of the host left on disk.
/// </summary>
public sealed class ArchivedChartsTests
{
    [Fact]
    public void Charts_that_did_not_come_back_are_listed_in_the_layout_of_charts()
    {
        (string body, long _) = AfterARestart(MemoryMode.DbEngine, chartsAgain: 2);
        string archived = """
            		"s.c2": 		{
            			"id": "s.c2",
            			"name": "s.c2",
            			"type": "s",
            			"family": "f",
            			"context": "s",
            			"title": "t (s.c2)",
            			"priority": 100,
            			"plugin": "p",
            			"module": "m",
            			"enabled": false,
            			"units": "u",
            			"data_url": "/api/v1/data?chart=s.c2",
            			"chart_type": "line",
            			"dimensions": {
            				"d0": { "name": "d0" },
            				"d1": { "name": "d1" }
            			}
            		}
            	},
            	"charts_count": 1,
            	"dimensions_count": 2,
            	"alarms_count": 0,
            	"rrd_memory_bytes": 0,
            """;
        Assert.Contains("\t\"charts\": {\n" + archived, body);
        using JsonDocument document = JsonDocument.Parse(body);
        Assert.Equal("dbengine", document.RootElement.GetProperty("memory_mode").GetString());
        Assert.Equal("h", document.RootElement.GetProperty("hostname").GetString());
    }

    [Fact]
    public void A_chart_that_is_defined_again_is_archived_no_more()
    {
        Assert.Equal(["s.c0", "s.c1", "s.c2"], Ids(AfterARestart(MemoryMode.DbEngine, chartsAgain: 0).Body));
        Assert.Equal(["s.c1", "s.c2"], Ids(AfterARestart(MemoryMode.DbEngine, chartsAgain: 1).Body));
        Assert.Empty(Ids(AfterARestart(MemoryMode.DbEngine, chartsAgain: 3).Body));
    }

    [Fact]
    public void A_chart_that_was_removed_is_archived_until_the_quota_takes_it()
    {
        using var node = new StreamedHost(MemoryMode.DbEngine, charts: 3, dimensions: 2);
        node.Run(600);
        Assert.Empty(Ids(Ask(node)));
        node.Host.Remove(node.Chart(1));
        Assert.Equal(["s.c1"], Ids(Ask(node)));
    }

    [Theory]
    [InlineData("save")]
    [InlineData("map")]
    public void Ring_files_tell_the_ids_of_what_they_hold(string mode)
    {
        (string body, long _) = AfterARestart(MemoryModeNames.Parse(mode)!.Value, chartsAgain: 1);
        Assert.Equal(["s.c1", "s.c2"], Ids(body));
        Assert.Contains("\"title\": \" (s.c1)\",\n", body);
        Assert.Contains("\t\t\t\t\"d0\": { \"name\": \"d0\" },\n"
            + "\t\t\t\t\"d1\": { \"name\": \"d1\" }\n\t\t\t}\n\t\t}", body);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ram")]
    [InlineData("save")]
    [InlineData("map")]
    public void Without_any_the_answer_is_empty_as_in_the_reference(string mode)
    {
        (string body, long seconds) = AfterARestart(MemoryModeNames.Parse(mode)!.Value, chartsAgain: 3);
        Assert.Equal("", body);
        Assert.True(seconds > 0);
    }

    /// <summary>The answer of a host that had three charts in its life before.</summary>
    private static (string Body, long Seconds) AfterARestart(MemoryMode mode, int chartsAgain)
    {
        string folder;
        long sec;
        using (var node = new StreamedHost(mode, charts: 3, dimensions: 2))
        {
            node.Run(100);
            (folder, sec) = (node.LeaveFiles(), node.NowSec);
        }

        using var next = new StreamedHost(mode, chartsAgain, dimensions: 2, folder: folder);
        next.SkipTo(sec);
        next.Run(3);
        return (Ask(next), next.NowSec - sec);
    }

    private static string Ask(StreamedHost node)
    {
        var asked = new Node(node.Host);
        string body = asked.Get("/api/v1/archivedcharts");
        Assert.Equal((200, true), (asked.Response.Status, asked.Response.IsCacheable));
        return body;
    }

    private static string[] Ids(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        string[] ids = [.. document.RootElement.GetProperty("charts").EnumerateObject().Select(c => c.Name)];
        Assert.Equal(ids.Length, document.RootElement.GetProperty("charts_count").GetInt32());
        return ids;
    }
}
