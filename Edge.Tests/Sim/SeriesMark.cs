using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>Where a chart of a host stood at a moment: what sums are counted from.</summary>
internal sealed record SeriesMark(long Serial, long UpdatedSec, Dictionary<string, double> Carries)
{
    public static SeriesMark Of(Chart chart)
    {
        var carries = new Dictionary<string, double>();
        foreach (Dimension dimension in chart.Dimensions)
        {
            carries[dimension.Id] = chart.Series.Hot[dimension.Index].Carry;
        }

        Dimension serial = chart.Find(SimChart.SerialId)!;
        return new SeriesMark(
            chart.Series.Hot[serial.Index].Last, chart.Series.LastEntrySec, carries);
    }
}
