using Edge.Store;

namespace Edge.Tests.Store;

/// <summary>Writes down what it is told, one line a call.</summary>
internal sealed class RecordingOutlet : SilentOutlet
{
    public List<string> Told { get; } = [];

    public override void Committed(
        Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec) =>
        Told.Add($"{chart.Id} {sinceUsec} {Words(chart, values, updated)}".TrimEnd());

    public override void Flush(long nowUsec) => Told.Add("flush");

    public override void Obsoleted(Chart chart) => Told.Add($"obsolete {chart.Id} named {chart.Name}");

    public override void VariableChanged(string name, double value) => Told.Add($"variable {name} {value}");

    public override void LabelsChanged() => Told.Add("labels");

    public override void ClaimChanged() => Told.Add("claim");
}
