namespace Edge.Collect;

/// <summary>What collectors take from the kernel, or from whoever stands in its place.</summary>
internal static class Limits
{
    /// <summary>
    /// Ours. /proc/interrupts of 512 CPUs and 2,500 interrupts has 14 MB; nothing else comes near.
    /// </summary>
    public const int FileBytesMax = 16 * 1024 * 1024;

    /// <summary>Ours: files of /sys hold one page at most.</summary>
    public const int SmallFileBytesMax = 64 * 1024;

    /// <summary>The kernel's largest NR_CPUS.</summary>
    public const int CoresMax = 8_192;

    /// <summary>Spec collectors 5.7: what the reference reads of /proc/net/softnet_stat.</summary>
    public const int SoftnetLinesMax = 200;

    /// <summary>Ours: with up to ten charts each, devices alone cannot fill a host (65,536 charts).</summary>
    public const int DevicesMax = 4_096;

    /// <summary>Ours; a page of "frequency ticks" pairs has fewer.</summary>
    public const int FrequenciesMax = 512;

    /// <summary>The kernel's CPUIDLE_STATE_MAX is 10; drivers of other kernels may have a few more.</summary>
    public const int IdleStatesMax = 32;

    /// <summary>Spec collectors 3.6: bytes of an interrupt's name.</summary>
    public const int InterruptNameBytes = 50;

    /// <summary>Ours: counters in one /proc/interrupts, rows times CPUs (16 MiB of them).</summary>
    public const int MatrixCellsMax = 2 * 1024 * 1024;

    /// <summary>
    /// Ours: ids ever seen in such a file; twice what a machine with many virtual functions has.
    /// </summary>
    public const int MatrixRowsMax = 16_384;

    /// <summary>Ours: the most that <c>max cgroups to allow</c> may say; each may have 21 charts.</summary>
    public const int CgroupsMax = 10_000;

    /// <summary>The kernel's PATH_MAX.</summary>
    public const int CgroupPathBytes = 4_096;

    /// <summary>
    /// Ours: the path of a control group below its root. Kubernetes' are the longest, some 250.
    /// </summary>
    public const int CgroupRelativeBytes = 1_024;

    /// <summary>
    /// Ours: 200 of a full chart id, less <c>cgroup_</c> and <c>.throttle_serviced_ops</c> or the charts of
    /// an
    /// interface.
    /// </summary>
    public const int CgroupIdChars = 160;

    /// <summary>
    /// Ours: directories that are looked at in a tick, 1 to 3 ms. 2,000 control groups of four controllers
    /// are 8 ticks.
    /// </summary>
    public const int CgroupWalkPerTick = 1_024;

    /// <summary>Ours: control groups that are taken on in a tick, some 20 us each.</summary>
    public const int CgroupsNewPerTick = 64;

    /// <summary>Ours: control groups whose limits are read in a tick, by turns when there are more.</summary>
    public const int CgroupLimitsPerTick = 100;

    /// <summary>Ours: options named after control groups that are remembered for /netdata.conf.</summary>
    public const int CgroupOptionsMax = 4_096;

    /// <summary>Spec collectors 9.3: the first line of a script that knows a name.</summary>
    public const int CgroupNameBytes = 1_024;

    /// <summary>Ours: what a script that knows interfaces may print.</summary>
    public const int CgroupHelperBytes = 16 * 1024;

    /// <summary>Ours: one that asks a busy container engine takes seconds.</summary>
    public const int CgroupScriptMs = 10_000;

    /// <summary>Ours: interfaces of one container.</summary>
    public const int CgroupInterfacesMax = 64;

    /// <summary>Ours: what the thread that asks for names needs, with room.</summary>
    public const int CgroupThreadStackBytes = 256 * 1024;
}
