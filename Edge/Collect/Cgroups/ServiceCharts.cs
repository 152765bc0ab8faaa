using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>
/// The charts of all services of systemd together, a dimension for each (spec collectors 9.6). Lives on
/// pulse.
/// </summary>
internal sealed class ServiceCharts
{
    /// <summary>Charts, and so dimensions a service may have.</summary>
    public const int Count = 24;

    // Places of the charts: the order of the specification.
    private const int Cpu = 0;
    private const int Usage = 1;
    private const int Rss = 2;
    private const int Mapped = 3;
    private const int Cache = 4;
    private const int Writeback = 5;
    private const int Faults = 6;
    private const int MajorFaults = 7;
    private const int PagesIn = 8;
    private const int PagesOut = 9;
    private const int FailCount = 10;
    private const int Swap = 11;

    /// <summary>Reads, then writes, of each kind of <see cref="CgroupValues.Io"/>.</summary>
    private const int Io = 12;

    private const int FirstPriority = 19_000;
    private const int Mebibyte = 1_048_576;

    private readonly CgroupBoard _board;
    private readonly LazyChart[] _charts = new LazyChart[Count];
    private readonly DimensionDefinition[] _kinds = new DimensionDefinition[Count];

    public ServiceCharts(CgroupBoard board, bool isUnified)
    {
        _board = board;
        int page = Environment.SystemPageSize;
        string without = board.Options.WithoutCache ? " without Cache" : "";
        Add(Cpu, "cpu", "cpu", "CPU utilization (100% = 1 core)", "percentage", 0,
            Rate(100, ContainerChartTable.CpuUnitsPerSecond(isUnified)));
        Add(Usage, "mem_usage", "mem", $"Used Memory{without}", "MiB", 10, Size);
        Add(Rss, "mem_rss", "mem", "RSS Memory", "MiB", 20, Size);
        Add(Mapped, "mem_mapped", "mem", "Mapped Memory", "MiB", 30, Size);
        Add(Cache, "mem_cache", "mem", "Cache Memory", "MiB", 40, Size);
        Add(Writeback, "mem_writeback", "mem", "Writeback Memory", "MiB", 50, Size);
        Add(Faults, "mem_pgfault", "mem", "Memory Minor Page Faults", "MiB/s", 60, Rate(page, Mebibyte));
        Add(MajorFaults, "mem_pgmajfault", "mem", "Memory Major Page Faults", "MiB/s", 70,
            Rate(page, Mebibyte));
        Add(PagesIn, "mem_pgpgin", "mem", "Memory Charging Activity", "MiB/s", 80, Rate(page, Mebibyte));
        Add(PagesOut, "mem_pgpgout", "mem", "Memory Uncharging Activity", "MiB/s", 90,
            Rate(page, Mebibyte));
        Add(FailCount, "mem_failcnt", "mem", "Memory Limit Failures", "failures", 110, Rate(1, 1));
        Add(Swap, "swap_usage", "swap", "Swap Memory Used", "MiB", 100, Size);
        AddIo(0, "io", "Disk", "Bandwidth", "KiB/s", 120, Rate(1, 1024));
        AddIo(1, "io_ops", "Disk", "Operations", "operations/s", 140, Rate(1, 1));
        AddIo(2, "throttle_io", "Throttle Disk", "Bandwidth", "KiB/s", 160, Rate(1, 1024));
        AddIo(3, "throttle_io_ops", "Throttle Disk", "Operations", "operations/s", 180, Rate(1, 1));
        AddIo(4, "queued_io_ops", "Queued Disk", "Operations", "operations/s", 200, Rate(1, 1));
        AddIo(5, "merged_io_ops", "Merged Disk", "Operations", "operations/s", 220, Rate(1, 1));
    }

    private static DimensionDefinition Size { get; } = new("", Algorithm.Absolute, 1, Mebibyte);

    /// <summary>What was read of one service just now.</summary>
    public void Collect(Cgroup service, CgroupValues values, long nowUsec)
    {
        if (values.HasCpu && _board.Shows(service, CgroupMetric.Cpu, values.CpuUser + values.CpuSystem != 0))
        {
            Set(service, Cpu, values.CpuUser + values.CpuSystem, nowUsec);
        }

        if (values.HasMemory && _board.Shows(service, CgroupMetric.Memory, _board.Usage(values) > 0))
        {
            Set(service, Usage, (long)_board.Usage(values), nowUsec);
        }

        if (values.HasDetail && _board.Options.ServicesDetail
            && _board.Shows(service, CgroupMetric.Detail, values.HasDetailNotZero()))
        {
            CollectDetail(service, values.Detail, nowUsec);
        }

        if (values.HasFailCount && _board.Shows(service, CgroupMetric.FailCount, values.FailCount > 0))
        {
            Set(service, FailCount, (long)values.FailCount, nowUsec);
        }

        if (values.HasSwap && _board.Shows(service, CgroupMetric.Swap, values.Swap > 0))
        {
            Set(service, Swap, (long)values.Swap, nowUsec);
        }

        for (int i = 0; i < CgroupValues.IoCount; i++)
        {
            IoValue io = values.Io[i];
            if (io.IsThere && _board.Shows(service, CgroupMetric.IoBytes + i, !io.IsZero))
            {
                Set(service, Io + (2 * i), (long)io.Reads, nowUsec);
                Set(service, Io + (2 * i) + 1, (long)io.Writes, nowUsec);
            }
        }
    }

    /// <summary>All services were told.</summary>
    public void Commit(long nowUsec)
    {
        foreach (LazyChart chart in _charts)
        {
            chart.Commit(nowUsec);
        }
    }

    /// <summary>Services that come and go under ever new names must not fill the charts: their dimensions are
    /// obsolete, and removed after a while.</summary>
    public void Retire(Cgroup service)
    {
        for (int i = 0; i < Count; i++)
        {
            if (service.Columns?[i] != null)
            {
                Add(service, i, DimensionFlags.Obsolete);
            }
        }
    }

    private void CollectDetail(Cgroup service, KeyedFile file, long nowUsec)
    {
        Set(service, Rss, (long)(file[CgroupValues.Rss] + file[CgroupValues.RssHuge]), nowUsec);
        Set(service, Mapped, (long)file[CgroupValues.Mapped], nowUsec);
        Set(service, Cache, (long)file[CgroupValues.Cache], nowUsec);
        Set(service, Writeback, (long)file[CgroupValues.LegacyWriteback], nowUsec);
        Set(service, Faults, (long)file[CgroupValues.LegacyFaults], nowUsec);
        Set(service, MajorFaults, (long)file[CgroupValues.LegacyMajorFaults], nowUsec);
        Set(service, PagesIn, (long)file[CgroupValues.PagesIn], nowUsec);
        Set(service, PagesOut, (long)file[CgroupValues.PagesOut], nowUsec);
    }

    private void Set(Cgroup service, int place, long value, long nowUsec)
    {
        ref Dimension? column = ref service.Columns![place];
        column ??= Add(service, place, DimensionFlags.None);
        if (column != null)
        {
            _charts[place].Set(column, value, nowUsec);
        }
    }

    private Dimension? Add(Cgroup service, int place, DimensionFlags flags)
    {
        DimensionDefinition kind = _kinds[place];
        return _charts[place].Add(service.Id, service.Title, kind.Algorithm, kind.Multiplier, kind.Divisor,
            flags);
    }

    private void AddIo(int kind, string id, string what, string unit, string units, int priority,
        DimensionDefinition dimension)
    {
        Add(Io + (2 * kind), $"{id}_read", "disk", $"{what} Read {unit}", units, priority, dimension);
        Add(Io + (2 * kind) + 1, $"{id}_write", "disk", $"{what} Write {unit}", units, priority + 10,
            dimension);
    }

    private void Add(int place, string id, string family, string title, string units, int priority,
        DimensionDefinition dimension)
    {
        _kinds[place] = dimension;
        _charts[place] = new LazyChart(_board.Site, new ChartDefinition
        {
            Type = "services", Id = id, Family = family, Context = $"services.{id}",
            Title = $"Systemd Services {title}", Units = units, Style = ChartStyle.Stacked,
            Priority = FirstPriority + priority, UpdateEvery = _board.Options.UpdateEvery,
            Plugin = CgroupBoard.Plugin, Module = "systemd",
        });
    }

    private static DimensionDefinition Rate(long multiplier, long divisor) =>
        new("", Algorithm.Incremental, multiplier, divisor);
}
