using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// What /sys says of each core besides its utilization: throttling, frequency, idle states.
/// </summary>
internal sealed class CoreCharts : IDisposable
{
    /// <summary>Spec collectors 3.1: beyond, the defaults spare files and charts.</summary>
    private const int ManyCores = 50;
    private const int ManyCoresForIdle = 24;

    private readonly CoreThrottling _core;
    private readonly CoreThrottling _package;
    private readonly CoreFrequency _frequency;
    private readonly CoreIdle _idle;

    public CoreCharts(Site site, int cores)
    {
        bool isLarge = cores > ManyCores;
        ICollectSettings settings = site.Settings;
        const string section = StatCollector.Section;
        bool keepFiles = settings.Flag(section, "keep per core files open", !isLarge);
        bool keepIdleFiles = settings.Flag(section, "keep cpuidle files open", cores <= ManyCoresForIdle);
        OnDemand throttle = isLarge ? OnDemand.No : OnDemand.Auto;
        OnDemand yes = isLarge ? OnDemand.No : OnDemand.Yes;
        _core = new CoreThrottling(site, settings.OnDemand(section, "core_throttle_count", throttle),
            keepFiles, "core_throttle_count", new ChartDefinition
            {
                Type = "cpu", Id = "core_throttling", Family = "throttling", Context = "cpu.core_throttling",
                Title = "Core Thermal Throttling Events", Units = "events/s", Priority = 5001,
                Module = StatCollector.Module,
            });
        _package = new CoreThrottling(site, settings.OnDemand(section, "package_throttle_count", OnDemand.No),
            keepFiles, "package_throttle_count", new ChartDefinition
            {
                Type = "cpu", Id = "package_throttling", Family = "throttling",
                Context = "cpu.package_throttling",
                Title = "Package Thermal Throttling Events", Units = "events/s", Priority = 5002,
                Module = StatCollector.Module,
            });
        _frequency = new CoreFrequency(site, settings.OnDemand(section, "cpu frequency", yes), keepFiles);
        _idle = new CoreIdle(site, settings.OnDemand(section, "cpu idle states", yes), keepIdleFiles);
    }

    /// <summary>A core appeared: its files are looked for now and never again.</summary>
    public void Add(int core)
    {
        _core.Add(core);
        _package.Add(core);
        _frequency.Add(core);
        _idle.Add(core);
    }

    public void Collect(long nowUsec)
    {
        _core.Collect(nowUsec);
        _package.Collect(nowUsec);
        _frequency.Collect(nowUsec);
        _idle.Collect(nowUsec);
    }

    public void Dispose()
    {
        _core.Dispose();
        _package.Dispose();
        _frequency.Dispose();
        _idle.Dispose();
    }
}
