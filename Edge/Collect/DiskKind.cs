namespace Edge.Collect;

/// <summary>What a block device is, which decides whether it has charts by default.</summary>
internal enum DiskKind : byte
{
    /// <summary>
    /// /sys does not know it: shown like a disk, rather than not at all where there is no /sys.
    /// </summary>
    Unknown,
    Physical,
    Partition,

    /// <summary>Made of other disks, or of memory.</summary>
    Virtual,
}
