using System.Text.Json;
using Edge.Http;
using Edge.Store;
using Edge.Text;
using Edge.Web;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>
/// Spec api 3: <c>info</c>, <c>charts</c>, <c>chart</c>, <c>archivedcharts</c>, to the byte.
/// </summary>
public sealed class MetadataTests
{
    private const string Cpu = """
        		{
        			"id": "system.cpu",
        			"name": "system.cpu",
        			"type": "system",
        			"family": "cpu",
        			"context": "system.cpu",
        			"title": "Total CPU utilization (system.cpu)",
        			"priority": 100,
        			"plugin": "proc.plugin",
        			"module": "/proc/stat",
        			"enabled": true,
        			"units": "percentage",
        			"data_url": "/api/v1/data?chart=system.cpu",
        			"chart_type": "stacked",
        			"duration": 3,
        			"first_entry": 1795343398,
        			"last_entry": 1795343400,
        			"update_every": 1,
        			"dimensions": {
        				"user": { "name": "user" },
        				"sy\"s\\": { "name": "system" }
        			},
        			"chart_variables": {
        			},
        			"green": null,
        			"red": null,
        			"alarms": {

        			},
        			"chart_labels": {

        			}

        		}
        """;

    [Fact]
    public void A_chart_is_told_in_the_recorded_layout()
    {
        Node node = new();
        AddCpu(node.Local);
        Assert.Equal(Cpu, node.Get("/api/v1/chart?chart=system.cpu"));
        Assert.Equal((200, ContentTypes.Json, true),
            (node.Response.Status, node.Response.ContentType, node.Response.IsCacheable));
        Assert.Equal(Node.NowSec, node.Local.Find("system.cpu")!.LastAccessedSec);
    }

    [Theory]
    [InlineData("/api/v1/chart", 400, "No chart id is given at the request.")]
    [InlineData("/api/v1/chart?chart=", 400, "No chart id is given at the request.")]
    [InlineData("/api/v1/chart?chart=a/b<", 404, "Chart is not found: a&#x2F;b&lt;")]
    public void A_chart_that_is_not_there(string url, int status, string body)
    {
        Node node = new();
        Assert.Equal(body, node.Get(url));
        Assert.Equal((status, false), (node.Response.Status, node.Response.IsCacheable));
    }

    [Fact]
    public void A_chart_is_found_by_its_name_even_when_obsolete_or_hidden()
    {
        Node node = new();
        Chart chart = AddCpu(node.Local);
        node.Local.Define(new ChartDefinition { Type = "system", Id = "cpu", Name = "main",
            Flags = ChartFlags.Obsolete });
        Assert.Contains("\"name\": \"system.main\"", node.Get("/api/v1/chart?chart=system.main"));
        Assert.DoesNotContain("system.main", node.Get("/api/v1/charts"));
        Assert.True(chart.IsObsolete);
    }

    [Fact]
    public void Variables_labels_and_alarms_of_a_chart()
    {
        Node node = new(alarms: new OneAlarm());
        Chart chart = AddCpu(node.Local);
        chart.SetVariable("duplex", 0);
        chart.SetVariable("operstate", 6);
        chart.SetLabels([new Label("a", "x\"\n", 0), new Label("b", "y", 0)]);
        string body = node.Get("/api/v1/chart?chart=system.cpu");
        Assert.Contains("""
            			"chart_variables": {
            		"duplex": 0.00000,
            		"operstate": 6.00000
            			},
            			"green": 80,
            			"red": null,
            			"alarms": {
            				"hot": {
            					"id": 7
            				}
            			},
            			"chart_labels": {
            				"a": "x\"_",
            				"b": "y"
            			}

            		}
            """, body);
        Assert.Contains("\t\"alarms_count\": 3,\n", node.Get("/api/v1/charts"));
        Assert.Contains("\t\"alarms\": {\n\t\t\"normal\": 1,\n\t\t\"warning\": 2,\n\t\t\"critical\": 3\n"
            + "\t},\n",
            node.Get("/api/v1/info"));
    }

    [Fact]
    public void All_charts_are_listed_newest_first()
    {
        Node node = new(new WebOptions { CustomInfo = "my.js", ReleaseChannel = "nightly" });
        AddCpu(node.Local);
        Chart load = node.Local.Define(new ChartDefinition { Type = "system", Id = "load",
            UpdateEvery = 5 })!;
        load.Define("load1");
        node.Local.Define(new ChartDefinition { Type = "system", Id = "empty" });
        string body = node.Get("/api/v1/charts?all");
        Assert.StartsWith("""
            {
            	"hostname": "api-parent",
            	"version": "v1.29.3",
            	"release_channel": "nightly",
            	"os": "linux",
            	"timezone": "Etc/UTC",
            	"update_every": 1,
            	"history": 3996,
            	"memory_mode": "ram",
            	"custom_info": "my.js",
            	"charts": {
            		"system.load": 		{
            			"id": "system.load",
            """, body);
        Assert.Contains("\n\t\t},\n\t\t\"system.cpu\": " + Cpu + "\n\t},\n\t\"charts_count\": 2,\n"
            + "\t\"dimensions_count\": 3,\n\t\"alarms_count\": 0,\n\t\"rrd_memory_bytes\": ", body);
        Assert.EndsWith(",\n\t\"hosts_count\": 2,\n\t\"hosts\": [\n\t\t{\n\t\t\t\"hostname\": "
            + "\"api-parent\"\n\t\t},\n"
            + "\t\t{\n\t\t\t\"hostname\": \"api-child\"\n\t\t}\n\t]\n}\n", body);
        using JsonDocument document = JsonDocument.Parse(body);
        Assert.True(document.RootElement.GetProperty("rrd_memory_bytes").GetInt64() > 3996 * 3 * 4);
        Assert.True(node.Response.IsCacheable);
        Assert.Equal(Node.NowSec, load.LastAccessedSec);
        using JsonDocument none = JsonDocument.Parse(node.Get("/host/api-child/api/v1/charts"));
        Assert.Equal(0, none.RootElement.GetProperty("charts_count").GetInt32());
    }

    [Fact]
    public void Memory_mode_none_offers_no_charts()
    {
        Node node = new(mode: MemoryMode.None);
        AddCpu(node.Local);
        Assert.Contains("\t\"charts_count\": 0,\n", node.Get("/api/v1/charts"));
        Assert.Contains("\t\"memory_mode\": \"none\",\n", node.Body);
    }

    [Fact]
    public void Archived_charts_are_for_hosts_with_a_metadata_database()
    {
        Node node = new();
        Assert.Equal("", node.Get("/api/v1/archivedcharts"));
        Assert.Equal((200, ContentTypes.Json, true),
            (node.Response.Status, node.Response.ContentType, node.Response.IsCacheable));
        using JsonDocument document = JsonDocument.Parse(
            new Node(mode: MemoryMode.DbEngine).Get("/api/v1/archivedcharts"));
        Assert.Equal(0, document.RootElement.GetProperty("charts_count").GetInt32());
    }

    [Fact]
    public void Info_tells_who_a_host_is()
    {
        Node node = new();
        AddCpu(node.Local);
        SystemInfo system = node.Local.Info.System;
        system["NETDATA_SYSTEM_OS_NAME"] = "De\"b";
        system["NETDATA_HOST_OS_VERSION"] = "12";
        system["NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT"] = "4";
        system["NETDATA_HOST_IS_K8S_NODE"] = "false";
        system["NETDATA_SYSTEM_KERNEL_NAME"] = "Linux";
        node.Local.SetLabels([new Label("_os", "a\\b", 0), new Label("rack", "7\t", 1)]);
        node.Child.IsReachable = false;
        node.Child.SetClaimId("c1");
        Assert.Equal("""
            {
            	"version": "v1.29.3",
            	"uid": "e435789c-1cfe-4fe3-8349-76a857d42495",
            	"mirrored_hosts": [
            		"api-parent",
            		"api-child"
            	],
            	"mirrored_hosts_status": [
            		{ "guid": "e435789c-1cfe-4fe3-8349-76a857d42495", "reachable": true, "claim_id": null },
            		{ "guid": "aaaaaaaa-1111-4222-8333-000000000001", "reachable": false, "claim_id": "c1" }
            	],
            	"alarms": {
            		"normal": 0,
            		"warning": 0,
            		"critical": 0
            	},
            	"os_name": "De\"b",
            	"os_id": "",
            	"os_id_like": "",
            	"os_version": "12",
            	"os_version_id": "",
            	"os_detection": "",
            	"cores_total": "4",
            	"total_disk_space": "",
            	"cpu_freq": "",
            	"ram_total": "",
            	"is_k8s_node": "false",
            	"kernel_name": "Linux",
            	"kernel_version": "",
            	"architecture": "",
            	"virtualization": "",
            	"virt_detection": "",
            	"container": "",
            	"container_detection": "",
            	"host_labels": {
            		"_os": "a\\b",
            		"rack": "7_"
            	},
            	"collectors": [
            		{
            			"plugin": "proc.plugin",
            			"module": "/proc/stat"
            		}
            	],
            	"cloud-enabled": false,
            	"cloud-available": false,
            	"agent-claimed": false,
            	"aclk-available": false
            }
            """, node.Get("/api/v1/info"));
        Assert.Equal((ContentTypes.Json, false), (node.Response.ContentType, node.Response.IsCacheable));
    }

    internal static Chart AddCpu(Host host)
    {
        Chart chart = host.Define(new ChartDefinition
        {
            Type = "system",
            Id = "cpu",
            Title = "Total CPU utilization",
            Units = "percentage",
            Family = "cpu",
            Context = "system.cpu",
            Style = ChartStyle.Stacked,
            Priority = 100,
            Plugin = "proc.plugin",
            Module = "/proc/stat",
        })!;
        chart.Define("user");
        chart.Define("sy\"s\\", "system");
        chart.Define("idle", flags: DimensionFlags.Hidden);
        for (long sec = Node.NowSec - 2; sec <= Node.NowSec; sec++)
        {
            foreach (Dimension dimension in chart.Dimensions)
            {
                chart.Set(dimension, sec - Node.NowSec + 10, (sec * 1_000_000) + 500_000);
            }

            chart.Begin(1_000_000);
            chart.Commit((sec * 1_000_000) + 500_000);
        }

        return chart;
    }

    private sealed class OneAlarm : IAlarmNotes
    {
        public (int Normal, int Warning, int Critical) Count(Host host) => (1, 2, 3);

        public int CountLinked(Host host) => 3;

        public (double Green, double Red) Thresholds(Chart chart) => (80, double.NaN);

        public void WriteMembers(Chart chart, ByteWriter writer) =>
            writer.Add("\t\t\t\t\"hot\": {\n\t\t\t\t\t\"id\": 7\n\t\t\t\t}"u8);
    }
}
