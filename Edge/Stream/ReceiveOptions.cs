using Edge.Protocol;
using Edge.Store;

namespace Edge.Stream;

/// <summary>What received hosts get where stream.conf says nothing, and what is the same for all of
/// them.</summary>
internal sealed record ReceiveOptions
{
    /// <summary><c>[global]</c>: memory mode, history and the rest.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary><c>[stream] replay buffer bytes</c>, for each host that is passed on without a
    /// database; 0: the fewest rows a ring has.</summary>
    public int ReplayBytes { get; init; }

    /// <summary>Of all those hosts.</summary>
    public ReplayPool? ReplayPool { get; init; }

    /// <summary><c>[health] enabled</c>.</summary>
    public HealthMode Health { get; init; } = HealthMode.Yes;

    public int PostponeAlarmsSeconds { get; init; } = 60;

    /// <summary><c>[web] accept a streaming request every seconds</c>; 0: no limit.</summary>
    public int AcceptEverySeconds { get; init; }

    /// <summary><c>[global] cleanup orphan hosts after seconds</c>.</summary>
    public int CleanupOrphanSeconds { get; init; } = 3600;

    /// <summary>See <see cref="Limits.ReceivedHosts"/>.</summary>
    public int HostsMax { get; init; } = Limits.ReceivedHosts;

    /// <summary><c>[db] enable replication</c> and its companions.</summary>
    public ReplayTerms Replay { get; init; } = new();

    /// <summary>What children may be let do; without VCAPS all get version 3 at most.</summary>
    public Capabilities Capabilities { get; init; }

    /// <summary>Directory under which each host has one of its own; only log lines show it here.</summary>
    public string CacheDir { get; init; } = "/var/cache/netdata";

    public string LibDir { get; init; } = "/var/lib/netdata";

    public string AlarmHandler { get; init; } = "/usr/libexec/netdata/plugins.d/alarm-notify.sh";

    public string AlarmRecipient { get; init; } = "root";

    /// <summary>Thread tag of what happens before a host is known.</summary>
    public string WebTag { get; init; } = "WEB_SERVER[static1]";
}
