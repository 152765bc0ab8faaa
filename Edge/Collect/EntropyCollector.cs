using Edge.Store;

namespace Edge.Collect;

/// <summary>/proc/sys/kernel/random/entropy_avail (spec collectors 3.4).</summary>
internal sealed class EntropyCollector : ICollector
{
    public const string Module = "/proc/sys/kernel/random/entropy_avail";

    private readonly Source _source;
    private readonly DemandChart _chart;

    public EntropyCollector(Site site)
    {
        _source = new Source(site, site.Monitored($"plugin:proc:{Module}", Module));
        _chart = new DemandChart(site, OnDemand.Yes, new ChartDefinition
        {
            Type = "system", Id = "entropy", Family = "entropy", Title = "Available Entropy",
            Units = "entropy",
            Priority = 1000, Module = Module,
        }, new DimensionDefinition("entropy", Algorithm.Absolute));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        var words = new Words(text, Separators.Blanks);
        long entropy = (long)words.Number();
        if (words.Taken > 0)
        {
            _chart.Collect([entropy], nowUsec);
        }

        return null;
    }

    public void Dispose() => _source.Dispose();
}
