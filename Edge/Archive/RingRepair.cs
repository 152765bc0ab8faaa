using System.Buffers.Binary;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Decides which pages of a ring that was read hold what they should, and turns the others into gaps.
/// </summary>
internal static class RingRepair
{
    /// <param name="found">Its rows are in memory.</param>
    /// <param name="file">Whence.</param>
    /// <param name="read">Bytes of the ring that there were.</param>
    public static void Check(RingFound found, RawFile file, long read)
    {
        RingLayout layout = found.Layout;
        RingPen pen = found.Pen;
        int touched = found.Head.IsClosed
            ? 0
            : Touched(found.Head.Checked, pen, found.Head.Entries, found.Head.UpdateEvery);
        if (touched >= 0)
        {
            CheckPages(found, file, touched, read);
        }

        if (pen.IsOpen)
        {
            // Somebody died while writing this row, which is the oldest one once the ring has been round.
            Clear(found, (long)pen.Entry * layout.RowBytes, layout.RowBytes);
        }

        if (found.IsRolledBack && pen.IsWrapped)
        {
            // The pages under the pen may hold newer rows than it says, where it shows the oldest.
            long start = (long)pen.Entry * layout.RowBytes;
            Clear(found, start, layout.PageEnd(layout.PageOf(start + layout.RowBytes - 1)) - start);
        }

        found.IsAsItLies &= !found.IsRolledBack && found.MissingRows == 0;
    }

    /// <summary>
    /// Rows from the pen of the last check on that may have been written since, the one under the present pen
    /// included. -1: the sums say nothing, since the ring went round or was begun anew.
    /// </summary>
    public static int Touched(in RingPen then, in RingPen now, int entries, int updateEvery)
    {
        long seconds = now.Sec - then.Sec;
        long rows = seconds / updateEvery;
        bool isSameRound = then.Sec > 0 && seconds >= 0 && seconds % updateEvery == 0
            && rows < entries && (then.Entry + rows) % entries == now.Entry
            && (now.IsWrapped || !then.IsWrapped);
        return isSameRound ? (int)rows + 1 : -1;
    }

    private static void CheckPages(RingFound found, RawFile file, int touched, long read)
    {
        RingLayout layout = found.Layout;
        using NativeBlock block = RingSum.Block(layout.Pages);
        Span<byte> sums = block.Span<byte>(0, layout.Pages * RingLayout.SumBytes);
        if (file.Read(sums, layout.SumsOffset, out _) != sums.Length)
        {
            return;
        }

        int from = found.Head.Checked.Entry;
        for (int page = 0; page < layout.Pages; page++)
        {
            uint sum = BinaryPrimitives.ReadUInt32LittleEndian(sums[(page * RingLayout.SumBytes)..]);
            if (sum == RingSum.None || IsTouched(layout, page, from, touched)
                || sum == RingSum.OfPage(
                    layout, found.Ring.Address, page, found.Pen, found.Head.UpdateEvery))
            {
                continue;
            }

            long start = layout.PageStart(page);
            if (start < read)
            {
                found.BadPages++;
            }

            Clear(found, start, layout.PageEnd(page) - start);
        }
    }

    /// <summary>Whether one of <paramref name="count"/> rows from <paramref name="from"/> on, round the ring,
    /// lies in the page.</summary>
    private static bool IsTouched(in RingLayout layout, int page, int from, int count)
    {
        int first = layout.FirstRow(page);
        int last = layout.LastRow(page);
        int distance = first >= from ? first - from : first - from + layout.Entries;
        return count > 0 && (distance < count || (from >= first && from <= last));
    }

    private static void Clear(RingFound found, long start, long bytes)
    {
        found.IsAsItLies = false;
        bytes = Math.Min(bytes, found.Ring.Bytes - start);
        found.Ring.Span<byte>(start, (int)bytes).Clear();
    }
}
