using System.Globalization;
using Edge.Store;
using Edge.Tests.Net;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

/// <summary>No garbage a collection, on any path, whatever the size of the chart.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(2000, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(10, false)]
    [InlineData(256, false)]
    [InlineData(257, false)]
    [InlineData(2000, false)]
    public void A_collection_allocates_nothing(int dimensions, bool fast)
    {
        using Host host = New(new StoreOptions { HistoryEntries = 20 });
        host.Outlets = [new SilentOutlet()];
        Chart chart = host.NewChart();
        for (int i = 0; i < dimensions; i++)
        {
            // One gone back, or one share of the row, and the chart is for the general path.
            chart.Define(i.ToString(CultureInfo.InvariantCulture), algorithm: i == 0 && !fast
                ? Algorithm.PercentageOfAbsoluteRow
                : i % 3 == 0 ? Algorithm.Absolute : Algorithm.Incremental);
        }

        Collect(chart, 0, 30);
        int from = 30;
        long least = Allocated.Least(() => Collect(chart, from, from += 70), rounds: 3);
        Assert.Equal(0, least);
        Assert.Equal(239u, chart.Series.Clock.Counter);
    }

    [Fact]
    public void Finding_by_bytes_allocates_nothing()
    {
        using Host host = New();
        Chart chart = host.NewChart("test.größe");
        chart.Define("温度");
        chart.Define("plain");
        Assert.True(FindsAll(host));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(FindsAll(host));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool FindsAll(Host host)
    {
        bool all = true;
        for (int i = 0; i < 100; i++)
        {
            Chart? chart = host.Find("test.größe"u8);
            all &= chart?.Find("温度"u8) != null && chart.Find("plain"u8) != null
                && chart.Find("none"u8) == null;
        }

        return all;
    }

    private static void Collect(Chart chart, int from, int to)
    {
        for (int round = from; round < to; round++)
        {
            long now = (StartSec + round) * Second;
            chart.Begin(Second);
            for (int i = 0; i < chart.Dimensions.Count; i++)
            {
                chart.Set(chart.Dimensions[i], round * 1000, now);
            }

            chart.Commit(now);
        }
    }
}
