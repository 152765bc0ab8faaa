using System.Text.Json;
using Edge.Collect;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>
/// What a real 1.29.3 said of each chart, against what the collectors define for the same kind of machine.
/// </summary>
public class CatalogueTests
{
    /// <summary>Dimensions of these come from the machine itself.</summary>
    private static readonly string[] OfTheMachine = ["system.interrupts", "_interrupts", "_softirqs",
        "system.softirqs"];

    [CaptureFact]
    public void Every_chart_of_the_recorded_machine_is_defined_as_the_reference_defines_it()
    {
        using var tree = new ProcTree("machine");
        tree.Write("/sys/devices/system/node/node1/.keep", "");
        AddHardware(tree);
        using var bench = new Bench(tree,
            new TableSettings().With("plugin:proc", "/proc/pagetypeinfo", "yes"),
            new CollectOptions { EnableZeroMetrics = true });
        bench.Kernel.Semaphores = new Edge.Sys.SemaphoreUsage(1, 1, 1, 1);
        bench.Tick(12);
        var wrong = new List<string>();
        int compared = 0;
        foreach (JsonElement expected in Charts())
        {
            if (bench.Host.Find(expected.GetProperty("id").GetString()!) is Chart chart && IsOurs(expected))
            {
                compared++;
                Compare(expected, chart, wrong);
            }
        }

        Assert.Empty(wrong);
        Assert.True(compared >= 140, $"only {compared} charts were compared");
    }

    [CaptureFact]
    public void No_chart_of_the_reference_is_missing()
    {
        using var tree = new ProcTree("machine");
        using var bench = new Bench(tree, options: new CollectOptions { EnableZeroMetrics = true });
        bench.Tick(2);
        foreach (JsonElement expected in Charts())
        {
            string id = expected.GetProperty("id").GetString()!;

            // The reference ran on four cores, with two more interfaces and without huge page charts off.
            // Of what is new the recorded tree has nothing; HardwareTests hold it.
            string module = expected.GetProperty("module").GetString()!;
            bool isElsewhere = module is "ipc" or "/sys/kernel/mm/ksm" or "/proc/pagetypeinfo"
                or "/sys/devices/system/node" or "/sys/block/zram" || id.Contains("ndv")
                || id.Contains("cpu2") || id.Contains("cpu3");
            if (IsOurs(expected) && !isElsewhere)
            {
                Assert.True(bench.Has(id), $"{id} is missing");
            }
        }
    }

    /// <summary>What the recorded tree has not and the reference's machine had.</summary>
    private static void AddHardware(ProcTree tree)
    {
        foreach (string name in new[] { "shared", "sharing", "unshared", "volatile" })
        {
            tree.Write($"/sys/kernel/mm/ksm/pages_{name}", "1\n");
        }

        tree.Write("/sys/devices/system/node/node0/numastat", "numa_hit 1\n")
            .Write("/proc/devices", "252 zram\n").Write("/sys/block/zram0/dev", "252:0\n")
            .Write("/sys/block/zram0/mm_stat", "1 1 1 0 1 1 1\n").Write("/proc/sysvipc/shm", "head\n")
            .Write("/proc/pagetypeinfo", "a\nb\n\nFree pages count per migrate type at order "
                + "0 1 2 3 4 5 6 7 8 9 10\nNode 0, zone DMA, type Unmovable 1 0 0 0 0 0 0 0 0 0 0\n"
                + "Node 0, zone DMA, type Movable 1 0 0 0 0 0 0 0 0 0 0\n");
    }

    private static JsonElement.ArrayEnumerator Charts() =>
        JsonDocument.Parse(Captures.Bytes("catalogue/catalogue-1.29.3.json")).RootElement
            .GetProperty("charts")
            .EnumerateArray();

    private static bool IsOurs(JsonElement chart) => chart.GetProperty("plugin").GetString() == "proc.plugin"
        && KeyOf(chart.GetProperty("module").GetString()!) is string key
        && Array.Exists(CollectorTable.Rows, row => row.Key == key);

    /// <summary>One module is switched under another name than its charts have.</summary>
    private static string KeyOf(string module) =>
        module == "/proc/net/stat/nf_conntrack" ? "/proc/net/stat/conntrack" : module;

    private static void Compare(JsonElement expected, Chart chart, List<string> wrong)
    {
        void Same(string field, object? mine)
        {
            string theirs = expected.GetProperty(field).ToString();
            if (theirs != mine?.ToString())
            {
                wrong.Add($"{chart.Id} {field}: '{theirs}', not '{mine}'");
            }
        }

        Same("type", chart.Type);
        Same("title", chart.Title);
        Same("units", chart.Units);
        Same("family", chart.Family);
        Same("context", chart.Context);
        Same("chart_type", chart.Style.ToString().ToLowerInvariant());
        Same("priority", chart.Priority);
        Same("update_every", chart.UpdateEvery);
        Same("plugin", chart.Plugin);
        Same("module", chart.Module);
        string name = expected.GetProperty("name").GetString() ?? chart.Id[(chart.Type.Length + 1)..];
        if (chart.Name != $"{chart.Type}.{name}")
        {
            wrong.Add($"{chart.Id} name: '{name}', not '{chart.Name}'");
        }

        bool isDetail = expected.GetProperty("options").EnumerateArray().Any(o => o.GetString() == "detail");
        if (isDetail != ((chart.Flags & ChartFlags.Detail) != 0))
        {
            wrong.Add($"{chart.Id} detail: {isDetail}");
        }

        foreach (JsonProperty variable in expected.GetProperty("variables").EnumerateObject())
        {
            if (!chart.Variables.Contains(variable.Name))
            {
                wrong.Add($"{chart.Id} has no variable {variable.Name}");
            }
        }

        if (!Array.Exists(OfTheMachine, part => chart.Id.EndsWith(part, StringComparison.Ordinal)))
        {
            string theirs = string.Join("; ", expected.GetProperty("dimensions").EnumerateArray()
                .Select(Text));
            string mine = string.Join("; ", chart.Dimensions.Select(Text));
            if (theirs != mine)
            {
                wrong.Add($"{chart.Id} dimensions: {theirs}, not {mine}");
            }
        }
    }

    private static string Text(JsonElement d) =>
        $"{d.GetProperty("id")} {d.GetProperty("name")} {d.GetProperty("algorithm")} "
        + $"{d.GetProperty("multiplier")}/{d.GetProperty("divisor")} "
        + $"{string.Join(",", d.GetProperty("options").EnumerateArray())}";

    private static string Text(Dimension d) =>
        $"{d.Id} {d.Name} {AlgorithmNames.Of(d.Algorithm)} {d.Multiplier}/{d.Divisor} "
        + $"{(d.IsHidden ? "hidden" : "")}";
}
