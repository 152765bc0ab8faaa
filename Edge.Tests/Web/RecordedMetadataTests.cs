using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Http;
using Edge.Store;
using Edge.Web;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>
/// The recorded metadata of two real hosts: what they said is given to a node, which must say it again.
/// </summary>
public sealed partial class RecordedMetadataTests
{
    [CaptureFact]
    public void The_charts_of_a_parent_come_out_as_they_were_recorded() =>
        CompareCharts("003-*.body", "/api/v1/charts?all", node => node.Local);

    [CaptureFact]
    public void The_charts_of_a_child_come_out_as_they_were_recorded() =>
        CompareCharts("137-*.body", "/host/api-child/api/v1/charts", node => node.Child);

    [CaptureFact]
    public void Info_comes_out_as_it_was_recorded()
    {
        string expected = Read("001-info.body");
        using JsonDocument recorded = JsonDocument.Parse(expected);
        JsonElement root = recorded.RootElement;
        var node = new Node();
        SystemInfo system = node.Local.Info.System;
        foreach ((string key, string name) in Names())
        {
            system[name] = root.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
        }

        node.Local.SetLabels([.. root.GetProperty("host_labels").EnumerateObject()
            .Select(label => new Label(label.Name, label.Value.GetString()!, 0))]);
        int count = 0;
        foreach (JsonElement collector in root.GetProperty("collectors").EnumerateArray())
        {
            node.Local.Define(new ChartDefinition
            {
                Type = "a",
                Id = $"c{count++}",
                Plugin = collector.GetProperty("plugin").GetString(),
                Module = collector.GetProperty("module").GetString(),
            })!.Define("d");
        }

        Assert.Equal(expected.Replace("\"normal\": 49", "\"normal\": 0"), node.Get("/api/v1/info"));
    }

    [CaptureFact]
    public void Errors_are_worded_as_recorded()
    {
        var node = new Node();
        MetadataTests.AddCpu(node.Local);
        MetadataTests.AddCpu(node.Child);
        foreach (string number in (string[])["007", "039", "041", "043", "047", "139", "143", "175", "177",
            "179"])
        {
            string head = Directory.GetFiles(Path.Combine(Captures.Root!, "api"),
                number + "-*.head").Single();
            string[] lines = File.ReadAllLines(head);
            Assert.Equal(File.ReadAllText(Path.ChangeExtension(head, ".body")), node.Get(lines[0][4..]));
            HttpResponse response = node.Response;
            Assert.Contains($"HTTP/1.1 {response.Status} ", lines[2]);
            Assert.Contains($"Content-Type: {response.ContentType}", lines);
            Assert.Equal(lines.Contains("Cache-Control: public"), response.IsCacheable);
        }
    }

    private static void CompareCharts(string file, string url, Func<Node, Host> hostOf)
    {
        string expected = Read(file);
        using JsonDocument recorded = JsonDocument.Parse(expected);
        var node = new Node();
        int listed = 0;
        foreach (JsonProperty chart in recorded.RootElement.GetProperty("charts").EnumerateObject().Reverse())
        {
            Define(hostOf(node), chart.Value);
            listed++;
        }

        Assert.True(listed > 100);
        Assert.Equal(Normal(expected), Normal(node.Get(url)));
    }

    private static void Define(Host host, JsonElement from)
    {
        string Text(string key) => from.GetProperty(key).GetString()!;
        string name = Text("name");
        string title = Text("title");
        Chart chart = host.Define(new ChartDefinition
        {
            Type = Text("type"),
            Id = Text("id")[(Text("type").Length + 1)..],
            Name = name[(Text("type").Length + 1)..],
            Title = title[..title.LastIndexOf($" ({name})", StringComparison.Ordinal)],
            Units = Text("units"),
            Family = Text("family"),
            Context = Text("context"),
            Style = Enum.Parse<ChartStyle>(Text("chart_type"), ignoreCase: true),
            Priority = from.GetProperty("priority").GetInt32(),
            UpdateEvery = from.GetProperty("update_every").GetInt32(),
            Plugin = Text("plugin"),
            Module = Text("module"),
        })!;
        foreach (JsonProperty dimension in from.GetProperty("dimensions").EnumerateObject())
        {
            chart.Define(dimension.Name, dimension.Value.GetProperty("name").GetString());
        }

        foreach (JsonProperty variable in from.GetProperty("chart_variables").EnumerateObject())
        {
            chart.SetVariable(variable.Name, variable.Value.GetDouble());
        }
    }

    /// <summary>Without what other rooms or the clock decide: times, thresholds, alarms, memory.</summary>
    private static string Normal(string text)
    {
        text = Times().Replace(text, "$1: 0");
        text = Alarms().Replace(text, "\t\t\t\"alarms\": {\n\n\t\t\t}");
        return Thresholds().Replace(text, "$1: null");
    }

    private static string Read(string file) =>
        File.ReadAllText(Directory.GetFiles(Path.Combine(Captures.Root!, "api"), file).Single());

    private static IEnumerable<(string Key, string Name)> Names()
    {
        foreach (string key in (string[])["name", "id", "id_like", "version", "version_id", "detection"])
        {
            yield return ($"os_{key}", $"NETDATA_SYSTEM_OS_{key.ToUpperInvariant()}");
            yield return ($"container_os_{key}", $"NETDATA_CONTAINER_OS_{key.ToUpperInvariant()}");
        }

        foreach (string key in (string[])["kernel_name", "kernel_version", "architecture", "virtualization",
            "virt_detection", "container", "container_detection"])
        {
            yield return (key, $"NETDATA_SYSTEM_{key.ToUpperInvariant()}");
        }

        yield return ("cores_total", "NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT");
        yield return ("total_disk_space", "NETDATA_SYSTEM_TOTAL_DISK_SIZE");
        yield return ("cpu_freq", "NETDATA_SYSTEM_CPU_FREQ");
        yield return ("ram_total", "NETDATA_SYSTEM_TOTAL_RAM");
        yield return ("is_k8s_node", "NETDATA_HOST_IS_K8S_NODE");
    }

    [GeneratedRegex("(\"(?:duration|first_entry|last_entry|rrd_memory_bytes|alarms_count)\"): \\d+")]
    private static partial Regex Times();

    [GeneratedRegex("\t\t\t\"alarms\": \\{\n[^}]*(?:\\}[^}]*)*?\n\t\t\t\\}")]
    private static partial Regex Alarms();

    [GeneratedRegex("(\"(?:green|red)\"): [0-9.]+")]
    private static partial Regex Thresholds();
}
