using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The idlejitter plugin (spec collectors 11): a thread of its own measures, the tick shows.
/// </summary>
internal sealed class IdleJitterCollector : ICollector
{
    public const string Module = "idlejitter";

    private const string Section = "plugin:idlejitter";

    /// <summary>Spec collectors 11.</summary>
    private const int SleepMsDefault = 20;

    /// <summary>usleep(3) takes less than a second.</summary>
    private const int SleepMsMax = 999;

    private readonly IJitterMeter _meter;
    private readonly DemandChart _chart;

    public IdleJitterCollector(Site site)
    {
        long sleepMs = site.Settings.Number(Section, "loop time in ms", SleepMsDefault);
        _meter = site.Options.Kernel.NewJitterMeter((int)Math.Clamp(sleepMs, 1, SleepMsMax));
        _chart = new DemandChart(site, OnDemand.Yes, new ChartDefinition
        {
            Type = "system", Id = "idlejitter", Family = "idlejitter", Title = "CPU Idle Jitter",
            Units = "microseconds lost/s", Style = ChartStyle.Area, Priority = 800,
            Plugin = "idlejitter.plugin",
        }, new DimensionDefinition("min", Algorithm.Absolute),
            new DimensionDefinition("max", Algorithm.Absolute),
            new DimensionDefinition("average", Algorithm.Absolute));
    }

    public string? Collect(long nowUsec)
    {
        if (_meter.TryTake(out Lateness lateness))
        {
            _chart.Collect([lateness.Min, lateness.Max, lateness.Average], nowUsec);
        }

        return null;
    }

    public void Dispose() => _meter.Dispose();
}
