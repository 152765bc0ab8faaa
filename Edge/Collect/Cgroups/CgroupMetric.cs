namespace Edge.Collect.Cgroups;

/// <summary>What has a switch of its own, in the order of spec collectors 9.1; the last five are of version 2
/// only.</summary>
internal enum CgroupMetric
{
    Cpu,
    PerCore,
    Memory,
    Detail,
    FailCount,
    Swap,
    IoBytes,
    IoOperations,
    ThrottleBytes,
    ThrottleOperations,
    Queued,
    Merged,
    CpuPressure,
    IoPressure,
    IoFullPressure,
    MemoryPressure,
    MemoryFullPressure,
    Count,
}
