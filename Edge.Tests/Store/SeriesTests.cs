using System.Globalization;
using Edge.Store;
using Edge.Sys;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

/// <summary>The ring (spec database 5) and its memory.</summary>
[Collection(nameof(Ledger))]
public class SeriesTests
{
    private const string RingOwner = "store rings";
    private const string StateOwner = "store state";
    private const long Start = StartSec * Second;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(1, 6)]
    [InlineData(2, 7)]
    [InlineData(10, 5)]
    public void The_row_of_a_moment_is_what_a_list_of_timestamps_says(int every, int entries)
    {
        using Host host = New(new StoreOptions { HistoryEntries = entries });
        Chart chart = host.NewChart(updateEvery: every);
        Dimension dimension = chart.Define("value")!;
        var kept = new List<(long Sec, double Value)>();
        for (int round = 0; round < 4 * entries; round++)
        {
            long now = Start + (round * every * Second);
            chart.Set(dimension, round, now);
            chart.Commit(now);
            if (round > 0)
            {
                kept.Add((now / Second, round));
                kept.RemoveRange(0, Math.Max(0, kept.Count - entries));
                AssertAnswers(chart, kept, every);
            }
        }
    }

    [Fact]
    public void Rows_of_before_stay_when_dimensions_are_added_and_are_empty_in_the_new_columns()
    {
        using Host host = New(new StoreOptions { HistoryEntries = 8 });
        Chart chart = host.NewChart();
        var random = new Random(3);
        var kept = new List<(long Sec, long[] Values)>();
        chart.Define("d0");
        for (int round = 0; round < 60; round++)
        {
            int added = random.Next(3) == 0 ? random.Next(1, 4) : 0;
            for (int i = 0; i < added; i++)
            {
                chart.Define($"d{chart.Dimensions.Count}");
            }

            long now = Start + (round * Second);
            long[] values = new long[chart.Dimensions.Count];
            foreach (Dimension dimension in chart.Dimensions)
            {
                values[dimension.Index] = random.Next(1, 1000);
                chart.Set(dimension, values[dimension.Index], now);
            }

            chart.Commit(now);
            kept.Add((now / Second, [.. values[..^added], .. new long[added]]));
            AssertKeeps(chart, round == 0 ? [] : kept[Math.Max(1, kept.Count - 8)..]);
        }
    }

    [Fact]
    public void A_big_ring_costs_no_memory_before_it_is_written()
    {
        using Host host = New(new StoreOptions { HistoryEntries = 1_000_000 });
        Chart chart = host.NewChart();
        for (int i = 0; i < 50; i++)
        {
            chart.Define($"d{i}");
        }

        long accounted = Ledger.Bytes(RingOwner);
        long resident = ResidentBytes();
        for (int i = 0; i < 10; i++)
        {
            long now = Start + (i * Second);
            foreach (Dimension dimension in chart.Dimensions)
            {
                chart.Set(dimension, i, now);
            }

            chart.Commit(now);
        }

        Assert.Equal(200_000_000, Ledger.Bytes(RingOwner) - accounted);
        Assert.InRange(ResidentBytes() - resident, long.MinValue, 20_000_000);

        // Widening copies the ten rows and not the million.
        chart.Define("late");
        Assert.InRange(ResidentBytes() - resident, long.MinValue, 20_000_000);
    }

    [Fact]
    public void All_native_memory_is_given_back()
    {
        long rings = Ledger.Bytes(RingOwner);
        long state = Ledger.Bytes(StateOwner);
        using (Host host = New())
        {
            for (int i = 0; i < 50; i++)
            {
                Chart chart = host.NewChart($"test.c{i}");
                for (int k = 0; k <= i; k++)
                {
                    chart.Define($"d{k}");
                }

                chart.Commit(Start);
                chart.Define("late");
                chart.Commit(Start + Second);
                if (i % 3 == 0)
                {
                    host.Remove(chart);
                }
            }

            Assert.True(Ledger.Bytes(RingOwner) > rings && Ledger.Bytes(StateOwner) > state);
        }

        Assert.Equal(rings, Ledger.Bytes(RingOwner));
        Assert.Equal(state, Ledger.Bytes(StateOwner));
    }

    [Theory]
    [InlineData(0, Limits.HistoryMin)]
    [InlineData(-1, Limits.HistoryMin)]
    [InlineData(6, 6)]
    [InlineData(int.MaxValue, Limits.HistoryMax)]
    public void The_history_is_held_to_its_limits(int asked, int entries)
    {
        using Host host = New(new StoreOptions { HistoryEntries = asked });
        Assert.Equal(entries, host.NewChart().Series.Clock.Entries);
    }

    [Fact]
    public void A_chart_takes_so_many_dimensions_and_no_more()
    {
        using Host host = New(new StoreOptions { Mode = MemoryMode.None });
        Chart chart = host.NewChart();
        for (int i = 0; i < Limits.DimensionsPerChart; i++)
        {
            Assert.NotNull(chart.Define(i.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Null(chart.Define("one more"));
        Assert.NotNull(chart.Define("7", name: "known ones may change"));
        chart.Commit(Start);
    }

    [Fact]
    public void The_state_moves_only_for_a_new_dimension_and_the_collection_after_it()
    {
        using Host host = New();
        Chart chart = host.NewChart();
        for (int round = 0; round < 60; round++)
        {
            if (round % 7 == 0)
            {
                chart.Define($"d{round}");
                chart.Commit(Start + (round * Second));
                continue;
            }

            nint address = chart.Series.StateAddress;
            host.NewChart();
            chart.Commit(Start + (round * Second));
            Assert.Equal(address, chart.Series.StateAddress);
        }
    }

    [Fact]
    public void Nothing_is_kept_in_memory_mode_none()
    {
        long rings = Ledger.Bytes(RingOwner);
        using Host host = New(new StoreOptions { Mode = MemoryMode.None });
        Chart chart = host.NewChart();
        chart.Define("value");
        for (int i = 0; i < 10; i++)
        {
            chart.Commit(Start + (i * Second));
        }

        Assert.Equal(rings, Ledger.Bytes(RingOwner));
        Assert.Equal(0, chart.Series.Rows);
        Assert.Equal(0, chart.Series.LastEntrySec);
        Assert.True(chart.Series.Row(0).IsEmpty);
    }

    private static void AssertAnswers(Chart chart, List<(long Sec, double Value)> kept, int every)
    {
        Series series = chart.Series;
        Assert.Equal(kept.Count, series.Rows);
        Assert.Equal(kept[^1].Sec, series.LastEntrySec);
        Assert.Equal(kept[0].Sec - every, series.FirstEntrySec);
        for (long sec = kept[0].Sec - (3 * every); sec <= kept[^1].Sec + (2 * every); sec++)
        {
            // The oldest for all before, the newest for all after; between two the later one.
            int at = kept.FindIndex(row => row.Sec >= sec);
            double expected = at < 0 ? kept[^1].Value : kept[at].Value;
            Assert.Equal(expected, StoredNumber.Unpack(series.Row(series.RowAt(sec))[0]));
        }
    }

    private static void AssertKeeps(Chart chart, List<(long Sec, long[] Values)> kept)
    {
        Series series = chart.Series;
        Assert.Equal(kept.Count, series.Rows);
        foreach ((long sec, long[] values) in kept)
        {
            ReadOnlySpan<uint> row = series.Row(series.RowAt(sec));
            Assert.Equal(chart.Dimensions.Count, row.Length);
            for (int i = 0; i < row.Length; i++)
            {
                Assert.Equal(i < values.Length ? values[i] : 0, StoredNumber.Unpack(row[i]));
            }
        }
    }

    private static long ResidentBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture)
        * Environment.SystemPageSize;
}
