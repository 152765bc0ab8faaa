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

    /// <summary>Ours: /proc/net/snmp6 has some 120 lines.</summary>
    public const int CounterLinesMax = 1_024;

    /// <summary>Ours: /proc/net/snmp and /proc/net/netstat have up to six pairs of lines.</summary>
    public const int CounterPairsMax = 32;

    /// <summary>Ours: TcpExt of /proc/net/netstat has some 130 columns.</summary>
    public const int CounterColumnsMax = 1_024;

    /// <summary>Ours: the names of TcpExt have 2.2 KB.</summary>
    public const int CounterNamesBytes = 16 * 1024;

    /// <summary>Columns of a file of /proc/net/stat; spec collectors 5.12 has the most, 17.</summary>
    public const int HexColumnsMax = 17;

    /// <summary>Values of a line of /proc/net/rpc; spec collectors 7.2, list D, has the most, 71.</summary>
    public const int RpcValuesMax = 71;

    /// <summary>Ours: adapters of one machine, virtual ones included.</summary>
    public const int WirelessAdaptersMax = 256;

    /// <summary>Ours: with some 50 files each to read a tick.</summary>
    public const int InfinibandPortsMax = 128;

    /// <summary>The kernel has 11 by default, and 64 on no machine.</summary>
    public const int PageOrdersMax = 32;

    /// <summary>Ours: machines have tens of them. Beyond, their charts are not kept.</summary>
    public const int ArraysMax = 1_024;

    /// <summary>
    /// Ours: threads that wait for mounts that do not answer, some 16 KiB each, at once.
    /// </summary>
    public const int HungMountsMax = 16;

    /// <summary>
    /// Ours: a host of containers has some thousand, each known one costs 1 KiB.
    /// </summary>
    public const int MountsMax = 4_096;

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
