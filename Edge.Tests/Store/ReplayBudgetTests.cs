using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Store;

[Collection(nameof(Ledger))]
public sealed class ReplayBudgetTests
{
    private static void Second(Chart chart, long sec)
    {
        long now = (TestHosts.StartSec + sec) * TestHosts.Second;
        foreach (Dimension dimension in chart.Dimensions)
        {
            chart.Set(dimension, sec, now);
        }

        chart.Commit(now);
    }

    [Fact]
    public void All_rings_of_a_host_stay_within_its_bytes_and_keep_their_newest_rows()
    {
        const int bytes = 20_000;
        long before = Ledger.Bytes("replay rings");
        using (Host host = TestHosts.New(new StoreOptions { Mode = MemoryMode.None, ReplayBytes = bytes }))
        {
            List<Chart> charts = [];
            for (int sec = 0; sec < 200; sec++)
            {
                if (sec % 10 == 0)
                {
                    Chart chart = host.NewChart($"t.c{sec}");
                    chart.Define("a");
                    chart.Define("b");
                    charts.Add(chart);
                }

                charts.ForEach(chart => Second(chart, sec));
                Assert.InRange(Ledger.Bytes("replay rings") - before, 1, bytes);
            }

            charts[0].Define("late");
            Second(charts[0], 200);
            Assert.InRange(Ledger.Bytes("replay rings") - before, 1, bytes);
            foreach (Chart chart in charts)
            {
                Series series = chart.Series;
                Assert.Equal(host.ReplayBudget!.Rows, series.Clock.Entries);
                long first = series.FirstEntrySec + 1;
                for (long sec = first; sec <= series.LastEntrySec; sec++)
                {
                    uint sample = series.Row(series.RowAt(sec))[0];
                    bool isWritten = sec > first || sample != 0;
                    Assert.Equal(isWritten ? sec - TestHosts.StartSec : 0, StoredNumber.Unpack(sample));
                }
            }

            Assert.InRange(charts[0].Series.Rows, 80, ReplayBudgetRows(charts.Count, bytes));
            host.Remove(charts[3]);
        }

        Assert.Equal(before, Ledger.Bytes("replay rings"));
    }

    private static int ReplayBudgetRows(int charts, int bytes) => bytes / (charts * 2 * sizeof(uint));

    [Fact]
    public void Charts_beyond_the_last_byte_pass_on_and_keep_nothing()
    {
        using Host host = TestHosts.New(new StoreOptions { Mode = MemoryMode.None, ReplayBytes = 50 });
        Chart first = host.NewChart("t.first");
        first.Define("a");
        Chart second = host.NewChart("t.second");
        second.Define("a");
        second.Define("b");
        for (int sec = 0; sec < 10; sec++)
        {
            Second(first, sec);
            Second(second, sec);
        }

        Assert.Equal(9, first.Series.Rows);
        Assert.Equal(0, second.Series.Rows);
        Assert.Equal(1, host.ReplayBudget!.Refused);
        Assert.False(first.IsViewable);
    }
}
