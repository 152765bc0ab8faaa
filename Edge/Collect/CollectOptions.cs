namespace Edge.Collect;

/// <summary>What holds for all collectors.</summary>
internal sealed record CollectOptions
{
    /// <summary><c>[global] host access prefix</c>: put before every path of /proc, /sys and /dev.</summary>
    public string HostPrefix { get; init; } = "";

    /// <summary>Seconds between two ticks, 1 or more.</summary>
    public int UpdateEvery { get; init; } = 1;

    /// <summary><c>[global] enable zero metrics</c>: charts that wait for a value appear at once.</summary>
    public bool EnableZeroMetrics { get; init; }

    /// <summary>What is asked of the kernel by calls instead of files.</summary>
    public IKernelCalls Kernel { get; init; } = KernelCalls.Instance;

    /// <summary>
    /// By key of <see cref="CollectorTable"/>; what is not named keeps the default of its row.
    /// </summary>
    public IReadOnlyDictionary<string, bool> Modules { get; init; } = new Dictionary<string, bool>();

    /// <summary>Which interfaces are those of containers; null: nobody finds out.</summary>
    public ContainerInterfaces? Interfaces { get; init; }
}
