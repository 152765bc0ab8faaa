using Edge.Store;

namespace Edge.Archive;

/// <summary>Takes what is collected of a host to its blocks.</summary>
internal sealed class EngineOutlet(EngineHost host) : IOutlet
{
    public EngineHost Host => host;

    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        if (chart is { IsEnabled: true, IsKept: true })
        {
            RecorderOf(chart).Committed(chart, values, updated, sinceUsec);
        }
    }

    public void Replayed(Chart chart)
    {
        if (chart is { IsEnabled: true, IsKept: true })
        {
            RecorderOf(chart).Replayed(chart);
        }
    }

    public long KeptSec(Chart chart) =>
        chart is { IsEnabled: true, IsKept: true } ? RecorderOf(chart).CoveredSec : -1;

    public void Flush(long nowUsec) => host.Collected(nowUsec);

    public void Obsoleted(Chart chart)
    {
    }

    public void VariableChanged(string name, double value)
    {
    }

    public void LabelsChanged()
    {
    }

    public void ClaimChanged()
    {
    }

    private ChartRecorder RecorderOf(Chart chart)
    {
        if (chart.Past is not EngineChart known)
        {
            known = host.Chart(chart.Id);
            known.Leave();
            known.Join(chart);
        }

        return known.Recorder!;
    }
}
