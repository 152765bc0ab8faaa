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
}
