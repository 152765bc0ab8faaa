using Edge.Store;
using Xunit;

namespace Edge.Tests.Store;

public sealed class ReplayRowsTests
{
    private const long Start = TestHosts.StartSec;

    [Fact]
    public void Rows_are_added_behind_the_newest_and_gaps_are_empty()
    {
        using Host host = TestHosts.New(new StoreOptions { HistoryEntries = 10 });
        Chart chart = host.NewChart();
        chart.Define("a");
        Series series = chart.Series;
        void f(long sec, uint value, bool isNew)
        {
            Assert.Equal(isNew, ReplayRows.TryAdd(series, Start + sec));
            if (isNew)
            {
                ReplayRows.Newest(series)[0] = value;
            }
        }

        f(0, 1, true);
        f(0, 9, false);
        f(-5, 9, false);
        f(1, 2, true);
        f(4, 3, true);
        Assert.Equal(5, series.Rows);
        Assert.Equal([1u, 2u, 0u, 0u, 3u], Enumerable.Range(0, 5)
            .Select(i => series.Row(series.RowAt(Start + i))[0]));
        f(13, 4, true);
        Assert.Equal(10, series.Rows);
        Assert.Equal(3u, series.Row(series.RowAt(Start + 4))[0]);
        f(1000, 5, true);
        Assert.Equal(1, series.Rows);
        Assert.Equal(Start + 1000, series.LastEntrySec);
        Assert.False(ReplayRows.TryAdd(series, long.MaxValue));
        Assert.True(ReplayRows.TryAdd(series, Limits.ClockUsecMax / 1_000_000));
    }

    [Fact]
    public void Nothing_is_kept_where_nothing_is_to_be_kept()
    {
        using Host host = TestHosts.New(new StoreOptions { Mode = MemoryMode.None });
        Chart chart = host.NewChart();
        chart.Define("a");
        Assert.False(ReplayRows.TryAdd(chart.Series, Start));
        using Host other = TestHosts.New();
        Assert.False(ReplayRows.TryAdd(other.NewChart().Series, Start));
    }

    [Fact]
    public void A_trusted_clock_takes_what_is_declared_and_a_definition_ends_the_trust()
    {
        using Host host = TestHosts.New();
        Chart chart = host.NewChart();
        Dimension a = chart.Define("a")!;
        long collected = (Start * TestHosts.Second) + 500_000;
        ReplayRows.Take(chart.Series, collected, Start);
        ReplayRows.Finish(chart.Series);
        long far = (Start + 1000) * TestHosts.Second;
        foreach (long now in new[] { far, far - (9000 * TestHosts.Second) })
        {
            chart.Begin(1_000_000);
            chart.Set(a, 1, now);
            chart.Commit(now);
        }

        Assert.Equal(collected + 2_000_000, chart.Series.Clock.LastCollectedUsec);
        host.NewChart();
        chart.Begin(1_000_000);
        chart.Set(a, 1, far);
        chart.Commit(far);
        Assert.Equal(far, chart.Series.Clock.LastCollectedUsec);
    }
}
