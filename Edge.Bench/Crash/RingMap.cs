using Edge.Archive;
using Edge.Store;
using Edge.Sys;

namespace Edge.Bench.Crash;

/// <summary>A chart in its host's ring file before it is damaged: which bytes hold which seconds.</summary>
internal sealed class RingMap : IDisposable
{
    private readonly RingFound _found;
    private readonly FiledRing _filed;
    private readonly long _sumsFrom;

    /// <summary>Slots and the pen that were hit: one of them has a substitute.</summary>
    private readonly HashSet<long> _hitOnce = [];

    public RingMap(RawFile file, HostSuper super, FiledRing filed, (int Host, int Chart) chart)
    {
        (_filed, Chart) = (filed, chart);
        var slot = new byte[filed.SlotBytes];
        file.Read(slot, filed.SlotOffset(filed.Newest), out _);
        RingHead head = RingSlot.Decode(slot.AsSpan(0, RingSlot.LengthOf(slot)), super.MachineGuid)
            ?? throw new IOException("a slot cannot be read");
        (int from, int bytes) = RingSlot.SumsOf(slot);
        _sumsFrom = from;
        _found = RingFile.Load(file, head, filed.Layout(head.Entries, head.Columns), filed.CellOffset,
            slot.AsSpan(from, bytes), RingBoot.Read());
        var other = new byte[filed.SlotBytes];
        file.Read(other, filed.SlotOffset(filed.Newest ^ 1), out _);
        HasTwoSlots = RingSlot.IsWhole(other, super.Seed);
    }

    public (int Host, int Chart) Chart { get; }

    /// <summary>False: nothing stands in for the newest one, as no sync was yet.</summary>
    public bool HasTwoSlots { get; }

    private RingLayout Layout => _found.Layout;

    private long RingOffset => _filed.CellOffset + RingLayout.PenCellBytes;

    /// <summary>Whether a byte of the file is of this chart.</summary>
    public bool Has(long offset) => IsIn(offset, _filed.SlotOffset(0), _filed.SlotBytes)
        || IsIn(offset, _filed.SlotOffset(1), _filed.SlotBytes)
        || IsIn(offset, _filed.CellOffset, _filed.RingBytes);

    /// <summary>
    /// Whether damage to a byte can be told from samples: not in pages that were written since they were
    /// summed last (docs/formats.md).
    /// </summary>
    public bool IsSummed(long offset)
    {
        long at = offset - RingOffset;
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
        if (IsIn(offset, _filed.CellOffset, RingPen.CellBytes))
        {
            _hitOnce.Add(-1);
            if (!_found.Head.IsClosed)
            {
                Since(losses);
            }
        }
        else if (IsIn(offset, RingOffset, Layout.RingBytes))
        {
            Page(Layout.PageOf(offset - RingOffset), losses);
        }
        else
        {
            int used = (int)_sumsFrom + (Layout.Pages * RingLayout.SumBytes);
            for (int half = 0; half < 2; half++)
            {
                if (IsIn(offset, _filed.SlotOffset(half), used))
                {
                    _hitOnce.Add(half);

                    // With the newer slot goes what it had summed and the older one had not.
                    if (half == _filed.Newest)
                    {
                        Since(losses);
                    }
                }
            }
        }

        if (_hitOnce.Count > 1 || (_hitOnce.Count == 1 && !HasTwoSlots))
        {
            LoseAll(losses);
        }
    }

    /// <summary>It is of no use any more.</summary>
    public void LoseAll(Losses losses) => losses.AddAll(Chart);

    /// <summary>What lies behind the end of a file that is so long now, in whole pages.</summary>
    public void Cut(long length, Losses losses)
    {
        if (length < RingOffset || length < _filed.SlotOffset(1) + _filed.SlotBytes)
        {
            LoseAll(losses);
            return;
        }

        for (int page = 0; page < Layout.Pages; page++)
        {
            if (RingOffset + Layout.PageEnd(page) > length)
            {
                Page(page, losses);
            }
        }
    }

    public void Dispose() => _found.Dispose();

    private static bool IsIn(long offset, long from, long bytes) => offset >= from && offset < from + bytes;

    /// <summary>The rows that have a byte in it.</summary>
    private void Page(int page, Losses losses)
    {
        for (int row = Layout.FirstRow(page); row <= Layout.LastRow(page); row++)
        {
            if (RingSum.SecondOf(row, Layout.Entries, _found.Pen, _found.Head.UpdateEvery) is { } sec)
            {
                losses.Add(Chart, sec, sec);
            }
        }
    }

    /// <summary>What is newer than the sums, and older rows that share a page with it.</summary>
    private void Since(Losses losses)
    {
        RingPen then = _found.Head.Summed.Pen;
        losses.Add(Chart, then.Sec + 1, long.MaxValue);
        int rows = RingRepair.Touched(then, _found.Pen, Layout.Entries, _found.Head.UpdateEvery);
        if (rows < 0)
        {
            LoseAll(losses);
        }

        for (int i = 0; i < rows; i++)
        {
            long row = (then.Entry + i) % Layout.Entries * (long)Layout.RowBytes;
            Page(Layout.PageOf(row), losses);
            Page(Layout.PageOf(row + Layout.RowBytes - 1), losses);
        }
    }
}
