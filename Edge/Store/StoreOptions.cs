namespace Edge.Store;

/// <summary>What a host keeps. From <c>[global]</c> for the local host, from stream.conf for the
/// others.</summary>
internal sealed record StoreOptions
{
    public MemoryMode Mode { get; init; } = MemoryMode.Ram;

    /// <summary>
    /// Samples a dimension keeps, <see cref="Limits.HistoryMin"/> to <see cref="Limits.HistoryMax"/>.
    /// </summary>
    public int HistoryEntries { get; init; } = 3996;

    /// <summary>Bytes for rows in memory mode none, of all charts together; 0: none are kept.</summary>
    public int ReplayBytes { get; init; }

    /// <summary>Rows that each chart gets of them at most.</summary>
    public int ReplayRowsMax { get; init; } = Limits.ReplayRowsMax;

    /// <summary>Bounds them for all hosts together; null: nothing does.</summary>
    public ReplayPool? ReplayPool { get; init; }

    /// <summary><c>gap when lost iterations above</c>, 1 or more.</summary>
    public int GapWhenLostIterationsAbove { get; init; } = 1;

    /// <summary><c>cleanup obsolete charts after seconds</c>.</summary>
    public int CleanupObsoleteSeconds { get; init; } = 3600;
}
