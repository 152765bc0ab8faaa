using Edge.Store;

namespace Edge.Collect;

/// <summary>The charts of ZFS, as a table (spec collectors 7.3).</summary>
internal sealed class ZfsCharts
{
    private const long MiB = 1024 * 1024;

    private readonly Site _site;
    private readonly OnDemand _demand;
    private readonly List<(DemandChart Chart, int[] Slots)> _charts = [];

    public ZfsCharts(Site site, OnDemand demand, bool hasL2)
    {
        const ChartStyle area = ChartStyle.Area;
        const ChartStyle stacked = ChartStyle.Stacked;
        const ChartStyle line = ChartStyle.Line;
        const string share = "percentage";
        _site = site;
        _demand = demand;
        Add("arc_size", "size", "ZFS ARC Size", "MiB", area, 2500, Mib("size", "arcsz"),
            Mib("c", null, "target"), Mib("c_min", "min (hard limit)", "min"),
            Mib("c_max", "max (high water)", "max"));
        if (hasL2)
        {
            Add("l2_size", "size", "ZFS L2 ARC Size", "MiB", area, 2500, Mib("l2_asize", null, "actual"),
                Mib("l2_size", null, "size"));
        }

        Add("reads", "accesses", "ZFS Reads", "reads/s", area, 2510, [
            Rate("aread", "arc", "areads"), Rate("dread", "demand", "dreads"),
            Rate("pread", "prefetch", "preads"), Rate("mread", "metadata", "mreads"),
            .. hasL2 ? [Rate("l2read", "l2", "l2reads")] : Array.Empty<Column>()]);
        if (hasL2)
        {
            Add("bytes", "accesses", "ZFS ARC L2 Read/Write Rate", "KiB/s", area, 2700,
                new Column("l2_read_bytes", new("read", Algorithm.Incremental, 1, 1024)),
                new Column("l2_write_bytes", new("write", Algorithm.Incremental, -1, 1024)));
        }

        Add("hits", "efficiency", "ZFS ARC Hits", share, stacked, 2520, Ratio("hits", "misses"));
        Add("dhits", "efficiency", "ZFS Demand Hits", share, stacked, 2530, Ratio("dhit", "dmiss"));
        Add("phits", "efficiency", "ZFS Prefetch Hits", share, stacked, 2540, Ratio("phit", "pmiss"));
        Add("mhits", "efficiency", "ZFS Metadata Hits", share, stacked, 2550, Ratio("mhit", "mmiss"));
        if (hasL2)
        {
            Add("l2hits", "efficiency", "ZFS L2 Hits", share, stacked, 2560, Ratio("l2_hits", "l2_misses"));
        }

        Add("list_hits", "efficiency", "ZFS List Hits", "hits/s", area, 2600,
            Rate("mfu_hits", null, "mfu"), Rate("mfu_ghost_hits", "mfu ghost", "mfug"),
            Rate("mru_hits", null, "mru"), Rate("mru_ghost_hits", "mru ghost", "mrug"));
        Add("arc_size_breakdown", "efficiency", "ZFS ARC Size Breakdown", share, stacked, 2520,
            new Column("mru_size", new("recent", Algorithm.PercentageOfAbsoluteRow)),
            new Column("mfu_size", new("frequent", Algorithm.PercentageOfAbsoluteRow)));
        Add("memory_ops", "operations", "ZFS Memory Operations", "operations/s", line, 2523,
            Rate("memory_direct_count", null, "direct"), Rate("memory_throttle_count", null, "throttled"),
            Rate("memory_indirect_count", null, "indirect"));
        Add("important_ops", "operations", "ZFS Important Operations", "operations/s", line, 2522,
            Rate("evict_skip", "evict skip", "eskip"), Rate("deleted"),
            Rate("mutex_miss", "mutex miss", "mtxmis"), Rate("hash_collisions", "hash collisions"));
        Add("actual_hits", "efficiency", "ZFS Actual Cache Hits", share, stacked, 2519,
            Ratio("real_hits", "real_misses"));
        Add("demand_data_hits", "efficiency", "ZFS Data Demand Efficiency", share, stacked, 2531,
            Ratio("demand_data_hits", "demand_data_misses"));
        Add("prefetch_data_hits", "efficiency", "ZFS Data Prefetch Efficiency", share, stacked, 2532,
            Ratio("prefetch_data_hits", "prefetch_data_misses"));
        Add("hash_elements", "hashes", "ZFS ARC Hash Elements", "elements", line, 2800,
            Value("hash_elements", "current"), Value("hash_elements_max", "max"));
        Add("hash_chains", "hashes", "ZFS ARC Hash Chains", "chains", line, 2810,
            Value("hash_chains", "current"), Value("hash_chain_max", "max"));
    }

    public void Collect(ReadOnlySpan<long> values, long nowUsec)
    {
        Span<long> row = stackalloc long[8];
        foreach ((DemandChart chart, int[] slots) in _charts)
        {
            for (int i = 0; i < slots.Length; i++)
            {
                row[i] = values[slots[i]];
            }

            chart.Collect(row[..slots.Length], nowUsec);
        }
    }

    private void Add(string id, string family, string title, string units, ChartStyle style, int priority,
        params Column[] columns) =>
        _charts.Add((new DemandChart(_site, _demand, new ChartDefinition
        {
            Type = "zfs", Id = id, Family = family, Title = title, Units = units, Style = style,
            Priority = priority, Module = ZfsCollector.Module,
        }, Array.ConvertAll(columns, static column => column.Dimension)),
            Array.ConvertAll(columns, static column => ZfsValues.SlotOf(column.Value))));

    private static Column Mib(string value, string? name = null, string? id = null) =>
        new(value, new(id ?? value, Algorithm.Absolute, 1, MiB, name));

    private static Column Rate(string value, string? name = null, string? id = null) =>
        new(value, new(id ?? value, Algorithm.Incremental, Name: name));

    private static Column Value(string value, string id) => new(value, new(id, Algorithm.Absolute));

    private static Column[] Ratio(string hits, string misses) =>
    [
        new(hits, new("hits", Algorithm.PercentageOfIncrementalRow)),
        new(misses, new("misses", Algorithm.PercentageOfIncrementalRow)),
    ];

    private sealed record Column(string Value, DimensionDefinition Dimension);
}
