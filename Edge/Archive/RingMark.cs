using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// How far the sums of a ring file reach: pages are summed as they were at this pen. The page under the pen
/// changes with the next row already, so that what it has before the pen is summed once more, by itself.
/// </summary>
/// <param name="Pen">When the pages were summed.</param>
/// <param name="Part">Sum of the bytes from the begin of the pen's page to its row; 0: none.</param>
internal readonly record struct RingMark(RingPen Pen, uint Part)
{
    /// <summary>Of a ring as it is; the gate is held, or nobody else has it.</summary>
    public static RingMark Of(in RingLayout layout, nint ring, in RingPen pen)
    {
        (long start, int bytes) = PartOf(layout, pen);
        uint sum = RingSum.Of((uint)pen.Sec, Native.Span<byte>(ring + (nint)start, bytes));
        return new RingMark(pen, sum == RingSum.None ? 1 : sum);
    }

    /// <summary>Whether the bytes before the pen are still those.</summary>
    public bool Holds(in RingLayout layout, nint ring) =>
        Part == RingSum.None || Of(layout, ring, Pen).Part == Part;

    /// <summary>Where the bytes of <see cref="Part"/> lie in the ring.</summary>
    public static (long Start, int Bytes) PartOf(in RingLayout layout, in RingPen pen)
    {
        long end = (long)pen.Entry * layout.RowBytes;
        long start = layout.PageStart(layout.PageOf(end));
        return (start, (int)(end - start));
    }
}
