using Edge.Plugins;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>
/// Figures of the first nine are those that Debian's netdata 1.37.1 showed for the same lines (ids: spec
/// collectors 12.3).
/// </summary>
public sealed class StatsdChartsTests
{
    [Theory]
    [InlineData("g:5.5|g", "statsd_gauge_g.gauge", "gauge=5500 events=1")]
    [InlineData("g:+3|g\ng:-1|g|@0.5", "statsd_gauge_g.gauge", "gauge=1000 events=2")]
    [InlineData("g:1.0006|g", "statsd_gauge_g.gauge", "gauge=1000 events=1")]
    [InlineData("g:12abc|g", "statsd_gauge_g.gauge", "gauge=12000 events=1")]
    [InlineData("hits|c\nhits:3|c|@0.1", "statsd_counter_hits.counter", "counter=31 events=2")]
    [InlineData("c:1|c|@abc", "statsd_counter_c.counter", "counter=1000 events=1")]
    [InlineData("c:-1|c|@0.3", "statsd_counter_c.counter", "counter=-3 events=1")]
    [InlineData("c:1.7|C", "statsd_counter_c.counter", "counter=1 events=1")]
    [InlineData("t:1|ms\nt:2|ms\nt:3|ms\nt:10|ms", "statsd_timer_t.timer",
        "min=1000 max=10000 average=4000 95.0%=3000 median=6500 stddev=3536 sum=16000 events=4")]
    [InlineData("t:1|ms\nt:2|ms\nt:3|ms\nt:4|ms\nt:10|ms", "statsd_timer_t.timer",
        "min=1000 max=10000 average=4000 95.0%=4000 median=3000 stddev=3162 sum=20000 events=5")]
    [InlineData("a.b.c:0.5|h|@0.5", "statsd_histogram_a.b.c",
        "min=500 max=500 average=500 95.0%=500 median=500 stddev=0 sum=1000 events=1")]
    [InlineData("t:1|ms|@0.001", "statsd_timer_t.timer",
        "min=1000 max=1000 average=1000 95.0%=1000 median=1000 stddev=0 sum=100000 events=1")]
    [InlineData("u.v:alice|s\nu.v:bob|s\nu.v:alice|s", "statsd_set_u.v", "set=2 events=3")]
    [InlineData("met:2\nmet", "statsd_meter_met.meter", "meter=3 events=2")]
    [InlineData("z.c:zinit|c", "statsd_counter_z.c", "counter=0 events=0")]
    [InlineData("z.t:zinit|ms", "statsd_timer_z.t",
        "min=0 max=0 average=0 95.0%=0 median=0 stddev=0 sum=0 events=0")]
    [InlineData("My App/x:1|c", "statsd_counter_my_app_x.counter", "counter=1 events=1")]
    public void AMetricHasAChartOfItsOwn(string lines, string id, string collected)
    {
        using var lab = new StatsdLab();
        lab.Send(lines);
        lab.Flush();
        Assert.Equal(collected, lab.Collected(id));
    }

    [Fact]
    public void AChartSaysWhatItIs()
    {
        using var lab = new StatsdLab(new StatsdOptions { PrivateHidden = true });
        lab.Send("myapp.users.online:1|g");
        lab.Flush();
        Chart chart = lab.Chart("statsd_gauge_myapp.users.online");
        Assert.Equal(
            ("gauges", "statsd_gauge.myapp.users.online", "statsd private chart for gauge myapp.users.online",
                "value", 90_000, "statsd.plugin", "private_chart",
                ChartFlags.StoreFirst | ChartFlags.Hidden),
            (chart.Family, chart.Context, chart.Title, chart.Units, chart.Priority, chart.Plugin,
                chart.Module, chart.Flags));
        Assert.Equal((1L, 1000L), (chart.Dimensions[0].Multiplier, chart.Dimensions[0].Divisor));
        Assert.Equal(Algorithm.Incremental, chart.Dimensions[1].Algorithm);
        Assert.Equal(1, chart.Series.Rows);
    }

    [Fact]
    public void WithoutLinesGaugesAndCountersStayAndSamplesAreZero()
    {
        using var lab = new StatsdLab();
        lab.Send("g:5|g\nc:2|c\nt:3|ms\ns:x|s");
        lab.Flush();
        lab.Flush();
        Assert.Equal("gauge=5000 events=1", lab.Collected("statsd_gauge_g.gauge"));
        Assert.Equal("counter=2 events=1", lab.Collected("statsd_counter_c.counter"));
        Assert.StartsWith("min=0 max=0", lab.Collected("statsd_timer_t.timer"), StringComparison.Ordinal);
        Assert.Equal("set=0 events=1", lab.Collected("statsd_set_s.set"));
        Assert.Equal(2, lab.Chart("statsd_gauge_g.gauge").Series.Rows);
    }

    [Fact]
    public void GapsAreLeftWhereTheyAreAskedFor()
    {
        var gaps = new bool[StatsdKinds.Count];
        gaps[(int)StatsdKind.Gauge] = true;
        using var lab = new StatsdLab(new StatsdOptions { Gaps = gaps });
        lab.Send("g:5|g\nc:2|c");
        lab.Flush();
        lab.Flush();
        Assert.Equal(1, lab.Chart("statsd_gauge_g.gauge").Series.Rows);
        Assert.Equal(2, lab.Chart("statsd_counter_c.counter").Series.Rows);
    }

    [Fact]
    public void ChartsBeyondTheFirstLimitAreNotKeptAndThereAreNoneBeyondTheSecond()
    {
        using var lab = new StatsdLab(new StatsdOptions { PrivateCharts = 1, PrivateChartsHard = 2 });
        lab.Send("a:1|g\nb:1|g\nc:1|g");
        lab.Flush();
        Assert.True(lab.Chart("statsd_gauge_a.gauge").IsKept);
        Assert.False(lab.Chart("statsd_gauge_b.gauge").IsKept);
        Assert.Equal(0, lab.Chart("statsd_gauge_b.gauge").Series.Rows);
        Assert.Equal("gauge=1000 events=1", lab.Collected("statsd_gauge_b.gauge"));
        Assert.Null(lab.Host.Find("statsd_gauge_c.gauge"));
        Assert.True(lab.Metrics.All[2].IsIgnored);
        lab.Flush();
        Assert.Equal("gauges=3 counters=0 timers=0 meters=0 histograms=0 sets=0",
            lab.Collected("netdata.statsd_metrics"));
        Assert.Equal("gauges=2 counters=0 timers=0 meters=0 histograms=0 sets=0",
            lab.Collected("netdata.statsd_useful_metrics"));
        Assert.Equal("charts=2", lab.Collected("netdata.private_charts"));
    }

    [Fact]
    public void OnlyMatchingMetricsGetPrivateCharts()
    {
        using var lab = new StatsdLab(new StatsdOptions { PrivateMatching = "!no* *" });
        lab.Send("nope:1|g\nyes:1|g");
        lab.Flush();
        Assert.Null(lab.Host.Find("statsd_gauge_nope.gauge"));
        Assert.NotNull(lab.Host.Find("statsd_gauge_yes.gauge"));
    }

    [Fact]
    public void WhatMakesNoSenseIsCounted()
    {
        using var lab = new StatsdLab();
        lab.Send("x:1|bogus\ng:|g\nt:|ms\ns:|s\nn:nan|g\ni:inf|g\nb:99999999999999999999|c");
        lab.Flush();
        Assert.Equal("gauges=3 counters=1 timers=1 meters=0 histograms=0 sets=1 unknown=1 errors=0",
            lab.Collected("netdata.statsd_events"));
        Assert.Equal("gauge=0 events=1", lab.Collected("statsd_gauge_n.gauge"));
        Assert.Equal("gauge=0 events=1", lab.Collected("statsd_gauge_i.gauge"));
        Assert.Equal($"counter={long.MaxValue} events=1", lab.Collected("statsd_counter_b.counter"));
    }

    [Fact]
    public void ALineOfAKnownMetricAndAFlushAllocateNothing()
    {
        using var lab = new StatsdLab();
        byte[] lines = "g:5.5|g\nc|c|@0.1\nt:1.5|ms\nh:2|h\ns:alice|s\nm:3\nlong.name.of.a.metric:+1|g\n"u8
            .ToArray();
        long allocated = Allocated.Least(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                using (lab.Metrics.Gate.Enter())
                {
                    lab.Metrics.Lines(lines, lab.NowUsec);
                }

                lab.Flush();
            }
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void MetricsAreLimitedAndTheRestIsCounted()
    {
        using var lab = new StatsdLab(new StatsdOptions { PrivateMatching = "" });
        for (int i = 0; i < StatsdLimits.Metrics + 10; i++)
        {
            lab.Send($"m{i}|c");
        }

        Assert.Equal(StatsdLimits.Metrics, lab.Metrics.All.Count);
        Assert.Equal(10, lab.Metrics.Tally.Refused);
    }

    [Fact]
    public void SamplesBetweenFlushesAreLimited()
    {
        using var lab = new StatsdLab();
        for (int i = 0; i < (StatsdLimits.Samples / 100) + 10; i++)
        {
            lab.Send("t:1|ms|@0.01");
        }

        Assert.InRange(lab.Metrics.Tally.Refused, 9, 11);
        lab.Flush();
        lab.Send("t:1|ms");
        lab.Flush();
        Assert.Contains("sum=1000 ", lab.Collected("statsd_timer_t.timer"), StringComparison.Ordinal);
    }
}
