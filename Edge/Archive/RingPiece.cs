using Edge.Sys;

namespace Edge.Archive;

/// <summary>A piece of a host's ring file: of slots, in two halves, or of rings, which are mapped.</summary>
/// <param name="offset">In the file.</param>
/// <param name="bytes">A multiple of <see cref="HostSuper.UnitBytes"/>.</param>
/// <param name="hasSlots">False: it has rings.</param>
internal sealed class RingPiece(long offset, long bytes, bool hasSlots)
{
    public long Offset => offset;

    public long Bytes => bytes;

    public bool HasSlots => hasSlots;

    /// <summary>Where the second slots of all charts are, in a piece of slots.</summary>
    public long HalfBytes => bytes / 2;

    /// <summary>Of a half, or of all that is for rings.</summary>
    public FreeRuns Free { get; } = new(hasSlots ? bytes / 2 : bytes);

    /// <summary>Of rings: in memory as long as one of them is in use.</summary>
    public SharedMap? Map { get; } = hasSlots ? null : new SharedMap(offset, bytes);

    /// <summary>From here on nothing was ever written.</summary>
    public long Fresh { get; set; }
}
