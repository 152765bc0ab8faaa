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
    /// <param name="sums">Of all pages; empty: they could not be read.</param>
    /// <param name="read">Bytes of the ring that there were.</param>
    public static void Check(RingFound found, ReadOnlySpan<byte> sums, long read)
    {
        RingLayout layout = found.Layout;
        RingPen pen = found.Pen;
        RingPen then = found.IsSameBoot ? found.Head.Summed.Pen : found.Head.Checked;
        int touched = found.Head.IsClosed
            ? 0
            : Touched(then, pen, found.Head.Entries, found.Head.UpdateEvery);
        if (touched >= 0)
        {
            CheckPages(found, sums, (then.Entry, touched), read);
            if (then.Word == found.Head.Summed.Pen.Word)
            {
                CheckPart(found, touched);
            }
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

    /// <summary>
    /// What the page under the pen of the sums had before it, as long as no row was written there since.
    /// </summary>
    private static void CheckPart(RingFound found, int touched)
    {
        RingLayout layout = found.Layout;
        RingMark mark = found.Head.Summed;
        (long start, int bytes) = RingMark.PartOf(layout, mark.Pen);
        bool isWhole = bytes > 0
            && mark.Pen.Entry + touched <= layout.Entries + (start / layout.RowBytes);
        if (isWhole && !mark.Holds(layout, found.Ring.Address))
        {
            found.BadPages++;
            Clear(found, start, bytes);
        }
    }

    /// <param name="found">Its rows are in memory.</param>
    /// <param name="sums">Of all pages.</param>
    /// <param name="touched">The row from which on, and how many, the sums do not hold.</param>
    /// <param name="read">Bytes of the ring that there were.</param>
    private static void CheckPages(
        RingFound found, ReadOnlySpan<byte> sums, (int From, int Count) touched, long read)
    {
        RingLayout layout = found.Layout;
        int pages = Math.Min(layout.Pages, sums.Length / RingLayout.SumBytes);
        for (int page = 0; page < pages; page++)
        {
            uint sum = BinaryPrimitives.ReadUInt32LittleEndian(sums[(page * RingLayout.SumBytes)..]);
            if (sum == RingSum.None || IsTouched(layout, page, touched.From, touched.Count)
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
