namespace Edge.Archive;

/// <summary>Of the compressed store of a node (spec database 8.2, and our own).</summary>
internal sealed record EngineOptions
{
    /// <summary>Where segments and journals are; made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary><c>dbengine multihost disk space</c>.</summary>
    public long QuotaBytes { get; init; } = 256L << 20;

    /// <summary>
    /// <c>page cache size</c>: half of it for what is not written yet, half for pages that were read.
    /// </summary>
    public long CacheBytes { get; init; } = 32L << 20;

    /// <summary>Seconds between two syncs; 0: the kernel decides.</summary>
    public int SyncSeconds { get; init; } = 30;

    /// <summary>False: a crash loses what is not in a row group yet, up to 17 minutes, as the reference
    /// does.</summary>
    public bool HasJournal { get; init; } = true;
}
