namespace Edge.Bench.Load;

/// <summary>Durations, in milliseconds, and the cells of a table about them.</summary>
internal sealed class Quantiles
{
    private readonly List<double> _all = [];

    public int Count => _all.Count;

    public void Add(TimeSpan time) => _all.Add(time.TotalMilliseconds);

    public double Max => _all.Count == 0 ? 0 : _all.Max();

    /// <param name="part">0.99: 1 % took longer.</param>
    public double At(double part) =>
        _all.Count == 0 ? 0 : _all.Order().ElementAt(Math.Min(_all.Count - 1, (int)(part * _all.Count)));

    /// <summary>How many, p50, p99, max.</summary>
    public string Cells() => $"{Count} | {At(0.5):0.000} | {At(0.99):0.000} | {Max:0.000}";
}
