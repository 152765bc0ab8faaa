namespace Edge.Bench.Crash;

/// <summary>Which charts may miss which seconds, and nothing else may.</summary>
internal sealed class Losses
{
    private readonly Dictionary<(int Host, int Chart), List<(long From, long To)>> _spans = [];

    /// <summary>Charts that may miss anything.</summary>
    public int Charts => _spans.Count;

    public void Add((int Host, int Chart) chart, long fromSec, long toSec)
    {
        if (!_spans.TryGetValue(chart, out var spans))
        {
            _spans.Add(chart, spans = []);
        }

        spans.Add((fromSec, toSec));
    }

    public void AddAll((int Host, int Chart) chart) => Add(chart, 0, long.MaxValue);

    public bool Has((int Host, int Chart) chart, long sec) =>
        _spans.TryGetValue(chart, out var spans)
        && spans.Exists(span => sec >= span.From && sec <= span.To);
}
