using Edge.Store;

namespace Edge.Boot;

/// <summary>What this node does with one child: key and machine sections combined (spec streaming 18).</summary>
internal sealed record ReceivedHost
{
    public required StoreOptions Store { get; init; }

    /// <summary>Null: the child's.</summary>
    public int? UpdateEvery { get; init; }

    public required OnDemand Health { get; init; }

    public int PostponeAlarmsSeconds { get; init; }

    public required ProxySettings Proxy { get; init; }
}
