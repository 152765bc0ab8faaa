using System.Buffers.Binary;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Reads and writes ring files whole. What is wrong with one is told in words, as the end of a sentence; what
/// is missing or damaged within one becomes gaps.
/// </summary>
internal static class RingFile
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>The head that holds. Null: the file cannot be used.</summary>
    public static RingHead? ReadHead(RawFile file, out int slotBytes, out string? problem)
    {
        Span<byte> super = stackalloc byte[RingSuper.Bytes];
        long count = file.Read(super, 0, out int errno);
        slotBytes = 0;
        problem = count < 0
            ? $"it cannot be read ({RawFile.Explain(errno)})"
            : RingSuper.Read(super[..(int)count], out slotBytes);
        if (problem != null)
        {
            return null;
        }

        var slot = new byte[slotBytes];
        RingHead? best = null;
        for (int i = 0; i < 2; i++)
        {
            count = file.Read(slot, RingSuper.Bytes + ((long)i * slotBytes), out _);
            RingHead? head = count <= 0 ? null : RingHead.Decode(slot.AsSpan(0, (int)count));
            best = head != null && (best == null || head.Sequence > best.Sequence) ? head : best;
        }

        problem = best == null ? "both of its heads are damaged" : null;
        return best;
    }

    /// <summary>The rows of a chart's own file into memory.</summary>
    /// <param name="file">With this head.</param>
    /// <param name="head">From <see cref="ReadHead"/>.</param>
    /// <param name="slotBytes">The same.</param>
    /// <param name="boot">Of the kernel that runs now.</param>
    public static RingFound Load(RawFile file, RingHead head, int slotBytes, Guid boot)
    {
        RingLayout layout = head.Layout(slotBytes);
        using NativeBlock block = RingSum.Block(layout.Pages);
        Span<byte> sums = block.Span<byte>(0, layout.Pages * RingLayout.SumBytes);
        bool hasSums = file.Read(sums, layout.SumsOffset, out _) == sums.Length;
        return Load(file, head, layout, layout.MappedOffset, hasSums ? sums : [], boot);
    }

    /// <summary>The rows into memory: all that are reached by the pen that is to be trusted.</summary>
    /// <param name="file">Of one chart, or of a host's.</param>
    /// <param name="head">That holds.</param>
    /// <param name="layout">Of the ring.</param>
    /// <param name="cellOffset">Where its pen is.</param>
    /// <param name="sums">Of its pages.</param>
    /// <param name="boot">Of the kernel that runs now.</param>
    public static RingFound Load(RawFile file, RingHead head, in RingLayout layout, long cellOffset,
        ReadOnlySpan<byte> sums, Guid boot)
    {
        bool isSameBoot = !head.IsClosed && head.Boot == boot;
        bool isCrash = ReadPen(file, head.Entries, cellOffset, out RingPen pen) && isSameBoot;
        pen = isCrash ? pen : isSameBoot ? head.Summed.Pen : head.Checked;
        var ring = new NativeBlock("store rings", layout.RingBytes);
        long wanted = layout.UsedBytes(pen);
        long read = ReadRing(file, cellOffset + RingLayout.PenCellBytes, ring, wanted);
        var found = new RingFound(head, layout, pen, ring)
        {
            IsSameBoot = isSameBoot,
            IsRolledBack = !head.IsClosed && !isCrash,
            MissingRows = (int)((wanted - read) / layout.RowBytes),
        };
        RingRepair.Check(found, sums, read);
        return found;
    }

    /// <summary>A closed file under a name that nobody looks at; the caller syncs it and names it.</summary>
    /// <param name="path">Emptied when it exists.</param>
    /// <param name="head">Its pen is the one that holds.</param>
    /// <param name="ring">Address of the first row.</param>
    /// <returns>Errno; the file is gone again if it is not 0.</returns>
    public static int Write(string path, RingHead head, nint ring)
    {
        using RawFile? file = RawFile.Create(path, out int errno);
        if (file == null)
        {
            return errno;
        }

        byte[] bytes = head.Encode();
        RingLayout layout = head.Layout(RingLayout.SlotFor(bytes.Length));
        errno = WriteStart(file, layout, bytes, head.Checked);
        errno = errno != 0 ? errno : WriteSums(file, layout, head, ring);
        long used = layout.UsedBytes(head.Checked);
        for (long at = 0; at < used && errno == 0; at += ChunkBytes)
        {
            int length = (int)Math.Min(ChunkBytes, used - at);
            errno = file.Write(Native.Span<byte>(ring + (nint)at, length), layout.RingOffset + at);
        }

        errno = errno != 0 ? errno : file.Resize(layout.FileBytes);
        if (errno != 0)
        {
            _ = RawFile.Delete(path);
        }

        return errno;
    }

    /// <summary>Superblock, head, in both slots, and pen of a new file.</summary>
    private static int WriteStart(RawFile file, in RingLayout layout, ReadOnlySpan<byte> head, in RingPen pen)
    {
        Span<byte> super = stackalloc byte[RingSuper.Bytes];
        RingSuper.Write(super, layout.SlotBytes);
        Span<byte> cell = stackalloc byte[RingPen.CellBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(cell, pen.Word);
        BinaryPrimitives.WriteUInt64LittleEndian(cell[sizeof(ulong)..], ~pen.Word);
        int errno = file.Write(super, 0);
        errno = errno != 0 ? errno : file.Write(head, layout.SlotOffset(0));
        errno = errno != 0 ? errno : file.Write(head, layout.SlotOffset(1));
        return errno != 0 ? errno : file.Write(cell, layout.MappedOffset);
    }

    /// <summary>Of a chart's own file, as far as it can be believed.</summary>
    public static long NewestSec(RawFile file, RingHead head, int slotBytes)
    {
        long sec = Math.Max(head.Checked.Sec, head.Summed.Pen.Sec);
        return !head.IsClosed
            && ReadPen(file, head.Entries, head.Layout(slotBytes).MappedOffset, out RingPen pen)
            ? Math.Max(sec, pen.Sec)
            : sec;
    }

    /// <summary>False: it is damaged, or not there.</summary>
    /// <param name="file">Of one chart, or of a host's.</param>
    /// <param name="entries">Rows of the ring.</param>
    /// <param name="cellOffset">Where the pen is.</param>
    /// <param name="pen">What it says.</param>
    public static bool ReadPen(RawFile file, int entries, long cellOffset, out RingPen pen)
    {
        Span<byte> cell = stackalloc byte[RingPen.CellBytes];
        bool isThere = file.Read(cell, cellOffset, out _) == cell.Length;
        pen = RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(cell));
        return isThere && pen.Entry < entries
            && pen.IsMirrored(BinaryPrimitives.ReadUInt64LittleEndian(cell[sizeof(ulong)..]));
    }

    private static int WriteSums(RawFile file, in RingLayout layout, RingHead head, nint ring)
    {
        using NativeBlock block = RingSum.Block(layout.Pages);
        Span<byte> sums = block.Span<byte>(0, layout.Pages * RingLayout.SumBytes);
        for (int page = 0; page < layout.Pages; page++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sums[(page * RingLayout.SumBytes)..],
                RingSum.OfPage(layout, ring, page, head.Checked, head.UpdateEvery));
        }

        return file.Write(sums, layout.SumsOffset);
    }

    /// <summary>Returns how many bytes there were; a file that is cut off ends early.</summary>
    private static long ReadRing(RawFile file, long ringOffset, NativeBlock ring, long wanted)
    {
        long done = 0;
        while (done < wanted)
        {
            int length = (int)Math.Min(ChunkBytes, wanted - done);
            long count = file.Read(ring.Span<byte>(done, length), ringOffset + done, out _);
            if (count <= 0)
            {
                break;
            }

            done += count;
        }

        return done;
    }
}
