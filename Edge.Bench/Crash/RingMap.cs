using Edge.Archive;
using Edge.Store;
using Edge.Sys;

namespace Edge.Bench.Crash;

/// <summary>A chart's ring file before it is damaged: which bytes hold which seconds.</summary>
internal sealed class RingMap : IDisposable
{
    private readonly RingFound _found;
    private readonly (int Host, int Chart) _chart;

    /// <summary>Slots of heads and the pen that were hit: one of them has a substitute.</summary>
    private readonly HashSet<long> _hitOnce = [];

    public RingMap(string path, (int Host, int Chart) chart)
    {
        using RawFile file = RawFile.Open(path, writes: false, out _)
            ?? throw new IOException($"'{path}' cannot be read");
        RingHead head = RingFile.ReadHead(file, out int slotBytes, out string? problem)
            ?? throw new IOException($"'{path}': {problem}");
        _found = RingFile.Load(file, head, slotBytes, RingBoot.Read());
        _chart = chart;
        byte[] slot = new byte[slotBytes];
        for (int i = 0; i < 2; i++)
        {
            file.Read(slot, _found.Layout.SlotOffset(i), out _);
            if (RingHead.Decode(slot) == null)
            {
                // Nothing stands in for the other one: worth a look, as there are always two.
                Console.WriteLine($"    '{path}' has no head in slot {i}");
            }
        }
    }

    private RingLayout Layout => _found.Layout;

    /// <summary>
    /// Whether damage to a byte can be told from samples: not in pages that were written since they were
    /// summed last (docs/formats.md).
    /// </summary>
    public bool IsSummed(long offset)
    {
        long at = offset - Layout.RingOffset;
        if (at < 0 || at >= Layout.RingBytes || _found.Head.IsClosed)
        {
            return true;
        }

        RingPen then = _found.Head.Summed.Pen;
        int touched = RingRepair.Touched(then, _found.Pen, _found.Head.Entries, _found.Head.UpdateEvery);
        int page = Layout.PageOf(at);
        for (int i = 0; i < touched; i++)
        {
            int row = (then.Entry + i) % Layout.Entries;
            if (page >= Layout.PageOf((long)row * Layout.RowBytes)
                && page <= Layout.PageOf(((row + 1L) * Layout.RowBytes) - 1))
            {
                (long start, int bytes) = RingMark.PartOf(Layout, then);
                return at >= start && at < start + bytes;
            }
        }

        return touched >= 0;
    }

    /// <summary>What a flipped bit may cost.</summary>
    public void Flip(long offset, Losses losses)
    {
        RingLayout layout = Layout;
        if (offset < RingLayout.SuperBytes / 2)
        {
            losses.AddAll(_chart);
        }
        else if (offset >= layout.MappedOffset && offset < layout.MappedOffset + RingPen.CellBytes)
        {
            _hitOnce.Add(-1);
            if (!_found.Head.IsClosed)
            {
                Since(losses);
            }
        }
        else if (offset >= layout.RingOffset && offset < layout.RingOffset + layout.RingBytes)
        {
            Page(layout.PageOf(offset - layout.RingOffset), losses);
        }
        else if (offset >= layout.SumsOffset && offset < layout.SumsOffset + (4L * layout.Pages))
        {
            Page((int)((offset - layout.SumsOffset) / 4), losses);
        }
        else if (offset >= RingLayout.SuperBytes && offset < layout.SumsOffset)
        {
            _hitOnce.Add((offset - RingLayout.SuperBytes) / layout.SlotBytes);
        }

        if (_hitOnce.Count > 1)
        {
            losses.AddAll(_chart);
        }
    }

    /// <summary>The file is of no use any more.</summary>
    public void LoseAll(Losses losses) => losses.AddAll(_chart);

    /// <summary>What lies behind the end of a file that is so long now, in whole pages.</summary>
    public void Cut(long length, Losses losses)
    {
        if (length < Layout.RingOffset)
        {
            losses.AddAll(_chart);
            return;
        }

        for (int page = 0; page < Layout.Pages; page++)
        {
            if (Layout.RingOffset + Layout.PageEnd(page) > length)
            {
                Page(page, losses);
            }
        }
    }

    public void Dispose() => _found.Dispose();

    /// <summary>The rows that have a byte in it.</summary>
    private void Page(int page, Losses losses)
    {
        for (int row = Layout.FirstRow(page); row <= Layout.LastRow(page); row++)
        {
            if (RingSum.SecondOf(row, Layout.Entries, _found.Pen, _found.Head.UpdateEvery) is { } sec)
            {
                losses.Add(_chart, sec, sec);
            }
        }
    }

    /// <summary>What is newer than the sums, and older rows that share a page with it.</summary>
    private void Since(Losses losses)
    {
        RingPen then = _found.Head.Summed.Pen;
        losses.Add(_chart, then.Sec + 1, long.MaxValue);
        int rows = RingRepair.Touched(then, _found.Pen, Layout.Entries, _found.Head.UpdateEvery);
        if (rows < 0)
        {
            losses.AddAll(_chart);
        }

        for (int i = 0; i < rows; i++)
        {
            long row = (then.Entry + i) % Layout.Entries * (long)Layout.RowBytes;
            Page(Layout.PageOf(row), losses);
            Page(Layout.PageOf(row + Layout.RowBytes - 1), losses);
        }
    }
}
