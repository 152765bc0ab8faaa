namespace Edge.Store;

/// <summary>A chart whose dimensions are all known when it is made and are set all at once: what a node
/// tells of itself. The host's gate is held.</summary>
internal sealed class FixedChart
{
    private readonly Chart? _chart;

    /// <param name="host">A full one keeps the chart from existing; then collecting does nothing.</param>
    /// <param name="definition">A chart of that id that was obsolete is in use again.</param>
    /// <param name="dimensions">In their order.</param>
    public FixedChart(Host host, ChartDefinition definition,
        params ReadOnlySpan<(string Id, Algorithm Algorithm, long Multiplier, long Divisor)> dimensions)
    {
        _chart = host.Define(definition);
        foreach ((string id, Algorithm algorithm, long multiplier, long divisor) in dimensions)
        {
            _chart?.Define(id, null, algorithm, multiplier, divisor);
        }
    }

    public Chart? Chart => _chart;

    /// <param name="nowUsec">Wall clock; one reading a tick.</param>
    /// <param name="values">One per dimension.</param>
    public void Collect(long nowUsec, params ReadOnlySpan<long> values) =>
        _chart?.CommitAll(values, usec: 0, nowUsec);

    /// <summary>What it shows is gone.</summary>
    public void Retire() => _chart?.SetObsolete(true);
}
