using System.Buffers.Binary;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Brings the sums of a mapped ring up to date and, in between, its pages to the disk: sums and pen are
/// written when what they say of is there.
/// </summary>
internal sealed class RingSync : IDisposable
{
    private readonly RingPlace _place;
    private readonly int _generation;
    private readonly RingLayout _layout;
    private readonly RingPen _pen;
    private readonly int _firstPage;
    private readonly NativeBlock _sums;

    private RingSync(Series series, RingPlace place, int firstPage, int pages)
    {
        _place = place;
        _generation = place.Generation;
        _layout = place.Layout(series);
        _pen = RingPen.Of(in series.Clock);
        _firstPage = firstPage;
        _sums = RingSum.Block(pages);
        Span<byte> sums = _sums.Span<byte>(0, pages * RingLayout.SumBytes);
        for (int i = 0; i < pages; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sums[(i * RingLayout.SumBytes)..],
                RingSum.OfPage(_layout, series.Clock.Ring, (firstPage + i) % _layout.Pages, _pen,
                    series.Clock.UpdateEvery));
        }
    }

    /// <summary>The gate is held. Null: nothing was written since the last time.</summary>
    public static RingSync? Begin(Series series, RingPlace place)
    {
        ref ChartClock clock = ref series.Clock;
        RingLayout layout = place.Layout(series);
        var pen = RingPen.Of(in clock);
        if (pen.Word == place.Checked.Word)
        {
            return null;
        }

        int touched = RingRepair.Touched(place.Checked, pen, clock.Entries, clock.UpdateEvery);
        if (touched < 0 || touched > clock.Entries / 2)
        {
            return new RingSync(series, place, 0, layout.Pages);
        }

        int first = layout.PageOf((long)place.Checked.Entry * layout.RowBytes);
        int last = layout.PageOf(((long)(pen.Entry + 1) * layout.RowBytes) - 1);
        int pages = last - first + 1;
        pages = pen.Entry < place.Checked.Entry ? pages + layout.Pages : pages;
        return new RingSync(series, place, first, Math.Min(pages, layout.Pages));
    }

    /// <summary>The gate is held again, what was summed is on the disk.</summary>
    public void Finish(Series series, bool isClosed = false)
    {
        if (!_place.IsMapped || _place.Generation != _generation)
        {
            return;
        }

        int errno = WriteSums();
        if (errno == 0)
        {
            _place.TryWriteHead(series, _pen, isClosed);
        }
    }

    /// <summary>The last thing that is done to a mapped file; the gate is held.</summary>
    public static void Close(Series series, RingPlace place)
    {
        using RingSync? sync = Begin(series, place);
        if (sync != null)
        {
            sync.Finish(series, isClosed: true);
        }
        else
        {
            place.TryWriteHead(series, place.Checked, isClosed: true);
        }

        place.Leave(series);
    }

    public void Dispose() => _sums.Dispose();

    private int WriteSums()
    {
        using RawFile? file = RawFile.Open(_place.Path!, writes: true, out int errno);
        if (file == null)
        {
            return errno;
        }

        ReadOnlySpan<byte> sums = _sums.Span<byte>(0, (int)_sums.Bytes);
        int pages = sums.Length / RingLayout.SumBytes;
        int straight = Math.Min(pages, _layout.Pages - _firstPage) * RingLayout.SumBytes;
        errno = file.Write(
            sums[..straight], _layout.SumsOffset + ((long)_firstPage * RingLayout.SumBytes));
        return errno != 0 || straight == sums.Length
            ? errno
            : file.Write(sums[straight..], _layout.SumsOffset);
    }
}
