using Edge.Store;

namespace Edge.Stream;

/// <summary>What holds for one received host: the table of spec streaming 18, worked out at each
/// connect.</summary>
internal sealed record HostTerms
{
    public required StoreOptions Store { get; init; }

    public required HealthMode Health { get; init; }

    /// <summary>Seconds after the connect without alarm checks; 0: none.</summary>
    public required int PostponeAlarmsSeconds { get; init; }

    /// <summary>Seconds, 1 or more.</summary>
    public required int UpdateEvery { get; init; }

    /// <summary>How much of a gap is asked for (spec stream-caps 12).</summary>
    public ReplayTerms Replay { get; init; } = new();

    /// <summary>The child may compress, should the whole node be able to.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>Where the host is passed on to, if <see cref="SendTarget.IsOn"/>.</summary>
    public required SendTarget Target { get; init; }

    /// <summary>The rightmost that is said wins: defaults, then the key, then the machine.</summary>
    /// <param name="updateEvery">As the child said.</param>
    /// <param name="key">Section of the API key.</param>
    /// <param name="machine">Section of the machine GUID, if there is one.</param>
    /// <param name="options">Defaults.</param>
    /// <param name="forward"><c>[stream]</c>, which proxying inherits.</param>
    public static HostTerms Resolve(int updateEvery, StreamSection key, StreamSection? machine,
        ReceiveOptions options, SendTarget forward)
    {
        SectionTerms first = key.Defaults;
        SectionTerms last = machine?.Own ?? SectionTerms.None;
        MemoryMode mode = Mode(last.MemoryMode) ?? Mode(first.MemoryMode) ?? options.Store.Mode;
        int history = last.History ?? first.History ?? options.Store.HistoryEntries;
        HealthMode health = mode == MemoryMode.None
            ? HealthMode.No
            : HealthOf(last.Health) ?? HealthOf(first.Health) ?? options.Health;
        var target = new SendTarget
        {
            IsEnabled = last.ProxyEnabled ?? first.ProxyEnabled ?? forward.IsEnabled,
            Destination = last.ProxyDestination ?? first.ProxyDestination ?? forward.Destination,
            ApiKey = last.ProxyApiKey ?? first.ProxyApiKey ?? forward.ApiKey,
            Matches = last.ProxyMatches ?? first.ProxyMatches ?? forward.Matches,
        };
        return new HostTerms
        {
            Store = options.Store with
            {
                Mode = mode,
                HistoryEntries = History.Entries(history),

                // For outages of the next parent; where nobody will ask, nothing is kept. Where it is to be
                // nothing, it is the fewest rows all the same: they bridge the time in which a chart waits
                // for its next parent's question, and a child's state between two collections goes on
                // to that parent with them, without which its samples differ from the child's.
                ReplayBytes = mode != MemoryMode.None || !target.IsOn ? 0
                    : options.ReplayBytes > 0 ? options.ReplayBytes : int.MaxValue,
                ReplayRowsMax = options.ReplayBytes > 0
                    ? Edge.Store.Limits.ReplayRowsMax : Edge.Store.Limits.HistoryMin,
                ReplayPool = options.ReplayPool,
            },
            Health = health,
            PostponeAlarmsSeconds = last.PostponeAlarmsSeconds ?? first.PostponeAlarmsSeconds
                ?? options.PostponeAlarmsSeconds,
            Replay = new ReplayTerms
            {
                IsEnabled = last.ReplicationEnabled ?? first.ReplicationEnabled ?? options.Replay.IsEnabled,
                SecondsMax = last.SecondsToReplicate ?? first.SecondsToReplicate ?? options.Replay.SecondsMax,
                StepSeconds = last.SecondsPerReplicationStep ?? first.SecondsPerReplicationStep
                    ?? options.Replay.StepSeconds,
                SettleUsec = Limits.ReplaySettleUsec,
            },
            UpdateEvery = Math.Max(1, machine?.UpdateEvery ?? updateEvery),
            Compression = last.Compression ?? first.Compression ?? true,
            Target = target,
        };
    }

    private static MemoryMode? Mode(string? word) =>
        word == null ? null : MemoryModeNames.Parse(word) ?? MemoryMode.Save;

    private static HealthMode? HealthOf(string? word) => word switch
    {
        "yes" => HealthMode.Yes,
        "no" => HealthMode.No,
        "auto" or "on demand" => HealthMode.Auto,
        _ => null,
    };
}
