namespace Edge.Collect.Cgroups;

/// <summary>A hierarchy of control groups: one for each controller of version 1, one for all of version 2.
/// </summary>
internal enum CgroupTree : byte
{
    Cpuacct,
    Cpu,
    Cpuset,
    Blkio,
    Memory,
    Devices,
    Unified,
    Count,
}
