using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>What the charts of all control groups have in common.</summary>
internal sealed class CgroupBoard
{
    public const string Plugin = "cgroups.plugin";
    private const int BytesPerKilobyte = 1024;

    private readonly Site _site;
    private readonly ContainerChartTable _table;
    private readonly ContainerChartTable? _withCache;
    private readonly bool _isUnified;

    public CgroupBoard(Site site, CgroupOptions options, bool isUnified)
    {
        _site = site;
        Options = options;
        _isUnified = isUnified;
        _table = new ContainerChartTable(isUnified, options.WithoutCache);
        _withCache = options.WithoutCache ? new ContainerChartTable(isUnified, withoutCache: false) : null;
        MachineBytes = ReadMachineBytes(site, options.MeminfoPath);
    }

    public CgroupOptions Options { get; }

    public Site Site => _site;

    /// <summary>MemTotal, read once.</summary>
    public ulong MachineBytes { get; }

    /// <summary>Whether a chart is shown from now on; what waited for a value stays.</summary>
    public bool Shows(Cgroup group, CgroupMetric metric, bool isNonZero) =>
        _site.Shows(ref group.Demands[(int)metric], isNonZero);

    /// <summary>Bytes that count as used.</summary>
    public ulong Usage(CgroupValues values)
    {
        ulong cache = Options.WithoutCache && values.HasDetail ? values.Detail[CgroupValues.Cache] : 0;
        return values.Memory > cache ? values.Memory - cache : 0;
    }

    /// <summary>Bytes of swap alone: version 1 tells it together with the memory.</summary>
    public ulong SwapOnly(CgroupValues values) =>
        !values.HasSwap ? 0
        : _isUnified ? values.Swap
        : values.Swap > values.Memory ? values.Swap - values.Memory
        : 0;

    /// <summary>Makes a chart, or takes the one that was there before.</summary>
    /// <param name="group">Whose it is.</param>
    /// <param name="which">The chart.</param>
    /// <param name="absent">Place of a dimension that it has not; -1: it has all.</param>
    /// <param name="columns">One for each dimension of its definition.</param>
    public Chart? Define(Cgroup group, ContainerChart which, int absent, out Dimension?[] columns)
    {
        ContainerChartTable table = which == ContainerChart.MemoryUsage && _withCache != null
            && (group.Memory!.WasRead & (1u << (int)CgroupFile.MemoryStat)) == 0 ? _withCache : _table;
        CgroupChart definition = table[which];
        columns = new Dimension?[definition.Dimensions.Length];
        Chart? chart = _site.Define(new ChartDefinition
        {
            Type = $"cgroup_{group.Id}", Id = definition.Id, Family = definition.Family,
            Context = $"cgroup.{definition.Context}", Title = definition.Title, Units = definition.Units,
            Style = definition.Style, Priority = Options.Priority + definition.Priority,
            UpdateEvery = Options.UpdateEvery, Plugin = Plugin, Module = "/sys/fs/cgroup",
        });
        if (chart == null)
        {
            return null;
        }

        for (int i = 0; i < columns.Length; i++)
        {
            DimensionDefinition d = definition.Dimensions[i];
            columns[i] = i == absent
                ? null
                : chart.Define(d.Id, d.Name, d.Algorithm, d.Multiplier, d.Divisor, d.Flags);
        }

        if (group.Labels is { } labels)
        {
            chart.SetLabels(labels);
        }

        return chart;
    }

    private static ulong ReadMachineBytes(Site site, string path)
    {
        using var file = new Sys.ProcFile(path, keepOpen: false);
        if (site.TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            var meminfo = new KeyedFile("MemTotal");
            meminfo.Read(text);
            return meminfo[0] * BytesPerKilobyte;
        }

        return 0;
    }
}
