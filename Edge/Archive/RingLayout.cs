using Edge.Store;

namespace Edge.Archive;

/// <summary>
/// Where things lie in a ring file (docs/formats.md): superblock, two slots for the head, sums of pages; from
/// a multiple of <see cref="PageBytes"/> on, what can be mapped: the cell of the pen, the rows.
/// </summary>
/// <param name="slotBytes">Of each slot, a multiple of 64.</param>
/// <param name="entries">Rows.</param>
/// <param name="columns">Samples a row.</param>
/// <param name="lead">Bytes of the page of the file that are before the first row: pages of a ring are those
/// of its file, for a page is what a disk may lose.</param>
internal readonly struct RingLayout(
    int slotBytes, int entries, int columns, int lead = RingLayout.PenCellBytes)
{
    public const int SuperBytes = 64;
    public const int PageBytes = 4096;

    /// <summary>A cache line of its own, so that rows begin at a multiple of 64.</summary>
    public const int PenCellBytes = 64;
    public const int SumBytes = sizeof(uint);

    public int SlotBytes => slotBytes;

    public int Entries => entries;

    public int RowBytes => columns * sizeof(uint);

    public long RingBytes => (long)entries * RowBytes;

    /// <summary>Pages are counted from that of the first row on; what is before it is no part of its
    /// sum.</summary>
    public int Pages => (int)((lead + RingBytes + PageBytes - 1) / PageBytes);

    public long SumsOffset => SuperBytes + (2L * slotBytes);

    public long MappedOffset =>
        (SumsOffset + ((long)Pages * SumBytes) + PageBytes - 1) / PageBytes * PageBytes;

    public long MappedBytes => PenCellBytes + RingBytes;

    public long RingOffset => MappedOffset + PenCellBytes;

    public long FileBytes => MappedOffset + MappedBytes;

    public long SlotOffset(int slot) => SuperBytes + ((long)slot * slotBytes);

    /// <summary>From the start of the ring to behind what holds rows.</summary>
    public long UsedBytes(in RingPen pen) => pen.IsWrapped ? RingBytes : (long)pen.Entry * RowBytes;

    /// <summary>First byte of a page within the ring.</summary>
    public long PageStart(int page) => Math.Max(0, ((long)page * PageBytes) - lead);

    /// <summary>Behind its last one.</summary>
    public long PageEnd(int page) => Math.Min(RingBytes, ((page + 1L) * PageBytes) - lead);

    public int PageOf(long ringByte) => (int)((ringByte + lead) / PageBytes);

    public int FirstRow(int page) => (int)(PageStart(page) / RowBytes);

    public int LastRow(int page) => (int)((PageEnd(page) - 1) / RowBytes);

    /// <summary>Of a ring whose pen is there in its file.</summary>
    public static int LeadOf(long cellOffset) => (int)((cellOffset + PenCellBytes) % PageBytes);

    /// <summary>For a head of these bytes: room to grow by half.</summary>
    public static int SlotFor(int headBytes) => (headBytes + (headBytes / 2) + 63) / 64 * 64;
}
