using Edge.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

/// <summary>Single rules of spec database 3 that are easily broken. What all rules give together: PipelineModelTests.</summary>
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
