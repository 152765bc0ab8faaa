using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/pressure/{cpu,memory,io}: the share of time that tasks wait for each (spec collectors 3.5).
/// </summary>
internal sealed class PressureCollector : ICollector
{
    public const string Module = "/proc/pressure";

    private const string Section = "plugin:proc:/proc/pressure";

    /// <summary>Seconds; the kernel computes the averages that often.</summary>
    private const int PressureEvery = 2;

    private readonly Resource[] _resources;
    private readonly int _every;
    private Pace _pace;

    public PressureCollector(Site site)
    {
        _every = Math.Max(PressureEvery, site.Options.UpdateEvery);
        _pace = new Pace(_every);
        string path = site.Path(site.Settings.Text(Section, "base path of pressure metrics",
            "/proc/pressure"));
        _resources =
        [
            new Resource(new Source(site, new ProcFile($"{path}/cpu")),
                Some(site, "cpu", "cpu_pressure", "cpu", "CPU Pressure", 140), null),
            new Resource(new Source(site, new ProcFile($"{path}/memory")),
                Some(site, "memory", "memory_some_pressure", "ram", "Memory Pressure", 240),
                Full(site, "memory", "memory_full_pressure", "ram", "Memory Full Pressure", 245)),
            new Resource(new Source(site, new ProcFile($"{path}/io")),
                Some(site, "io", "io_some_pressure", "disk", "I/O Pressure", 190),
                Full(site, "io", "io_full_pressure", "disk", "I/O Full Pressure", 195)),
        ];
    }

    public string? Collect(long nowUsec)
    {
        if (!_pace.IsDue(nowUsec))
        {
            return null;
        }

        string? failure = null;
        int failed = 0;
        foreach (Resource resource in _resources)
        {
            if (!resource.IsOff && !Collect(resource, nowUsec))
            {
                failure = resource.Source.Failure;
                resource.IsOff = failure != null;
            }

            failed += resource.IsOff ? 1 : 0;
        }

        return failed == _resources.Length ? failure : null;
    }

    public void Dispose()
    {
        foreach (Resource resource in _resources)
        {
            resource.Source.Dispose();
        }
    }

    private static bool Collect(Resource resource, long nowUsec)
    {
        if (!resource.Source.Read(out ReadOnlySpan<byte> text))
        {
            return false;
        }

        var lines = new Lines(text);
        if (lines.Next(out ReadOnlySpan<byte> line))
        {
            CollectLine(resource.Some, line, nowUsec);
        }

        if (resource.Full != null && lines.Next(out line))
        {
            CollectLine(resource.Full, line, nowUsec);
        }

        return true;
    }

    /// <summary>some|full avg10=0.00 avg60=0.00 avg300=0.00 total=0</summary>
    private static void CollectLine(DemandChart chart, ReadOnlySpan<byte> line, long nowUsec)
    {
        var words = new Words(line, Separators.Equal);
        words.Skip(2);
        long avg10 = words.Fixed(2);
        words.Skip(1);
        long avg60 = words.Fixed(2);
        words.Skip(1);
        long avg300 = words.Fixed(2);
        if (words.Taken == 7)
        {
            chart.Collect([avg10, avg60, avg300], nowUsec);
        }
    }

    private DemandChart Some(Site site, string resource, string id, string family, string title,
        int priority) =>
        Averages(site, resource, "some", id, family, title, priority);

    private DemandChart Full(Site site, string resource, string id, string family, string title,
        int priority) =>
        Averages(site, resource, "full", id, family, title, priority);

    private DemandChart Averages(
        Site site, string resource, string kind, string id, string family, string title, int priority) =>
        new(site, site.Flag(Section, $"enable {resource} {kind} pressure"), new ChartDefinition
        {
            Type = "system", Id = id, Family = family, Title = title, Units = "percentage",
            Priority = priority,
            UpdateEvery = _every, Module = Module,
        }, new DimensionDefinition($"{kind} 10", Algorithm.Absolute, 1, 100),
            new DimensionDefinition($"{kind} 60", Algorithm.Absolute, 1, 100),
            new DimensionDefinition($"{kind} 300", Algorithm.Absolute, 1, 100));

    private sealed class Resource(Source source, DemandChart some, DemandChart? full)
    {
        public Source Source { get; } = source;

        public DemandChart Some { get; } = some;

        public DemandChart? Full { get; } = full;

        /// <summary>Was not there at the first read.</summary>
        public bool IsOff { get; set; }
    }
}
