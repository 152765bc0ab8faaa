namespace Edge.Archive;

/// <summary>Where both ends of a journal are: what the next entry is told by.</summary>
internal struct TickPlace
{
    public uint Slot;
    public TickEntry Entry;

    /// <summary>Number of the layout said last.</summary>
    public uint Layout;

    /// <summary>Of the collection before: microseconds since the chart's one before.</summary>
    public long SinceUsec;

    /// <summary>Of the block before.</summary>
    public long StartUsec;
    public int GapLimit;

    public static TickPlace First => new() { Slot = uint.MaxValue };

    /// <summary>Another frame.</summary>
    public void Turn() => (Slot, Entry) = (uint.MaxValue, TickEntry.Collection);
}
