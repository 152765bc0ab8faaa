using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/loadavg: the load every five seconds, the number of processes at each tick (spec collectors 3.3).
/// </summary>
internal sealed class LoadavgCollector : ICollector
{
    public const string Module = "/proc/loadavg";

    private const string Section = "plugin:proc:/proc/loadavg";

    /// <summary>Seconds; the kernel itself computes the load no more often.</summary>
    private const int LoadEvery = 5;

    /// <summary>The kernel's default, for when it does not tell its own.</summary>
    private const ulong PidMaxDefault = 32_768;

    private readonly Site _site;
    private readonly Source _source;
    private readonly DemandChart _load;
    private readonly DemandChart _processes;
    private Pace _loadPace;

    public LoadavgCollector(Site site)
    {
        int every = Math.Max(LoadEvery, site.Options.UpdateEvery);
        _site = site;
        _loadPace = new Pace(every);
        _source = new Source(site, site.Monitored(Section, "/proc/loadavg"));
        _load = new DemandChart(site, site.Flag(Section, "enable load average"), new ChartDefinition
        {
            Type = "system", Id = "load", Family = "load", Title = "System Load Average", Units = "load",
            Priority = 100, UpdateEvery = every, Module = Module,
        }, new DimensionDefinition("load1", Algorithm.Absolute, 1, 1000),
            new DimensionDefinition("load5", Algorithm.Absolute, 1, 1000),
            new DimensionDefinition("load15", Algorithm.Absolute, 1, 1000));
        _processes = new DemandChart(site, site.Flag(Section, "enable total processes"), new ChartDefinition
        {
            Type = "system", Id = "active_processes", Family = "processes", Title = "System Active Processes",
            Units = "processes", Priority = 750, Module = Module,
        }, new DimensionDefinition("active", Algorithm.Absolute));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        // 0.04 0.05 0.01 1/94 7203: load1 load5 load15 running/processes lastpid
        new Lines(text).Next(out ReadOnlySpan<byte> line);
        var words = new Words(line, Separators.CommaColonBarAndSlash);
        long load1 = words.Fixed(3);
        long load5 = words.Fixed(3);
        long load15 = words.Fixed(3);
        words.Skip(1);
        long active = (long)words.Number();
        words.Skip(1);
        if (words.Taken < 6)
        {
            return null;
        }

        if (_loadPace.IsDue(nowUsec))
        {
            _load.Collect([load1, load5, load15], nowUsec);
        }

        bool isNew = _processes.Chart == null;
        if (_processes.Collect([active], nowUsec) && isNew)
        {
            _processes.Chart!.SetVariable("pidmax", PidMax());
        }

        return null;
    }

    public void Dispose() => _source.Dispose();

    private double PidMax() =>
        _site.TryReadNumber(new ProcFile(_site.Path("/proc/sys/kernel/pid_max"), keepOpen: false))
        ?? PidMaxDefault;
}
