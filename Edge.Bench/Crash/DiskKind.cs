namespace Edge.Bench.Crash;

/// <summary>What the cache directory lies on.</summary>
internal enum DiskKind
{
    /// <summary>A directory as any.</summary>
    Plain,

    /// <summary>A file system without a free byte.</summary>
    Full,

    /// <summary>One that is mounted read-only.</summary>
    ReadOnly,
}
