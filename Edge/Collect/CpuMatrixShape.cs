using Edge.Store;

namespace Edge.Collect;

/// <summary>In what /proc/interrupts and /proc/softirqs, and their charts, differ.</summary>
internal sealed record CpuMatrixShape
{
    public required string Path { get; init; }

    public required bool[] Separators { get; init; }

    /// <summary>The sum over all CPUs.</summary>
    public required ChartDefinition Total { get; init; }

    /// <summary>The chart of one CPU, by its number.</summary>
    public required Func<int, ChartDefinition> Core { get; init; }

    /// <summary>
    /// Rows of devices are shown with the name of the device, which is the line's last word.
    /// </summary>
    public bool NamesDevices { get; init; }

    /// <summary>A CPU gets its chart when it has counted something, not at once.</summary>
    public bool CoreWaitsForValue { get; init; }
}
