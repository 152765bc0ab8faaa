namespace Edge.Archive;

/// <summary>What becomes of ring files.</summary>
internal sealed class RingOptions
{
    /// <summary>Of the local host; those of the others are below it, by machine GUID.</summary>
    public required string CacheDirectory { get; init; }

    /// <summary><c>delete obsolete charts files</c>.</summary>
    public bool DeletesObsolete { get; init; } = true;

    /// <summary><c>delete orphan hosts files</c>.</summary>
    public bool DeletesOrphans { get; init; } = true;

    /// <summary>Ours, <c>map sync seconds</c>: how often each mapped chart is synced; 0: as the kernel
    /// likes.</summary>
    public int SyncSeconds { get; init; } = 60;

    /// <summary>Ours, <c>save every minutes</c>; 0: at the exit and on USR1 only.</summary>
    public int SaveMinutes { get; init; }

    /// <summary>Of the running kernel; see <see cref="RingHead.Boot"/>.</summary>
    public Guid Boot { get; init; }

    /// <summary>Wall clock, for what is too old or in the future.</summary>
    public required Func<long> NowUsec { get; init; }

    /// <summary>Tests cut here; otherwise null.</summary>
    public WriteCut? Writing { get; init; }
}
