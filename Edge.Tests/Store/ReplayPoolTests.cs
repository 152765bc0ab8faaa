using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Store;

[Collection(nameof(Ledger))]
public sealed class ReplayPoolTests
{
    private const int BytesOfAll = 16_000;

    [Fact]
    public void All_hosts_together_stay_within_the_bytes_and_all_keep_something()
    {
        var pool = new ReplayPool(BytesOfAll);
        var options = new StoreOptions
        {
            Mode = MemoryMode.None, ReplayBytes = BytesOfAll / 2, ReplayPool = pool,
        };
        long before = Ledger.Bytes("replay rings");
        List<Host> hosts = [];
        List<Chart> charts = [];
        for (int i = 0; i < 20; i++)
        {
            Host host = TestHosts.New(options);
            hosts.Add(host);
            Chart chart = host.NewChart("t.c");
            chart.Define("a");
            chart.Define("b");
            charts.Add(chart);
            for (int sec = 0; sec < 40; sec++)
            {
                Commit(chart, (i * 40) + sec);
            }

            // Once a second, by the door.
            hosts.ForEach(other => other.ReplayBudget!.Fit());
            Assert.InRange(Ledger.Bytes("replay rings") - before, 1, BytesOfAll);
        }

        Assert.Equal(20, pool.Hosts);
        Assert.All(charts, chart => Assert.True(chart.Series.Rows >= 30));
        hosts.ForEach(host => host.Dispose());
        Assert.Equal(0, pool.Hosts);
        Assert.Equal(before, Ledger.Bytes("replay rings"));
    }

    private static void Commit(Chart chart, long sec)
    {
        long now = (TestHosts.StartSec + sec) * TestHosts.Second;
        foreach (Dimension dimension in chart.Dimensions)
        {
            chart.Set(dimension, sec, now);
        }

        chart.Commit(now);
    }
}
