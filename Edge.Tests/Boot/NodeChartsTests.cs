using System.Text.Json;
using Edge.Boot;
using Edge.Collect;
using Edge.Http;
using Edge.Query;
using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>The node's charts about itself, against what a real 1.29.3 said of them.</summary>
public sealed class NodeChartsTests : IDisposable
{
    private const long StartUsec = 1_700_000_000_000_000;

    private static readonly string[] Expected =
    [
        "netdata.plugin_proc_cpu", "netdata.server_cpu", "netdata.clients", "netdata.requests", "netdata.net",
        "netdata.response_time", "netdata.compression_ratio", "netdata.queries", "netdata.db_points",
    ];

    private readonly Host _host = new(
        new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = new string('0', 36) },
        new StoreOptions { HistoryEntries = 60 });

    private readonly HttpTally _web = new();
    private readonly QueryTally _queries = new();
    private readonly NodeCharts _charts;
    private long _nowUsec = StartUsec;

    public NodeChartsTests() => _charts = new NodeCharts(_host, _web, _queries, book: null);

    [CaptureFact]
    public void They_are_defined_as_the_reference_defines_them()
    {
        Tick(2);
        Assert.Null(_host.Find("netdata.queries"));
        Ask(points: 10);
        Tick(2);
        Assert.Equal([1], Values("netdata.queries"));
        Assert.True(Values("netdata.db_points")[1] > 0);
        JsonElement charts = JsonDocument.Parse(Captures.Bytes("catalogue/catalogue-1.29.3.json")).RootElement
            .GetProperty("charts");
        int compared = 0;
        foreach (JsonElement expected in charts.EnumerateArray())
        {
            string id = Text(expected, "id");
            if (!Expected.Contains(id))
            {
                continue;
            }

            compared++;
            Chart chart = Chart(id);
            Assert.Equal(
                (Text(expected, "title"), Text(expected, "units"), Text(expected, "family"),
                    Text(expected, "context"), Text(expected, "chart_type"),
                    expected.GetProperty("priority").GetInt32(), Text(expected, "plugin"),
                    Text(expected, "module")),
                (chart.Title, chart.Units, chart.Family, chart.Context,
                    chart.Style.ToString().ToLowerInvariant(), chart.Priority, chart.Plugin!, chart.Module!));
            Assert.Equal(
                expected.GetProperty("dimensions").EnumerateArray().Select(d => (Text(d, "id"),
                    Text(d, "algorithm"), d.GetProperty("multiplier").GetInt64(),
                    d.GetProperty("divisor").GetInt64())),
                chart.Dimensions.Select(d =>
                    (d.Id, d.Algorithm.ToString().ToLowerInvariant(), d.Multiplier, d.Divisor)));
        }

        Assert.Equal(Expected.Length, compared);
    }

    [Fact]
    public void Response_times_and_savings_repeat_while_nobody_asks()
    {
        Tick();
        Assert.Equal([0, 0], Values("netdata.response_time"));
        Assert.Equal(0, Chart("netdata.compression_ratio").Series.LastSetUsec(0));

        _web.Came();
        _web.Answered(bytesIn: 100, bytesOut: 300, plainBytes: 1000, packedBytes: 250, usec: 40);
        _web.Answered(bytesIn: 100, bytesOut: 300, plainBytes: 0, packedBytes: 0, usec: 10);
        Tick();
        Assert.Equal([25, 40], Values("netdata.response_time"));
        Assert.Equal([75_000], Values("netdata.compression_ratio"));
        Assert.Equal([1], Values("netdata.clients"));
        Assert.Equal([2], Values("netdata.requests"));
        Assert.Equal([200, 600], Values("netdata.net"));

        _web.Went();
        Tick();
        Assert.Equal([25, 25], Values("netdata.response_time"));
        Assert.Equal([75_000], Values("netdata.compression_ratio"));
        Assert.Equal([0], Values("netdata.clients"));
    }

    [Fact]
    public void Memory_has_a_dimension_for_each_owner()
    {
        Ledger.Add("test of charts", 4096);
        Tick(2);
        Chart memory = Chart("edge.memory");
        Dimension owner = memory.Find("test_of_charts")!;
        Assert.Equal(4096, memory.Series.Collected[owner.Index]);
        Assert.True(memory.Series.Collected[memory.Find("managed")!.Index] > 0);
        Assert.True(Values("edge.resident")[0] > 100);
        Ledger.Add("test of charts", -4096);
        Tick();
        Assert.Equal(0, memory.Series.Collected[owner.Index]);
    }

    [Fact]
    public void The_time_of_the_process_is_what_the_kernel_says()
    {
        Tick();
        long[] before = Values("netdata.server_cpu");
        CpuUsage.OfProcess(out long user, out long system);
        Assert.InRange(before[0], 1, user);
        Assert.InRange(before[1], 0, system);
        long[] pulse = Values("netdata.plugin_proc_cpu");
        Assert.InRange(pulse[0], 0, user);
    }

    [Fact]
    public void A_tick_allocates_nothing_once_everything_is_known()
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10 && least > 0; attempt++)
        {
            Tick(30);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Tick();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Each_module_has_its_duration()
    {
        long clock = 0;
        var rows = new CollectorRow[]
        {
            new("/one", "one", _ => new Slow(() => clock += 70)),
            new("/two", "two", _ => new Slow(null)),
            new("/three", "three", _ => new Slow(() => clock += 1_200)),
        };
        using var collectors = new Collectors(_host, new CollectOptions(), new DefaultSettings(), rows)
        {
            Durations = new ModuleDurations(() => clock),
        };
        for (int i = 0; i < 3; i++)
        {
            using (_host.Gate.Enter())
            {
                collectors.Tick(_nowUsec += Clock.UsecPerSecond);
            }
        }

        // The second one failed at its first run, so it never had a dimension.
        Chart chart = Chart("netdata.plugin_proc_modules");
        Assert.Equal(["one", "three"], chart.Dimensions.Select(dimension => dimension.Id));
        Assert.Equal([70, 1_200], Values("netdata.plugin_proc_modules"));
        Assert.Equal(("milliseconds/run", 132_001, "proc"), (chart.Units, chart.Priority, chart.Family));
    }

    public void Dispose()
    {
        _charts.Dispose();
        _host.Dispose();
    }

    private void Tick(int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _nowUsec += Clock.UsecPerSecond;
            using (_host.Gate.Enter())
            {
                _charts.Tick(_nowUsec);
            }
        }
    }

    private void Ask(int points)
    {
        using var table = new Table();
        var question = new Question { Chart = "netdata.clients", After = -points, Points = points };
        Assert.True(table.TryOpen([Chart("netdata.clients")], question));
        _queries.Count(table);
    }

    private Chart Chart(string id) => _host.Find(id) ?? throw new InvalidOperationException(id);

    private long[] Values(string id) => Chart(id).Series.Collected.ToArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A collector that takes its time; null: it fails.</summary>
    private sealed class Slow(Action? collects) : ICollector
    {
        public string? Collect(long nowUsec)
        {
            collects?.Invoke();
            return collects == null ? "It cannot." : null;
        }

        public void Dispose()
        {
        }
    }
}
