using Edge.Store;

namespace Edge.Collect;

/// <summary>/proc/vmstat: paging, page faults, NUMA (spec collectors 4.2).</summary>
internal sealed class VmstatCollector : ICollector
{
    public const string Module = "/proc/vmstat";

    private const string Section = "plugin:proc:/proc/vmstat";
    private const int SwapIn = 0;
    private const int SwapOut = 1;
    private const int PageIn = 2;
    private const int PageOut = 3;
    private const int Faults = 4;
    private const int MajorFaults = 5;
    private const int Numa = 6;

    private static readonly string[] NumaIds =
    [
        "local", "foreign", "interleave", "other", "pte_updates", "huge_pte_updates", "hint_faults",
        "hint_faults_local", "pages_migrated",
    ];

    private readonly KeyedFile _file = new(
    [
        "pswpin", "pswpout", "pgpgin", "pgpgout", "pgfault", "pgmajfault",
        .. Array.ConvertAll(NumaIds, static id => $"numa_{id}"),
    ]);

    private readonly Site _site;
    private readonly Source _source;
    private readonly DemandChart _swap;
    private readonly DemandChart _paging;
    private readonly DemandChart _faults;
    private readonly DemandChart _numa;
    private OnDemand _numaDemand;
    private bool _isNumaDecided;

    public VmstatCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, "/proc/vmstat"));
        long page = Environment.SystemPageSize;
        _swap = new DemandChart(site, site.Settings.OnDemand(Section, "swap i/o", OnDemand.Auto),
            new ChartDefinition
        {
            Type = "system", Id = "swapio", Family = "swap", Title = "Swap I/O", Units = "KiB/s",
            Style = ChartStyle.Area, Priority = 250, Module = Module,
        }, new DimensionDefinition("in", Algorithm.Incremental, page, 1024),
            new DimensionDefinition("out", Algorithm.Incremental, -page, 1024));
        _paging = new DemandChart(site, site.Flag(Section, "disk i/o"), new ChartDefinition
        {
            Type = "system", Id = "pgpgio", Family = "disk", Title = "Memory Paged from/to disk",
            Units = "KiB/s",
            Style = ChartStyle.Area, Priority = 151, Module = Module,
        }, new DimensionDefinition("in", Algorithm.Incremental),
            new DimensionDefinition("out", Algorithm.Incremental, -1));
        _faults = new DemandChart(site, site.Flag(Section, "memory page faults"),
            new ChartDefinition
            {
                Type = "mem", Id = "pgfaults", Family = "system", Title = "Memory Page Faults",
                Units = "faults/s",
                Priority = 1030, Flags = ChartFlags.Detail, Module = Module,
            }, new DimensionDefinition("minor", Algorithm.Incremental),
            new DimensionDefinition("major", Algorithm.Incremental, -1));
        _numaDemand = site.Settings.OnDemand(Section, "system-wide numa metric summary", OnDemand.Auto);
        _numa = new DemandChart(site, OnDemand.Yes, new ChartDefinition
        {
            Type = "mem", Id = "numa", Family = "numa", Title = "NUMA events", Units = "events/s",
            Priority = 1400,
            Flags = ChartFlags.Detail, Module = Module,
        }, Array.ConvertAll(NumaIds, static id => new DimensionDefinition(id, Algorithm.Incremental)));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        if (!_file.Read(text))
        {
            return null;
        }

        _swap.Collect([V(SwapIn), V(SwapOut)], nowUsec);
        _paging.Collect([V(PageIn), V(PageOut)], nowUsec);
        _faults.Collect([V(Faults), V(MajorFaults)], nowUsec);
        CollectNuma(nowUsec);
        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>
    /// On <c>auto</c> the first iteration decides for good, and only a machine with nodes is asked.
    /// </summary>
    private void CollectNuma(long nowUsec)
    {
        Span<long> values = stackalloc long[NumaIds.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = V(Numa + i);
        }

        if (!_isNumaDecided)
        {
            _isNumaDecided = true;
            bool isNuma = _numaDemand == OnDemand.Auto
                && (_site.Options.EnableZeroMetrics || CountNodes() >= 2);
            _site.Shows(ref _numaDemand, isNuma && values.ContainsAnyExcept(0));
        }

        if (_numaDemand == OnDemand.Yes)
        {
            _numa.Collect(values, nowUsec);
        }
    }

    private int CountNodes()
    {
        string path = _site.Path("/sys/devices/system/node");
        if (!Directory.Exists(path))
        {
            return 0;
        }

        int count = 0;
        foreach (string node in Directory.EnumerateDirectories(path, "node*"))
        {
            string name = System.IO.Path.GetFileName(node);
            count += name.Length > 4 && char.IsAsciiDigit(name[4]) ? 1 : 0;
        }

        return count;
    }

    private long V(int slot) => (long)_file[slot];
}
