using Edge.Store;
using Edge.Tests.Store;

namespace Edge.Tests.Collect;

/// <summary>Remembers the raw values of each chart that was collected since it was cleared.</summary>
internal sealed class CommitRecorder : SilentOutlet
{
    private readonly Dictionary<string, string> _values = [];

    public bool IsOff { get; set; }

    public IReadOnlyCollection<string> Charts => _values.Keys;

    public string Of(string id) => _values.GetValueOrDefault(id, "");

    public void Clear() => _values.Clear();

    public override void Committed(
        Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        if (!IsOff)
        {
            _values.Add(chart.Id, Words(chart, values, updated));
        }
    }
}
