namespace Edge.Stream;

/// <summary>The options that a key and a machine both have, under different names. Null: not said.</summary>
internal sealed record SectionTerms
{
    public static readonly SectionTerms None = new();

    public int? History { get; init; }

    /// <summary>The word as written; an unknown one means <c>save</c>.</summary>
    public string? MemoryMode { get; init; }

    /// <summary>The word as written; an unknown one is as if it were not there.</summary>
    public string? Health { get; init; }

    public int? PostponeAlarmsSeconds { get; init; }

    /// <summary>1.37; the same names for a key and a machine.</summary>
    public bool? ReplicationEnabled { get; init; }

    public int? SecondsToReplicate { get; init; }

    public int? SecondsPerReplicationStep { get; init; }

    public bool? ProxyEnabled { get; init; }

    /// <summary>
    /// <c>enable compression</c>, of received streams; never more than <c>[stream]</c> allows.
    /// </summary>
    public bool? Compression { get; init; }

    public string? ProxyDestination { get; init; }

    public string? ProxyApiKey { get; init; }

    /// <summary><c>proxy send charts matching</c>; an empty list matches nothing.</summary>
    public Func<string, bool>? ProxyMatches { get; init; }
}
