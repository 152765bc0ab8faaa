namespace Edge.Boot;

/// <summary>
/// <c>[plugins]</c> and the module switches of <c>[plugin:proc]</c> (spec config 2.3, 2.4).
/// </summary>
internal sealed record PluginsSection
{
    /// <summary>In the order in which they run. All are on but one.</summary>
    private static readonly string[] Modules =
    [
        "/proc/stat", "/proc/uptime", "/proc/loadavg", "/proc/sys/kernel/random/entropy_avail",
        "/proc/pressure", "/proc/interrupts", "/proc/softirqs", "/proc/vmstat", "/proc/meminfo",
        "/sys/kernel/mm/ksm", "/sys/block/zram",
        "/sys/devices/system/edac/mc", "/sys/devices/system/node", "/proc/pagetypeinfo", "/proc/net/dev",
        "/proc/net/wireless", "/proc/net/sockstat", "/proc/net/sockstat6", "/proc/net/netstat",
        "/proc/net/snmp",
        "/proc/net/snmp6", "/proc/net/sctp/snmp", "/proc/net/softnet_stat", "/proc/net/ip_vs/stats",
        "/sys/class/infiniband", "/proc/net/stat/conntrack", "/proc/net/stat/synproxy", "/proc/diskstats",
        "/proc/mdstat",
        "/proc/net/rpc/nfsd", "/proc/net/rpc/nfs", "/proc/spl/kstat/zfs/arcstats", "/sys/fs/btrfs", "ipc",
        "/sys/class/power_supply", "netdata server resources",
    ];

    public bool Proc { get; init; } = true;

    public bool Diskspace { get; init; } = true;

    public bool Cgroups { get; init; } = true;

    public bool IdleJitter { get; init; } = true;

    /// <summary>Modules of the proc collector by their names; those not listed do not exist.</summary>
    public IReadOnlyDictionary<string, bool> ProcModules { get; init; } = new Dictionary<string, bool>();

    public static PluginsSection Read(ConfigFile file)
    {
        var modules = new Dictionary<string, bool>(Modules.Length);
        foreach (string module in Modules)
        {
            modules[module] = file.Boolean("plugin:proc", module, module != "/proc/pagetypeinfo");
        }

        return new PluginsSection
        {
            Proc = file.Boolean("plugins", "proc", true),
            Diskspace = file.Boolean("plugins", "diskspace", true),
            Cgroups = file.Boolean("plugins", "cgroups", true),
            IdleJitter = file.Boolean("plugins", "idlejitter", true),
            ProcModules = modules,
        };
    }
}
