namespace Edge.Archive;

/// <summary>What a journal has given to the kernel since the start, by kind.</summary>
internal struct JournalTally
{
    /// <summary>Hosts, layouts, and rows that did not come from collections, packed.</summary>
    public long DefinitionBytes;

    /// <summary>Checkpoints of blocks.</summary>
    public long BlockBytes;
    public long CollectionBytes;

    /// <summary>Lengths and sums, first bytes of files.</summary>
    public long FrameBytes;

    /// <summary>Left empty, so that a page is not written a second time.</summary>
    public long PaddingBytes;

    /// <summary>How often the kernel was told to write, and how many pages it had then.</summary>
    public long Syncs;
    public long Pages;

    public long Files;

    public readonly long Bytes =>
        DefinitionBytes + BlockBytes + CollectionBytes + FrameBytes + PaddingBytes;
}
