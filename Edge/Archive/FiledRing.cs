namespace Edge.Archive;

/// <summary>Where a chart is in its host's ring file: two slots, at the same place of both halves of a piece,
/// and a ring.</summary>
internal sealed class FiledRing
{
    public required RingPiece SlotPiece { get; init; }

    public required RingPiece RingPiece { get; init; }

    /// <summary>In each half.</summary>
    public required int SlotAt { get; init; }

    public required int SlotBytes { get; init; }

    /// <summary>From the begin of the piece to the pen.</summary>
    public required long RingAt { get; init; }

    /// <summary>Pen and rows.</summary>
    public required long RingBytes { get; init; }

    /// <summary>Which half has the newest head, 0 or 1.</summary>
    public int Newest { get; set; }

    /// <summary>Another one of the same chart, that this one has taken the place of, and that stays until
    /// this one is on the disk.</summary>
    public FiledRing? Older { get; set; }

    /// <summary>In the file, of the pen.</summary>
    public long CellOffset => RingPiece.Offset + RingAt;

    /// <summary>In the file.</summary>
    public long SlotOffset(int half) => SlotPiece.Offset + (half * SlotPiece.HalfBytes) + SlotAt;

    public RingLayout Layout(int entries, int columns) =>
        new(SlotBytes, entries, columns, RingLayout.LeadOf(CellOffset));
}
