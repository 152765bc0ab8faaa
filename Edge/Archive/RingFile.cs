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

    /// <summary>The rows into memory: all that are reached by the pen that is to be trusted.</summary>
    /// <param name="file">With this head.</param>
    /// <param name="head">From <see cref="ReadHead"/>.</param>
    /// <param name="slotBytes">The same.</param>
    /// <param name="boot">Of the kernel that runs now.</param>
    public static RingFound Load(RawFile file, RingHead head, int slotBytes, Guid boot)
    {
        RingLayout layout = head.Layout(slotBytes);
        Span<byte> cell = stackalloc byte[sizeof(ulong)];
        bool hasCell = file.Read(cell, layout.MappedOffset, out _) == cell.Length;
        var word = RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(cell));
        bool isCrash = !head.IsClosed && head.Boot == boot && hasCell && word.Entry < head.Entries;
        RingPen pen = isCrash ? word : head.Checked;
        var ring = new NativeBlock("store rings", layout.RingBytes);
        long wanted = layout.UsedBytes(pen);
        long read = ReadRing(file, layout, ring, wanted);
        var found = new RingFound(head, slotBytes, pen, ring)
        {
            IsCrash = isCrash,
            IsRolledBack = !head.IsClosed && !isCrash,
            MissingRows = (int)((wanted - read) / layout.RowBytes),
        };
        RingRepair.Check(found, file, read);
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

    /// <summary>Superblock, head and pen of a new file.</summary>
    public static int WriteStart(RawFile file, in RingLayout layout, ReadOnlySpan<byte> head, in RingPen pen)
    {
        Span<byte> super = stackalloc byte[RingSuper.Bytes];
        RingSuper.Write(super, layout.SlotBytes);
        Span<byte> cell = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(cell, pen.Word);
        int errno = file.Write(super, 0);
        errno = errno != 0 ? errno : file.Write(head, layout.SlotOffset(0));
        return errno != 0 ? errno : file.Write(cell, layout.MappedOffset);
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
    private static long ReadRing(RawFile file, in RingLayout layout, NativeBlock ring, long wanted)
    {
        long done = 0;
        while (done < wanted)
        {
            int length = (int)Math.Min(ChunkBytes, wanted - done);
            long count = file.Read(ring.Span<byte>(done, length), layout.RingOffset + done, out _);
            if (count <= 0)
            {
                break;
            }

            done += count;
        }

        return done;
    }
}
