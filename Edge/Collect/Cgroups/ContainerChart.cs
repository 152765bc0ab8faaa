namespace Edge.Collect.Cgroups;

/// <summary>The charts of a container or a virtual machine, in the order they are collected.</summary>
internal enum ContainerChart
{
    Cpu,
    CpuLimit,
    PerCore,
    Memory,
    Writeback,
    Activity,
    PageFaults,
    MemoryUsage,
    MemoryLimit,
    FailCount,
    Io,
    Operations,
    ThrottleIo,
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
