using Edge.Store;

namespace Edge.Tests.Collect;

/// <summary>Remembers the raw values of each chart that was collected since it was cleared.</summary>
internal sealed class CommitRecorder : IOutlet
{
    private readonly Dictionary<string, string> _values = [];

    public bool IsOff { get; set; }

    public IReadOnlyCollection<string> Charts => _values.Keys;

    public string Of(string id) => _values.GetValueOrDefault(id, "");

    public void Clear() => _values.Clear();

    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        if (IsOff)
        {
            return;
        }

        var words = new List<string>();
        for (int i = 0; i < values.Length; i++)
        {
            if (updated.IsEmpty || updated[i] != 0)
            {
                words.Add($"{chart.Dimensions[i].Id}={values[i]}");
            }
        }

        _values.Add(chart.Id, string.Join(' ', words));
    }

    public void Flush(long nowUsec)
    {
    }

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
}
