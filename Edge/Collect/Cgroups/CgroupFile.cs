namespace Edge.Collect.Cgroups;

/// <summary>The files that are read (spec collectors 9.4). Their numbers are bits of a mask.</summary>
internal enum CgroupFile : byte
{
    CpuStat,
    PerCore,
    MemoryStat,
    MemoryUsage,
    SwapUsage,
    IoBytes,
    IoOperations,
    ThrottleBytes,
    ThrottleOperations,
    Merged,
    Queued,
    CpuPressure,
    IoPressure,
    MemoryPressure,
    FailCount,

    // Limits: they change seldom and are read by turns.
    CpusetCpus,
    CfsPeriod,
    CfsQuota,
    CpuMax,
    MemoryLimit,
    SwapLimit,
    Count,
}
