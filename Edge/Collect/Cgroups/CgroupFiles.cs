namespace Edge.Collect.Cgroups;

/// <summary>Where each file lies (spec collectors 9.4).</summary>
internal static class CgroupFiles
{
    private static readonly (CgroupTree Tree, byte[]? Name)[] Legacy = Table(static file => file switch
    {
        CgroupFile.CpuStat => (CgroupTree.Cpuacct, "/cpuacct.stat"),
        CgroupFile.PerCore => (CgroupTree.Cpuacct, "/cpuacct.usage_percpu"),
        CgroupFile.CfsPeriod => (CgroupTree.Cpu, "/cpu.cfs_period_us"),
        CgroupFile.CfsQuota => (CgroupTree.Cpu, "/cpu.cfs_quota_us"),
        CgroupFile.CpusetCpus => (CgroupTree.Cpuset, "/cpuset.cpus"),
        CgroupFile.MemoryStat => (CgroupTree.Memory, "/memory.stat"),
        CgroupFile.MemoryUsage => (CgroupTree.Memory, "/memory.usage_in_bytes"),
        CgroupFile.SwapUsage => (CgroupTree.Memory, "/memory.memsw.usage_in_bytes"),
        CgroupFile.MemoryLimit => (CgroupTree.Memory, "/memory.limit_in_bytes"),
        CgroupFile.SwapLimit => (CgroupTree.Memory, "/memory.memsw.limit_in_bytes"),
        CgroupFile.FailCount => (CgroupTree.Memory, "/memory.failcnt"),
        CgroupFile.IoBytes => (CgroupTree.Blkio, "/blkio.io_service_bytes"),
        CgroupFile.IoOperations => (CgroupTree.Blkio, "/blkio.io_serviced"),
        CgroupFile.ThrottleBytes => (CgroupTree.Blkio, "/blkio.throttle.io_service_bytes"),
        CgroupFile.ThrottleOperations => (CgroupTree.Blkio, "/blkio.throttle.io_serviced"),
        CgroupFile.Merged => (CgroupTree.Blkio, "/blkio.io_merged"),
        CgroupFile.Queued => (CgroupTree.Blkio, "/blkio.io_queued"),
        _ => (CgroupTree.Count, null),
    });

    private static readonly (CgroupTree Tree, byte[]? Name)[] Unified = Table(static file => file switch
    {
        CgroupFile.CpuStat => (CgroupTree.Unified, "/cpu.stat"),
        CgroupFile.CpuMax => (CgroupTree.Unified, "/cpu.max"),
        CgroupFile.MemoryStat => (CgroupTree.Unified, "/memory.stat"),
        CgroupFile.MemoryUsage => (CgroupTree.Unified, "/memory.current"),
        CgroupFile.SwapUsage => (CgroupTree.Unified, "/memory.swap.current"),
        CgroupFile.MemoryLimit => (CgroupTree.Unified, "/memory.max"),
        CgroupFile.SwapLimit => (CgroupTree.Unified, "/memory.swap.max"),
        CgroupFile.IoBytes => (CgroupTree.Unified, "/io.stat"),
        CgroupFile.CpuPressure => (CgroupTree.Unified, "/cpu.pressure"),
        CgroupFile.IoPressure => (CgroupTree.Unified, "/io.pressure"),
        CgroupFile.MemoryPressure => (CgroupTree.Unified, "/memory.pressure"),
        _ => (CgroupTree.Count, null),
    });

    /// <summary>
    /// Tree and name of a file, with a slash before it; a null name: this version has none.
    /// </summary>
    public static (CgroupTree Tree, byte[]? Name) Of(CgroupFile file, bool isUnified) =>
        (isUnified ? Unified : Legacy)[(int)file];

    private static (CgroupTree Tree, byte[]? Name)[] Table(Func<CgroupFile, (CgroupTree, string?)> place)
    {
        var table = new (CgroupTree Tree, byte[]? Name)[(int)CgroupFile.Count];
        for (int i = 0; i < table.Length; i++)
        {
            (CgroupTree tree, string? name) = place((CgroupFile)i);
            table[i] = (tree, name == null ? null : System.Text.Encoding.UTF8.GetBytes(name));
        }

        return table;
    }
}
