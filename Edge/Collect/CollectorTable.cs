namespace Edge.Collect;

/// <summary>The collectors of the proc plugin in the order they run (spec collectors 2).</summary>
internal static class CollectorTable
{
    public static readonly CollectorRow[] Rows =
    [
        new(StatCollector.Module, "stat", static site => new StatCollector(site)),
        new(UptimeCollector.Module, "uptime", static site => new UptimeCollector(site)),
        new(LoadavgCollector.Module, "loadavg", static site => new LoadavgCollector(site)),
        new(EntropyCollector.Module, "entropy", static site => new EntropyCollector(site)),
        new(PressureCollector.Module, "pressure", static site => new PressureCollector(site)),
        new(InterruptsCollector.Module, "interrupts", static site => new InterruptsCollector(site)),
        new(SoftirqsCollector.Module, "softirqs", static site => new SoftirqsCollector(site)),
        new(VmstatCollector.Module, "vmstat", static site => new VmstatCollector(site)),
        new(MeminfoCollector.Module, "meminfo", static site => new MeminfoCollector(site)),
        new(KsmCollector.Module, "ksm", static site => new KsmCollector(site)),
        new(ZramCollector.Module, "zram", static site => new ZramCollector(site)),
        new(EdacCollector.Module, "ecc", static site => new EdacCollector(site)),
        new(NumaCollector.Module, "numa", static site => new NumaCollector(site)),
        new(PagetypeinfoCollector.Module, "pagetypeinfo", static site => new PagetypeinfoCollector(site))
        {
            IsOn = false,
        },
        new(NetdevCollector.Module, "netdev", static site => new NetdevCollector(site)),
        new(WirelessCollector.Module, "netwireless", static site => new WirelessCollector(site)),
        new(SockstatCollector.Module, "sockstat", static site => new SockstatCollector(site)),
        new(Sockstat6Collector.Module, "sockstat6", static site => new Sockstat6Collector(site)),
        new(NetstatCollector.Module, "netstat", static site => new NetstatCollector(site)),
        new(SnmpCollector.Module, "snmp", static site => new SnmpCollector(site)),
        new(Snmp6Collector.Module, "snmp6", static site => new Snmp6Collector(site)),
        new(SctpCollector.Module, "sctp", static site => new SctpCollector(site)),
        new(SoftnetCollector.Module, "softnet", static site => new SoftnetCollector(site)),
        new(IpvsCollector.Key, "ipvs", static site => new IpvsCollector(site)),
        new(InfinibandCollector.Module, "infiniband", static site => new InfinibandCollector(site)),
        new(ConntrackCollector.Key, "conntrack", static site => new ConntrackCollector(site)),
        new(SynproxyCollector.Module, "synproxy", static site => new SynproxyCollector(site)),
        new(DiskstatsCollector.Module, "diskstats", static site => new DiskstatsCollector(site)),
        new(MdstatCollector.Module, "mdstat", static site => new MdstatCollector(site)),
        new(NfsdCollector.Module, "nfsd", static site => new NfsdCollector(site)),
        new(NfsCollector.Module, "nfs", static site => new NfsCollector(site)),
        new(ZfsCollector.Module, "zfs_arcstats", static site => new ZfsCollector(site)),
        new(BtrfsCollector.Module, "btrfs", static site => new BtrfsCollector(site)),
        new(IpcCollector.Module, "ipc", static site => new IpcCollector(site)),
        new(PowerSupplyCollector.Module, "power_supply", static site => new PowerSupplyCollector(site)),

        // Edge's own.
        new(ThermalCollector.Module, "thermal", static site => new ThermalCollector(site)),
        new(HwmonCollector.Module, "hwmon", static site => new HwmonCollector(site)),
        new(BoardCollector.Module, "board", static site => new BoardCollector(site)),
    ];
}
