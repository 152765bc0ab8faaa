using System.Buffers.Binary;
using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// What a host's ring file says of one chart (docs/formats.md): head, ids and the sums of its pages, under
/// one
/// sum, so that either all of it is of one moment or the chart's other slot holds.
/// </summary>
internal static class RingSlot
{
    public const int FixedBytes = 96;
    private const uint Magic = 0x31535245; // ERS1
    private const int SequenceOffset = 16;
    private const int FlagsOffset = 44;
    private const uint Closed = 1;

    /// <summary>Of a slot for this head, with room for ids to grow by half.</summary>
    public static int SlotFor(RingHead head, int pages) =>
        RingLayout.SlotFor(IdsEnd(head)) + ((((pages * RingLayout.SumBytes) + 63) / 64) * 64);

    /// <summary>Bytes that a head and the sums of so many pages take.</summary>
    public static int LengthOf(RingHead head, int pages) => IdsEnd(head) + (pages * RingLayout.SumBytes);

    /// <summary>All but its sum; sums of pages are none.</summary>
    /// <param name="to">Of <see cref="LengthOf"/> bytes.</param>
    /// <param name="head">Its machine GUID is the file's.</param>
    /// <param name="filed">Where.</param>
    /// <param name="pages">Of its ring.</param>
    public static void Encode(Span<byte> to, RingHead head, FiledRing filed, int pages)
    {
        to.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Magic);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], to.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], filed.SlotBytes);
        Change(to, head.Sequence, head.Checked.Word, head.Summed.Pen.Word, head.Summed.Part, head.IsClosed);
        BinaryPrimitives.WriteInt32LittleEndian(to[48..], head.UpdateEvery);
        BinaryPrimitives.WriteInt32LittleEndian(to[52..], head.Entries);
        BinaryPrimitives.WriteInt32LittleEndian(to[56..], head.Columns);
        BinaryPrimitives.WriteInt32LittleEndian(to[60..], head.Dimensions.Length);
        head.Boot.TryWriteBytes(to.Slice(64, RingHead.BootBytes));
        BinaryPrimitives.WriteInt64LittleEndian(to[80..], filed.CellOffset);
        BinaryPrimitives.WriteInt32LittleEndian(to[88..], to.Length - (pages * RingLayout.SumBytes));
        BinaryPrimitives.WriteInt32LittleEndian(to[92..], pages);
        int at = RingHead.Put(to, FixedBytes, head.ChartId);
        foreach (string id in head.Dimensions)
        {
            at = RingHead.Put(to, at, id);
        }
    }

    /// <summary>What a sync changes besides sums of pages.</summary>
    public static void Change(
        Span<byte> slot, long sequence, ulong checkedPen, ulong summedPen, uint part, bool isClosed)
    {
        BinaryPrimitives.WriteInt64LittleEndian(slot[SequenceOffset..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[24..], checkedPen);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[32..], summedPen);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[40..], part);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[FlagsOffset..], isClosed ? Closed : 0);
    }

    /// <summary>The last thing that is done to it.</summary>
    public static void Seal(Span<byte> slot, uint seed) =>
        BinaryPrimitives.WriteUInt32LittleEndian(slot, Crc32C.Of(slot[4..LengthOf(slot)], seed));

    /// <summary>Whether a slot of this file begins here.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> from, uint seed)
    {
        if (from.Length < FixedBytes || !HasMark(from))
        {
            return false;
        }

        int length = LengthOf(from);
        int slotBytes = SlotBytesOf(from);
        return length >= FixedBytes && length <= slotBytes && slotBytes <= from.Length && slotBytes % 64 == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(from) == Crc32C.Of(from[4..length], seed);
    }

    /// <summary>Whether one is, or was, here.</summary>
    public static bool HasMark(ReadOnlySpan<byte> from) =>
        from.Length >= FreeRuns.LineBytes && BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) == Magic;

    public static int LengthOf(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadInt32LittleEndian(slot[8..]);

    public static int SlotBytesOf(ReadOnlySpan<byte> slot) =>
        BinaryPrimitives.ReadInt32LittleEndian(slot[12..]);

    public static long SequenceOf(ReadOnlySpan<byte> slot) =>
        BinaryPrimitives.ReadInt64LittleEndian(slot[SequenceOffset..]);

    public static long CellOffsetOf(ReadOnlySpan<byte> slot) =>
        BinaryPrimitives.ReadInt64LittleEndian(slot[80..]);

    /// <summary>Pen and rows.</summary>
    public static long RingBytesOf(ReadOnlySpan<byte> slot) => RingLayout.PenCellBytes
        + ((long)BinaryPrimitives.ReadInt32LittleEndian(slot[52..])
            * BinaryPrimitives.ReadInt32LittleEndian(slot[56..]) * sizeof(uint));

    /// <summary>Where the sums of pages are in a whole slot, and how many bytes.</summary>
    public static (int From, int Bytes) SumsOf(ReadOnlySpan<byte> slot) =>
        (BinaryPrimitives.ReadInt32LittleEndian(slot[88..]),
            BinaryPrimitives.ReadInt32LittleEndian(slot[92..]) * RingLayout.SumBytes);

    /// <summary>Null: it says what cannot be, whatever its sum.</summary>
    public static RingHead? Decode(ReadOnlySpan<byte> slot, string machineGuid)
    {
        int every = BinaryPrimitives.ReadInt32LittleEndian(slot[48..]);
        int entries = BinaryPrimitives.ReadInt32LittleEndian(slot[52..]);
        int columns = BinaryPrimitives.ReadInt32LittleEndian(slot[56..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(slot[60..]);
        int pages = BinaryPrimitives.ReadInt32LittleEndian(slot[92..]);
        var pen = RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(slot[24..]));
        var summed = RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(slot[32..]));
        if (!RingHead.IsPossible(every, entries, columns, count)
            || pen.Entry >= entries || summed.Entry >= entries)
        {
            return null;
        }

        var layout = new RingLayout(0, entries, columns, RingLayout.LeadOf(CellOffsetOf(slot)));
        int idsEnd = BinaryPrimitives.ReadInt32LittleEndian(slot[88..]);
        int at = FixedBytes;
        if (pages != layout.Pages || idsEnd < at || idsEnd + (pages * RingLayout.SumBytes) != LengthOf(slot)
            || !RingHead.TryTake(slot[..idsEnd], ref at, out string chart))
        {
            return null;
        }

        var dimensions = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (!RingHead.TryTake(slot[..idsEnd], ref at, out dimensions[i]))
            {
                return null;
            }
        }

        return new RingHead
        {
            Sequence = SequenceOf(slot),
            Checked = pen,
            Summed = new RingMark(summed, BinaryPrimitives.ReadUInt32LittleEndian(slot[40..])),
            IsClosed = (BinaryPrimitives.ReadUInt32LittleEndian(slot[FlagsOffset..]) & Closed) != 0,
            UpdateEvery = every,
            Entries = entries,
            Columns = columns,
            Boot = new Guid(slot.Slice(64, RingHead.BootBytes)),
            MachineGuid = machineGuid,
            ChartId = chart,
            Dimensions = dimensions,
        };
    }

    /// <summary>Behind the ids, where the sums begin, at a multiple of four.</summary>
    private static int IdsEnd(RingHead head)
    {
        int length = FixedBytes + 2 + RingHead.BytesOf(head.ChartId);
        foreach (string id in head.Dimensions)
        {
            length += 2 + RingHead.BytesOf(id);
        }

        return (length + 3) & -4;
    }
}
