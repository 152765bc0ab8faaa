using Edge.Store;

namespace Edge.Collect;

/// <summary>/proc/softirqs: deferred interrupt work by kind and CPU (spec collectors 3.7).</summary>
internal sealed class SoftirqsCollector(Site site) : ICollector
{
    public const string Module = "/proc/softirqs";

    private readonly CpuMatrix _matrix = new(site, new CpuMatrixShape
    {
        Path = Module,
        Separators = Separators.Colon,
        CoreWaitsForValue = true,
        Total = new ChartDefinition
        {
            Type = "system", Id = "softirqs", Family = "softirqs", Title = "System softirqs",
            Units = "softirqs/s",
            Style = ChartStyle.Stacked, Priority = 950, Module = Module,
        },
        Core = static cpu => new ChartDefinition
        {
            Type = "cpu", Id = $"cpu{cpu}_softirqs", Family = "softirqs", Context = "cpu.softirqs",
            Title = $"CPU{cpu} softirqs", Units = "softirqs/s", Style = ChartStyle.Stacked,
            Priority = 3000 + cpu, Module = Module,
        },
    });

    public string? Collect(long nowUsec) => _matrix.Collect(nowUsec);

    public void Dispose() => _matrix.Dispose();
}
