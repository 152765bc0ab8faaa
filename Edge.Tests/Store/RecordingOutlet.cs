using Edge.Store;

namespace Edge.Tests.Store;

/// <summary>Writes down what it is told, one line a call.</summary>
internal sealed class RecordingOutlet : IOutlet
{
    public List<string> Told { get; } = [];

    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        var words = new List<string>();
        for (int i = 0; i < values.Length; i++)
        {
            if (updated.IsEmpty || updated[i] != 0)
            {
                words.Add($"{chart.Dimensions[i].Id}={values[i]}");
            }
        }

        Told.Add($"{chart.Id} {sinceUsec} {string.Join(" ", words)}".TrimEnd());
    }

    public void Flush(long nowUsec) => Told.Add("flush");

    public void Obsoleted(Chart chart) => Told.Add($"obsolete {chart.Id} named {chart.Name}");

    public void VariableChanged(string name, double value) => Told.Add($"variable {name} {value}");

    public void LabelsChanged() => Told.Add("labels");

    public void ClaimChanged() => Told.Add("claim");
}
