using Edge.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

/// <summary>Single rules of spec database 3 that are easily broken. What all rules give together:
/// PipelineModelTests.</summary>
public sealed class PipelineTests : IDisposable
{
    private const long Start = StartSec * Second;

    private readonly Host _host = New(new StoreOptions { HistoryEntries = 10 });

    public void Dispose() => _host.Dispose();

    [Fact]
    public void After_a_silence_beyond_the_history_a_dimension_is_new_again()
    {
        Chart chart = _host.NewChart();
        Dimension counter = chart.Define("counter", algorithm: Algorithm.Incremental)!;
        long now = Start;
        for (int i = 0; i < 4; i++, now += Second)
        {
            Collect(chart, now, (counter, i * 10));
        }

        Assert.Equal(3u, chart.Series.Clock.Counter);
        now += 60 * Second;
        Collect(chart, now, (counter, 5000));
        Assert.Equal(0u, chart.Series.Clock.Counter);
        Collect(chart, now + Second, (counter, 5010));
        Assert.Equal(StoredNumber.Empty, Newest(chart, counter));
        Collect(chart, now + (2 * Second), (counter, 5020));
        Assert.Equal(10, StoredNumber.Unpack(Newest(chart, counter)));
    }

    [Fact]
    public void A_chart_without_dimensions_counts_rows_and_has_them_empty_when_a_dimension_comes()
    {
        Chart chart = _host.NewChart();
        for (int i = 0; i < 4; i++)
        {
            Collect(chart, Start + (i * Second));
        }

        Assert.Equal(3, chart.Series.Rows);
        Assert.Equal(StartSec + 3, chart.Series.LastEntrySec);
        Dimension late = chart.Define("late")!;
        Collect(chart, Start + (4 * Second), (late, 1));
        Collect(chart, Start + (5 * Second), (late, 2));
        Assert.Equal(2, StoredNumber.Unpack(Newest(chart, late)));
        Assert.Equal(StoredNumber.Empty, chart.Series.Row(chart.Series.RowAt(StartSec + 1))[late.Index]);
    }

    [Fact]
    public void Two_values_in_one_round_count_as_two_collections()
    {
        Chart chart = _host.NewChart();
        Dimension first = chart.Define("first")!;
        Collect(chart, Start, (first, 1));
        Collect(chart, Start + Second, (first, 1));
        Dimension late = chart.Define("late")!;
        Collect(chart, Start + (2 * Second), (first, 1), (late, 7), (late, 8));
        Assert.Equal(8, StoredNumber.Unpack(Newest(chart, late)));
    }

    [Theory]
    [InlineData(5_000_000_000)]
    [InlineData(-5_000_000_000)]
    [InlineData(long.MinValue)]
    public void A_dimension_that_once_was_beyond_32_bits_wraps_at_64(long once)
    {
        Chart chart = _host.NewChart();
        Dimension gauge = chart.Define("gauge")!;
        long now = Start;
        foreach (long value in (ReadOnlySpan<long>)[1, 2, 3, once, 4])
        {
            Collect(chart, now, (gauge, value));
            now += Second;
        }

        chart.Define("gauge", algorithm: Algorithm.Incremental);
        Collect(chart, now, (gauge, 4_000_000_000));
        Collect(chart, now + Second, (gauge, 100));

        // Taken for a wrap of 32 bits it would be 294967395.
        Assert.Equal(0, StoredNumber.Unpack(Newest(chart, gauge)));
        Assert.True(StoredNumber.DidReset(Newest(chart, gauge)));
    }

    [Fact]
    public void A_share_of_the_increments_knows_the_sum_of_the_row_before_whoever_computed_it()
    {
        Chart chart = _host.NewChart();
        Dimension a = chart.Define("a", algorithm: Algorithm.Incremental)!;
        Dimension b = chart.Define("b", algorithm: Algorithm.Incremental)!;
        long now = Start;
        for (int i = 1; i <= 5; i++, now += Second)
        {
            Collect(chart, now, (a, i * 10), (b, i * 30));
        }

        chart.Define("a", algorithm: Algorithm.PercentageOfIncrementalRow);
        Collect(chart, now, (a, 60), (b, 180));
        Assert.Equal(25, StoredNumber.Unpack(Newest(chart, a)));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 6)]
    [InlineData(true, 1)]
    [InlineData(true, 6)]
    public void After_loading_the_downtime_is_empty_and_the_rows_before_it_stay(bool storeFirst, int downtime)
    {
        Chart chart = _host.Define(new ChartDefinition
        {
            Type = "test", Id = "chart", Flags = storeFirst ? ChartFlags.StoreFirst : ChartFlags.None,
        })!;
        Dimension gauge = chart.Define("gauge")!;
        chart.Series.EnsureRing();
        ref ChartClock clock = ref chart.Series.Clock;
        for (int i = 0; i < 4; i++)
        {
            chart.Series.Pen()[0] = StoredNumber.Pack(100 + i, StoredNumber.Exists);
            clock.CurrentEntry = i + 1;
        }

        (clock.Counter, clock.LastUpdatedSec) = (4, StartSec);
        long now = Start + (downtime * Second);
        Collect(chart, now, (gauge, 1));
        Collect(chart, now + Second, (gauge, 2));
        Assert.Equal(now / Second + 1, chart.Series.LastEntrySec);
        double[] expected =
        [
            100, 101, 102, 103, .. new double[downtime - 1], storeFirst ? 1 : 0, 2,
        ];
        Assert.Equal(expected[Math.Max(0, expected.Length - 10)..], Kept(chart, gauge));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ram")]
    public void No_declared_time_breaks_the_clock(string mode)
    {
        MemoryMode parsed = MemoryModeNames.Parse(mode)!.Value;
        using Host host = New(new StoreOptions { Mode = parsed, HistoryEntries = 10 });
        Chart chart = host.NewChart();
        Dimension dimension = chart.Define("gauge")!;
        for (int i = 0; i < 200; i++)
        {
            if (i % 2 == 0)
            {
                // The clock is read anew, and the distance to a future one is added to it (3.2 rule 2).
                host.NewChart();
            }

            chart.Begin(long.MaxValue - (i % 3));
            Collect(chart, Start + (i * Second), (dimension, i));
            Assert.InRange(chart.Series.Clock.LastCollectedUsec, 1, Limits.ClockUsecMax);
        }

        // Two ordinary rounds later all is well.
        for (int i = 200; i < 203; i++)
        {
            chart.Begin(Second);
            Collect(chart, Start + (i * Second), (dimension, i));
        }

        long ahead = chart.Series.Clock.LastCollectedUsec - (Start + (202 * Second));
        Assert.InRange(ahead, -2 * Second, 2 * Second);
    }

    [Fact]
    public void Passing_on_takes_the_fast_path_whatever_the_algorithm_is()
    {
        using Host host = New(new StoreOptions { Mode = MemoryMode.None });
        Chart chart = host.NewChart();
        chart.Define("share", algorithm: Algorithm.PercentageOfAbsoluteRow);
        Collect(chart, Start, (chart.Dimensions[0], 1));
        Collect(chart, Start + Second, (chart.Dimensions[0], 1));
        Assert.True(Pipeline.TryCommitAll(chart.Series.StateAddress, [1], Second, Start + (2 * Second)));
        Assert.Equal(Start + (2 * Second), chart.Series.Clock.LastCollectedUsec);
    }

    private static double[] Kept(Chart chart, Dimension dimension)
    {
        var kept = new List<double>();
        for (long sec = chart.Series.FirstEntrySec + 1; sec <= chart.Series.LastEntrySec; sec++)
        {
            kept.Add(StoredNumber.Unpack(chart.Series.Row(chart.Series.RowAt(sec))[dimension.Index]));
        }

        return [.. kept];
    }

    private static uint Newest(Chart chart, Dimension dimension) =>
        chart.Series.Row(chart.Series.RowAt(chart.Series.LastEntrySec))[dimension.Index];

    private static void Collect(Chart chart, long nowUsec, params ReadOnlySpan<(Dimension, long)> sets)
    {
        foreach ((Dimension dimension, long value) in sets)
        {
            chart.Set(dimension, value, nowUsec);
        }

        chart.Commit(nowUsec);
    }
}
