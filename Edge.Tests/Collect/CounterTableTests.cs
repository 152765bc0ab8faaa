using Edge.Collect;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>What is written in the tables of charts, and how they are collected.</summary>
public class CounterTableTests
{
    private static readonly Func<string, OnDemand> Always = static _ => OnDemand.Yes;

    [Fact]
    public void A_row_says_all_of_a_chart_and_its_dimensions()
    {
        using Host host = NewHost();
        CounterCharts charts = Charts(host, static () =>
            """
            +first, second
            a.%s_b c.d | the %s | One
                title | u/s | stacked 77 detail | option | P: |
                x=X*-8w/1000, #y@second, %z
            """u8, Always);
        charts.Width = 3;
        Assert.Equal(4, charts.SlotCount);
        Assert.Equal(2, charts.SlotOf("P:x"u8));
        Assert.Equal(3, charts.SlotOf("P:"u8, "z"u8));
        Assert.Equal(CounterCharts.Unknown, charts.SlotOf("x"u8));
        Assert.Equal(CounterCharts.Unknown, charts.SlotOf(new byte[500]));
        charts.Collect(Bench.StartUsec);
        Chart chart = host.Find("a.dev_b")!;
        Assert.Equal(("c.d", "the dev", "One title", "u/s", ChartStyle.Stacked, 77, ChartFlags.Detail),
            (chart.Context, chart.Family, chart.Title, chart.Units, chart.Style, chart.Priority,
                chart.Flags));
        Assert.Equal(
            ["x X Incremental -24/1000", "y y Absolute 1/1", "z z PercentageOfIncrementalRow 1/1"],
            chart.Dimensions.Select(d => $"{d.Id} {d.Name} {d.Algorithm} {d.Multiplier}/{d.Divisor}"));
    }

    [Fact]
    public void A_row_that_is_off_has_no_slots_and_each_option_is_asked_for()
    {
        using Host host = NewHost();
        var asked = new List<string>();
        static ReadOnlySpan<byte> Table() =>
            "a.b | f | t | u | line 1 | o one | | x\na.c | f | t | u | line 1 | two | | y"u8;
        OnDemand Answer(string option)
        {
            asked.Add(option);
            return option == "two" ? OnDemand.Yes : OnDemand.No;
        }

        CounterCharts charts = Charts(host, Table, Answer);
        Assert.Equal(1, charts.SlotCount);
        CounterCharts.Ask(Table(), Answer);
        Assert.Equal(["o one", "two", "o one", "two"], asked);
        charts.Collect(Bench.StartUsec);
        Assert.Equal(["a.c"], host.Charts.Select(chart => chart.Id));
    }

    [Fact]
    public void Auto_looks_at_what_is_tested_and_then_never_again()
    {
        var recorder = new CommitRecorder();
        using Host host = NewHost(recorder);
        CounterCharts charts = Charts(host,
            static () => "a.b | f | t | u | line 1 | o | | x, !y, ?z"u8, static _ => OnDemand.Auto);
        charts.Set(1, 5);
        charts.Collect(Bench.StartUsec);
        Assert.Null(host.Find("a.b"));
        charts.Set(2, 5);
        charts.Collect(Bench.StartUsec + 1);
        Assert.Equal(["x", "y"], host.Find("a.b")!.Dimensions.Select(d => d.Id));
        recorder.Clear();
        charts.Set(2, 0);
        charts.Set(0, 0);
        charts.Collect(Bench.StartUsec + 1_000_000);
        Assert.Equal("x=0 y=5", recorder.Of("a.b"));
    }

    [Fact]
    public void Keys_that_were_there_are_waited_for_and_keys_that_never_were_are_zeros()
    {
        var recorder = new CommitRecorder();
        using Host host = NewHost(recorder);
        CounterCharts charts = Charts(host,
            static () => "a.b | f | t | u | line 1 | o | | x\na.c | f | t | u | line 1 | o | | y"u8, Always);
        charts.Set(0, 5);
        charts.Collect(Bench.StartUsec);
        Assert.Equal(["a.b", "a.c"], recorder.Charts.Order());
        charts.Clear();
        recorder.Clear();
        charts.Collect(Bench.StartUsec + 1_000_000);
        Assert.Equal(["a.c"], recorder.Charts);
    }

    [Fact]
    public void A_full_host_has_the_chart_without_its_dimensions()
    {
        using Host host = NewHost(dimensionsMax: 0);
        CounterCharts charts = Charts(host, static () => "a.b | f | t | u | line 1 | o | | x"u8, Always);
        charts.Set(0, 5);
        charts.Collect(Bench.StartUsec);
        Assert.Empty(host.Find("a.b")!.Dimensions);
    }

    private static CounterCharts Charts(Host host, TableText table, Func<string, OnDemand> demand) =>
        new(new Site(host, new CollectOptions(), new DefaultSettings()), "m", table, demand)
        {
            Device = "dev",
        };

    private static Host NewHost(CommitRecorder? recorder = null, int dimensionsMax = 100) =>
        new(new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = "g" }, new StoreOptions())
        {
            Outlets = [recorder ?? new CommitRecorder()],
            Dimensions = new Quota(dimensionsMax, "dimensions"),
        };
}
