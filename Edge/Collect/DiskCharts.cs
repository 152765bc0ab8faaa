using Edge.Store;

namespace Edge.Collect;

/// <summary>The performance charts of one disk (spec collectors 6.1).</summary>
internal sealed class DiskCharts
{
    private readonly DemandChart[] _all;

    public DiskCharts(Site site, DiskOptions options, DiskIdentity identity, string section,
        bool hasPerformance)
    {
        OnDemand Demand(string option, OnDemand all) =>
            site.Settings.OnDemand(section, option, hasPerformance ? all : OnDemand.No);
        ChartDefinition Define(string kind, string title, string units, int priority) => new()
        {
            Type = kind == "io" ? "disk" : $"disk_{kind}", Id = identity.Device, Name = identity.Friendly,
            Family = identity.Family, Context = $"disk.{kind}", Title = title, Units = units,
            Priority = priority,
            Flags = kind == "io" ? ChartFlags.None : ChartFlags.Detail, Module = DiskstatsCollector.Module,
        };
        Bandwidth = new DemandChart(site, Demand("bandwidth", options.Bandwidth),
            Define("io", "Disk I/O Bandwidth", "KiB/s", 2000) with { Style = ChartStyle.Area },
            Rate("reads", 512, 1024), Rate("writes", -512, 1024));
        Operations = new DemandChart(site, Demand("operations", options.Operations),
            Define("ops", "Disk Completed I/O Operations", "operations/s", 2001), Rate("reads"),
            Rate("writes", -1));
        Merged = new DemandChart(site, Demand("merged operations", options.Merged),
            Define("mops", "Disk Merged Operations", "merged operations/s", 2021), Rate("reads"),
            Rate("writes", -1));
        Time = new DemandChart(site, Demand("i/o time", options.Time),
            Define("iotime", "Disk Total I/O Time", "milliseconds/s", 2022), Rate("reads"),
            Rate("writes", -1));
        Queued = new DemandChart(site, Demand("queued operations", options.Queued),
            Define("qops", "Disk Current I/O Operations", "operations", 2002), Value("operations"));
        Utilization = new DemandChart(site, Demand("utilization percentage", options.Utilization),
            Define("util", "Disk Utilization Time", "% of time working", 2004)
                with { Style = ChartStyle.Area },
            Rate("utilization", 1, 10));
        Backlog = new DemandChart(site, Demand("backlog", options.Backlog),
            Define("backlog", "Disk Backlog", "milliseconds", 2003) with { Style = ChartStyle.Area },
            Rate("backlog", 1, 10));
        Await = new DemandChart(site, OnDemand.Yes,
            Define("await", "Average Completed I/O Operation Time", "milliseconds/operation", 2005),
            Value("reads"), Value("writes", -1));
        Size = new DemandChart(site, OnDemand.Yes,
            Define("avgsz", "Average Completed I/O Operation Bandwidth", "KiB/operation", 2006)
                with { Style = ChartStyle.Area },
            Value("reads", 512, 1024), Value("writes", -512, 1024));
        Service = new DemandChart(site, OnDemand.Yes,
            Define("svctm", "Average Service Time", "milliseconds/operation", 2007), Value("svctm"));
        _all = [Bandwidth, Operations, Queued, Backlog, Utilization, Merged, Time, Await, Size, Service];
    }

    public DemandChart Bandwidth { get; }

    public DemandChart Operations { get; }

    public DemandChart Queued { get; }

    public DemandChart Backlog { get; }

    public DemandChart Utilization { get; }

    public DemandChart Merged { get; }

    public DemandChart Time { get; }

    /// <summary>
    /// This one and the two below are computed from the others' steps and shown while those are.
    /// </summary>
    public DemandChart Await { get; }

    public DemandChart Size { get; }

    public DemandChart Service { get; }

    public void Retire()
    {
        foreach (DemandChart chart in _all)
        {
            chart.Retire();
        }
    }

    private static DimensionDefinition Rate(string id, long multiplier = 1, long divisor = 1) =>
        new(id, Algorithm.Incremental, multiplier, divisor);

    private static DimensionDefinition Value(string id, long multiplier = 1, long divisor = 1) =>
        new(id, Algorithm.Absolute, multiplier, divisor);
}
