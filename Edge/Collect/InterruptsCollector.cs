using Edge.Store;

namespace Edge.Collect;

/// <summary>/proc/interrupts: interrupts by device and CPU (spec collectors 3.6).</summary>
internal sealed class InterruptsCollector(Site site) : ICollector
{
    public const string Module = "/proc/interrupts";

    private readonly CpuMatrix _matrix = new(site, new CpuMatrixShape
    {
        Path = Module,
        Separators = Separators.Blanks,
        NamesDevices = true,
        Total = new ChartDefinition
        {
            Type = "system", Id = "interrupts", Family = "interrupts", Title = "System interrupts",
            Units = "interrupts/s", Style = ChartStyle.Stacked, Priority = 1000, Module = Module,
        },
        Core = static cpu => new ChartDefinition
        {
            Type = "cpu", Id = $"cpu{cpu}_interrupts", Family = "interrupts", Context = "cpu.interrupts",
            Title = $"CPU{cpu} Interrupts", Units = "interrupts/s", Style = ChartStyle.Stacked,
            Priority = 1100 + cpu, Module = Module,
        },
    });

    public string? Collect(long nowUsec) => _matrix.Collect(nowUsec);

    public void Dispose() => _matrix.Dispose();
}
