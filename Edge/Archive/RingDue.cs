using System.Buffers.Binary;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>Which pages of a mapped ring have to be summed.</summary>
/// <param name="Pen">As it is.</param>
/// <param name="FirstPage">From which on, round the ring.</param>
/// <param name="Pages">How many.</param>
internal readonly record struct RingDue(RingPen Pen, int FirstPage, int Pages)
{
    public int Bytes => Pages * RingLayout.SumBytes;

    /// <summary>What was written since there were sums; the gate is held.</summary>
    public static RingDue Of(in ChartClock clock, in RingLayout layout, in RingPen summed)
    {
        var pen = RingPen.Of(in clock);
        if (pen.Word == summed.Word)
        {
            return new RingDue(pen, 0, 0);
        }

        int touched = RingRepair.Touched(summed, pen, clock.Entries, clock.UpdateEvery);
        if (touched < 0 || touched > clock.Entries / 2)
        {
            return new RingDue(pen, 0, layout.Pages);
        }

        int first = layout.PageOf((long)summed.Entry * layout.RowBytes);
        int last = layout.PageOf(((long)(pen.Entry + 1) * layout.RowBytes) - 1);
        int pages = last - first + 1;
        pages = pen.Entry < summed.Entry ? pages + layout.Pages : pages;
        return new RingDue(pen, first, Math.Min(pages, layout.Pages));
    }

    /// <summary>The same moment: nobody has written since <see cref="Of"/>.</summary>
    /// <param name="to">Of <see cref="Bytes"/>.</param>
    /// <param name="layout">Of the ring.</param>
    /// <param name="clock">Of its chart.</param>
    public void Sum(Span<byte> to, in RingLayout layout, in ChartClock clock)
    {
        for (int i = 0; i < Pages; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[(i * RingLayout.SumBytes)..], RingSum.OfPage(
                layout, clock.Ring, (FirstPage + i) % layout.Pages, Pen, clock.UpdateEvery));
        }
    }

    /// <summary>Into the sums of all pages.</summary>
    /// <param name="from">From <see cref="Sum"/>.</param>
    /// <param name="all">Of the chart's slot.</param>
    public void Put(ReadOnlySpan<byte> from, Span<byte> all)
    {
        int start = FirstPage * RingLayout.SumBytes;
        int straight = Math.Min(from.Length, all.Length - start);
        Guard.That(from.Length <= all.Length);
        from[..straight].CopyTo(all[start..]);
        from[straight..].CopyTo(all);
    }
}
