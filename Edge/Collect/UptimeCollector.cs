using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// /proc/uptime (spec collectors 3.2), always from the file: it also tells a container its own age.
/// </summary>
internal sealed class UptimeCollector : ICollector
{
    public const string Module = "/proc/uptime";

    private readonly Source _source;
    private readonly DemandChart _chart;

    public UptimeCollector(Site site)
    {
        _source = new Source(site, site.Monitored("plugin:proc:/proc/uptime", "/proc/uptime"));
        _chart = new DemandChart(site, OnDemand.Yes, new ChartDefinition
        {
            Type = "system", Id = "uptime", Family = "uptime", Title = "System Uptime", Units = "seconds",
            Priority = 1000, Module = Module,
        }, new DimensionDefinition("uptime", Algorithm.Absolute, 1, 1000));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        var words = new Words(text, Separators.Blanks);
        long milliseconds = words.Fixed(3);
        if (words.Taken > 0)
        {
            _chart.Collect([milliseconds], nowUsec);
        }

        return null;
    }

    public void Dispose() => _source.Dispose();
}
