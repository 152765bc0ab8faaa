using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>What the charts of containers are (spec collectors 9.5).</summary>
internal sealed class ContainerChartTable
{
    private const int Mebibyte = 1_048_576;
    private const string Cpu = "CPU Usage (100% = 1 core)";

    private readonly CgroupChart[] _charts = new CgroupChart[(int)ContainerChart.Count];

    public ContainerChartTable(bool isUnified, bool withoutCache)
    {
        AddCpu(isUnified);
        AddMemory(isUnified);
        string without = withoutCache ? "without Cache " : "";
        this[ContainerChart.MemoryUsage] = new("mem_usage", "mem", "mem_usage", $"Used Memory {without}",
            "MiB", ChartStyle.Stacked, 200, Size("ram"), Size("swap"));
        this[ContainerChart.MemoryLimit] = new("mem_usage_limit", "mem", "mem_usage_limit",
            "Used RAM without Cache within the limits", "MiB", ChartStyle.Stacked, 199,
            Size("available"), Size("used"));
        this[ContainerChart.FailCount] = new("mem_failcnt", "mem", "mem_failcnt", "Memory Limit Failures",
            "count", ChartStyle.Line, 250, Rate("failures"));
        AddIo();
        AddPressure(ContainerChart.CpuPressure, "cpu", "cpu_pressure", "CPU pressure", 2200);
        AddPressure(ContainerChart.IoPressure, "disk", "io_pressure", "I/O pressure", 2400);
        AddPressure(ContainerChart.IoFullPressure, "disk", "io_full_pressure", "I/O full pressure", 2450);
        AddPressure(ContainerChart.MemoryPressure, "mem", "mem_pressure", "Memory pressure", 2300);
        AddPressure(ContainerChart.MemoryFullPressure, "mem", "mem_full_pressure", "Memory full pressure",
            2350);
    }

    public CgroupChart this[ContainerChart chart]
    {
        get => _charts[(int)chart];
        private set => _charts[(int)chart] = value;
    }

    /// <summary>Ticks of 10 ms or microseconds.</summary>
    public static int CpuUnitsPerSecond(bool isUnified) => isUnified ? 1_000_000 : 100;

    private void AddCpu(bool isUnified)
    {
        int perSecond = CpuUnitsPerSecond(isUnified);
        this[ContainerChart.Cpu] = new("cpu", "cpu", "cpu", Cpu, "percentage", ChartStyle.Stacked, 0,
            Rate("user", 100, perSecond), Rate("system", 100, perSecond));
        this[ContainerChart.CpuLimit] = new("cpu_limit", "cpu", "cpu_limit",
            "CPU Usage within the limits", "percentage", ChartStyle.Line, -1,
            new DimensionDefinition("used", Algorithm.Absolute, 1, perSecond));
        this[ContainerChart.PerCore] = new("cpu_per_core", "cpu", "cpu_per_core", $"{Cpu} Per Core",
            "percentage", ChartStyle.Stacked, 100);
    }

    private void AddMemory(bool isUnified)
    {
        int page = Environment.SystemPageSize;
        DimensionDefinition[] all = isUnified
            ? [Size("anon"), Size("kernel_stack"), Size("slab"), Size("sock"), Size("anon_thp"), Size("file")]
            : [Size("cache"), Size("rss"), Size("swap"), Size("rss_huge"), Size("mapped_file")];
        this[ContainerChart.Memory] = new("mem", "mem", "mem", "Memory Usage", "MiB", ChartStyle.Stacked, 210,
            all);
        this[ContainerChart.Writeback] = new("writeback", "mem", "writeback", "Writeback Memory", "MiB",
            ChartStyle.Area, 300, Size("dirty"), Size("writeback"));
        this[ContainerChart.Activity] = new("mem_activity", "mem", "mem_activity", "Memory Activity", "MiB/s",
            ChartStyle.Line, 400, Rate("pgpgin", page, Mebibyte) with { Name = "in" },
            Rate("pgpgout", -page, Mebibyte) with { Name = "out" });
        this[ContainerChart.PageFaults] = new("pgfaults", "mem", "pgfaults", "Memory Page Faults", "MiB/s",
            ChartStyle.Line, 500, Rate("pgfault", page, Mebibyte),
            Rate("pgmajfault", -page, Mebibyte) with { Name = "swap" });
    }

    private void AddIo()
    {
        DimensionDefinition[] bytes = [Rate("read", 1, 1024), Rate("write", -1, 1024)];
        DimensionDefinition[] operations = [Rate("read"), Rate("write", -1)];
        DimensionDefinition[] now =
        [
            new("read", Algorithm.Absolute), new("write", Algorithm.Absolute, -1),
        ];
        void Add(ContainerChart chart, string id, string title, string units, ChartStyle style, int priority,
            DimensionDefinition[] dimensions) =>
            this[chart] = new(id, "disk", id, $"{title} (all disks)", units, style, priority, dimensions);

        Add(ContainerChart.Io, "io", "I/O Bandwidth", "KiB/s", ChartStyle.Area, 1200, bytes);
        Add(ContainerChart.Operations, "serviced_ops", "Serviced I/O Operations", "operations/s",
            ChartStyle.Line, 1200, operations);
        Add(ContainerChart.ThrottleIo, "throttle_io", "Throttle I/O Bandwidth", "KiB/s", ChartStyle.Area,
            1200, bytes);
        Add(ContainerChart.ThrottleOperations, "throttle_serviced_ops", "Throttle Serviced I/O Operations",
            "operations/s", ChartStyle.Line, 1200, operations);
        Add(ContainerChart.Queued, "queued_ops", "Queued I/O Operations", "operations", ChartStyle.Line, 2000,
            now);

        // The divisor is the reference's, although these are no bytes.
        Add(ContainerChart.Merged, "merged_ops", "Merged I/O Operations", "operations/s", ChartStyle.Line,
            2100, bytes);
    }

    /// <summary>The contexts of memory have the whole word.</summary>
    private void AddPressure(ContainerChart chart, string family, string id, string title, int priority)
    {
        string word = id.Contains("full") ? "full" : "some";
        DimensionDefinition Average(int seconds) => new($"{word} {seconds}", Algorithm.Absolute, 1, 100);
        string context = id.StartsWith("mem_", StringComparison.Ordinal) ? $"memory_{id[4..]}" : id;
        this[chart] = new(id, family, context, title, "percentage", ChartStyle.Line, priority, Average(10),
            Average(60), Average(300));
    }

    private static DimensionDefinition Size(string id) => new(id, Algorithm.Absolute, 1, Mebibyte);

    private static DimensionDefinition Rate(string id, long multiplier = 1, long divisor = 1) =>
        new(id, Algorithm.Incremental, multiplier, divisor);
}
