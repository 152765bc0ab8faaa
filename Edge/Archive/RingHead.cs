using System.Buffers.Binary;
using System.Text;
using Edge.Store;
using Edge.Text;

namespace Edge.Archive;

/// <summary>
/// What a ring file says of itself besides its rows. There are two, written in turn; the one with the higher
/// sequence and a sum that is right holds.
/// </summary>
internal sealed class RingHead
{
    public const int FixedBytes = 96;
    public const int GuidBytes = 36;
    public const int BootBytes = 16;

    /// <summary>Of <see cref="Summed"/>, the last thing in a head.</summary>
    private const int MarkBytes = 12;
    private const uint Closed = 1;

    public required long Sequence { get; init; }

    /// <summary>The pen when pages were summed and synced last.</summary>
    public required RingPen Checked { get; init; }

    /// <summary>
    /// How far the sums reach, which is what a killed process leaves behind: as far as the last sync, or
    /// further where a start has summed what the life before it had not.
    /// </summary>
    public required RingMark Summed { get; init; }

    /// <summary>Nobody has written since: the sums hold for all pages.</summary>
    public required bool IsClosed { get; init; }

    public required int UpdateEvery { get; init; }

    public required int Entries { get; init; }

    public required int Columns { get; init; }

    /// <summary>Of the kernel that was running: another one means that memory was lost.</summary>
    public required Guid Boot { get; init; }

    public required string MachineGuid { get; init; }

    public required string ChartId { get; init; }

    /// <summary>By column, not more than there are; empty: nobody's any more.</summary>
    public required string[] Dimensions { get; init; }

    /// <summary>What people know the chart by, as far as it is known here.</summary>
    public KeptChart Shown()
    {
        var dimensions = new (string Id, string Name)[Dimensions.Length];
        int count = 0;
        foreach (string id in Dimensions)
        {
            if (id.Length > 0)
            {
                dimensions[count++] = (id, id);
            }
        }

        return new KeptChart { Id = ChartId, Name = ChartId, Dimensions = dimensions[..count] };
    }

    public RingLayout Layout(int slotBytes) => new(slotBytes, Entries, Columns);

    /// <summary>The bytes of a slot, its sum first.</summary>
    public byte[] Encode()
    {
        int length = FixedBytes + 2 + BytesOf(ChartId) + MarkBytes;
        foreach (string id in Dimensions)
        {
            length += 2 + BytesOf(id);
        }

        var bytes = new byte[length];
        Span<byte> to = bytes;
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], length);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], Checked.Word);
        BinaryPrimitives.WriteUInt32LittleEndian(to[24..], IsClosed ? Closed : 0);
        BinaryPrimitives.WriteInt32LittleEndian(to[28..], UpdateEvery);
        BinaryPrimitives.WriteInt32LittleEndian(to[32..], Entries);
        BinaryPrimitives.WriteInt32LittleEndian(to[36..], Columns);
        BinaryPrimitives.WriteInt32LittleEndian(to[40..], Dimensions.Length);
        Boot.TryWriteBytes(to.Slice(44, BootBytes));
        Encoding.ASCII.GetBytes(MachineGuid, to.Slice(60, GuidBytes));
        int at = Put(to, FixedBytes, ChartId);
        foreach (string id in Dimensions)
        {
            at = Put(to, at, id);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(to[at..], Summed.Pen.Word);
        BinaryPrimitives.WriteUInt32LittleEndian(to[(at + 8)..], Summed.Part);
        BinaryPrimitives.WriteUInt32LittleEndian(to, RingSum.Of(0, to[4..]));
        return bytes;
    }

    /// <summary>Null: this slot holds no head.</summary>
    public static RingHead? Decode(ReadOnlySpan<byte> slot)
    {
        if (slot.Length < FixedBytes)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(slot[4..]);
        if (length < FixedBytes || length > slot.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(slot) != RingSum.Of(0, slot[4..length]))
        {
            return null;
        }

        ReadOnlySpan<byte> from = slot[..length];
        int count = BinaryPrimitives.ReadInt32LittleEndian(from[40..]);
        int columns = BinaryPrimitives.ReadInt32LittleEndian(from[36..]);
        int entries = BinaryPrimitives.ReadInt32LittleEndian(from[32..]);
        int every = BinaryPrimitives.ReadInt32LittleEndian(from[28..]);
        int at = FixedBytes;
        if (!IsPossible(every, entries, columns, count) || !TryTake(from, ref at, out string chart))
        {
            return null;
        }

        var dimensions = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryTake(from, ref at, out dimensions[i]))
            {
                return null;
            }
        }

        var pen = RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(from[16..]));
        RingMark mark = MarkOf(from[at..], pen);
        return pen.Entry >= entries || mark.Pen.Entry >= entries ? null : new RingHead
        {
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
            Checked = pen,
            Summed = mark,
            IsClosed = (BinaryPrimitives.ReadUInt32LittleEndian(from[24..]) & Closed) != 0,
            UpdateEvery = every,
            Entries = entries,
            Columns = columns,
            Boot = new Guid(from.Slice(44, BootBytes)),
            MachineGuid = Encoding.ASCII.GetString(from.Slice(60, GuidBytes)).TrimEnd('\0'),
            ChartId = chart,
            Dimensions = dimensions,
        };
    }

    /// <summary>Whether a chart can be so; as the file of one or of all charts of a host says.</summary>
    public static bool IsPossible(int updateEvery, int entries, int columns, int ids) =>
        ids >= 0 && ids <= columns && columns > 0 && columns <= 2 * Store.Limits.DimensionsPerChart
        && entries >= Store.Limits.HistoryMin && entries <= Store.Limits.HistoryMax && updateEvery > 0;

    /// <summary>A head that ends before it is of a process that knew one pen only.</summary>
    private static RingMark MarkOf(ReadOnlySpan<byte> from, in RingPen pen) => from.Length < MarkBytes
        ? new RingMark(pen, RingSum.None)
        : new RingMark(RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(from)),
            BinaryPrimitives.ReadUInt32LittleEndian(from[8..]));

    /// <summary>Of what is kept of an id.</summary>
    public static int BytesOf(string id) => Math.Min(Encoding.UTF8.GetByteCount(id), RingLimits.IdBytesMax);

    public static int Put(Span<byte> to, int at, string id)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(id);
        int length = Math.Min(bytes.Length, RingLimits.IdBytesMax);
        BinaryPrimitives.WriteUInt16LittleEndian(to[at..], (ushort)length);
        bytes.AsSpan(0, length).CopyTo(to[(at + 2)..]);
        return at + 2 + length;
    }

    public static bool TryTake(ReadOnlySpan<byte> from, ref int at, out string id)
    {
        id = "";
        if (at + 2 > from.Length)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(from[at..]);
        at += 2;
        if (length > from.Length - at)
        {
            return false;
        }

        id = Encoding.UTF8.GetString(from.Slice(at, length));
        at += length;
        return true;
    }
}
