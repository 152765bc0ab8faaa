namespace Edge.Collect.Cgroups;

/// <summary>The names of the switches in netdata.conf.</summary>
internal static class CgroupMetrics
{
    public static string Option(CgroupMetric metric) => metric switch
    {
        CgroupMetric.Cpu => "enable cpuacct stat (total CPU)",
        CgroupMetric.PerCore => "enable cpuacct usage (per core CPU)",
        CgroupMetric.Memory => "enable memory (used mem including cache)",
        CgroupMetric.Detail => "enable detailed memory",
        CgroupMetric.FailCount => "enable memory limits fail count",
        CgroupMetric.Swap => "enable swap memory",
        CgroupMetric.IoBytes => "enable blkio bandwidth",
        CgroupMetric.IoOperations => "enable blkio operations",
        CgroupMetric.ThrottleBytes => "enable blkio throttle bandwidth",
        CgroupMetric.ThrottleOperations => "enable blkio throttle operations",
        CgroupMetric.Queued => "enable blkio queued operations",
        CgroupMetric.Merged => "enable blkio merged operations",
        CgroupMetric.CpuPressure => "enable cpu pressure",
        CgroupMetric.IoPressure => "enable io some pressure",
        CgroupMetric.IoFullPressure => "enable io full pressure",
        CgroupMetric.MemoryPressure => "enable memory some pressure",
        _ => "enable memory full pressure",
    };
}
