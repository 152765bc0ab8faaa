using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A ring of memory mode <c>map</c>, in its host's file. A ring that has to be laid out anew gets another
/// place there, and the one before stays until a sync has the new one on the disk.
/// </summary>
internal sealed class MappedPlace(Chart chart) : RingPlace(chart)
{
    /// <summary>Where the ring is, or where the file has what it was before the disk was full.</summary>
    private FiledRing? _filed;
    private ulong _checked;
    private ulong _summed;
    private uint _part;
    private bool _isReplacedDue;

    public bool IsMapped { get; private set; }

    /// <summary>Of this host alone; another one with each place, and with rows that change behind the
    /// pen.</summary>
    public int Generation { get; private set; }

    /// <summary>Should be mapped, but the disk would not have it.</summary>
    public bool IsAdrift => !IsMapped && Chart.Series.Clock.Ring != 0;

    public FiledRing Filed => _filed!;

    /// <summary>The pen of the last sync that is on the disk.</summary>
    public RingPen Checked => RingPen.Of(_checked);

    /// <summary>How far the sums in the file reach.</summary>
    public RingMark Summed => new(RingPen.Of(_summed), _part);

    /// <summary>Something that this ring has taken the place of is still there.</summary>
    public bool HasReplaced => _filed?.Older != null || Past?.ReplacedFile != null;

    public override NativeBlock? Open(Series series)
    {
        RingFound? found = Find(series, out string? replacedFile);
        if (found != null)
        {
            RingRestore.Clock(ref series.Clock, found, Shelf.NowUsec);
            if (replacedFile == null)
            {
                (_checked, _summed) = (found.Head.Checked.Word, 0);
            }
        }

        NativeBlock? block = found == null || replacedFile != null ? null : MapAsItLies(series, found);
        if (block == null)
        {
            block = Another(series, series.Clock.Columns);
            if (block != null)
            {
                if (found != null)
                {
                    RingRestore.Columns(found, Chart, block, series.Clock.Columns);
                }

                Settle(series, block);
            }
            else if (found != null)
            {
                block = InMemory(series, found);
            }
        }

        Remember(found, replacedFile);
        return block;
    }

    public override NativeBlock? Another(Series series, int columns)
    {
        RingShelf shelf = Shelf;
        long ringBytes = RingLayout.PenCellBytes + ((long)series.Clock.Entries * columns * sizeof(uint));
        HostRings? rings = shelf.MakeRings(out int errno);
        if (rings == null || ringBytes > RingLimits.MappedRingBytesMax)
        {
            shelf.Trouble.Failed("make", shelf.RingsPath, errno);
            return null;
        }

        // The sums of one page more than there may be, as it is not known yet where in a page it begins.
        RingHead head = Head(series, columns, 0, default, default, isClosed: false);
        int pages = (int)((ringBytes + RingLayout.PageBytes - 1) / RingLayout.PageBytes) + 1;
        using RawFile? file = rings.OpenToWrite(out errno);
        FiledRing? filed = file == null
            ? null
            : rings.Add(file, RingSlot.SlotFor(head, pages), ringBytes, shelf.NowSec, out errno);
        NativeBlock? block = filed == null ? null : rings.Lend(file!, filed, out errno);
        if (block == null)
        {
            if (filed != null)
            {
                rings.Free(file!, filed);
            }

            shelf.Trouble.Failed("write to", rings.Path, errno);
            return null;
        }

        shelf.Next = filed;
        return block;
    }

    public override void Settle(Series series, NativeBlock? another)
    {
        ref ChartClock clock = ref series.Clock;
        Leave(series);
        if (another == null)
        {
            return;
        }

        RingShelf shelf = Shelf;
        FiledRing next = shelf.Next!;
        FiledRing? before = _filed;
        bool wasChecked = _checked != 0;
        clock.Ring = another.Address;
        nint pen = another.Address - RingLayout.PenCellBytes;
        RingPen.Of(in clock).Put(pen);
        (_filed, shelf.Next) = (next, null);
        using RawFile? file = shelf.Rings()!.OpenToWrite(out int errno);
        errno = file == null ? errno : WriteHead(file, series, default, default, isNew: true);
        if (errno != 0)
        {
            // The rows are in a place without a name: as good as memory, and nobody else's.
            _filed = before;
            shelf.Trouble.Failed("write to", shelf.RingsPath, errno);
            return;
        }

        Replace(file!, before, wasChecked);
        Settled(ref clock, pen);
        shelf.Trouble.Worked();
    }

    public override void Described(Series series)
    {
        if (LateColumn(series) is >= 0 and int column)
        {
            if (IsMapped && (_checked | _summed) != 0)
            {
                // What is on the disk stays as it is until all of it is there.
                series.Relay(series.Clock.Columns);
            }

            Generation = Shelf.NextGeneration();
            Claim(series, column);
        }

        if (IsMapped && !TryWriteHead(series, Checked, Summed, isClosed: false))
        {
            series.Relay(series.Clock.Columns);
        }
    }

    public override void Delete()
    {
        RingShelf shelf = Shelf;
        Leave(Chart.Series);
        if ((_filed ?? shelf.Rings()?.Take(Chart.Id)?.Filed) is { } filed)
        {
            shelf.Free(filed);
            _filed = null;
        }

        if (shelf.HasChartFiles)
        {
            shelf.Names.Delete(Past?.ReplacedFile ?? RingNames.BaseOf(Chart.Id));
        }
    }

    public override void Keep()
    {
        if (IsAdrift)
        {
            Chart.Series.Relay(Chart.Series.Clock.Columns);
        }

        if (IsMapped && _filed != null)
        {
            ref ChartClock clock = ref Chart.Series.Clock;
            Close();
            Shelf.Rings()?.PutBack(new KeptRing(Chart.Id, _filed, 0, clock.LastUpdatedSec,
                (long)clock.Entries * clock.UpdateEvery));
            _filed = null;
        }
    }

    /// <summary>The ring is written by nobody any more, or goes on as plain memory would.</summary>
    public void Leave(Series series)
    {
        IsMapped = false;
        Generation = Shelf.NextGeneration();
        series.Clock.Flags &= ~SeriesFlags.Mapped;
        series.Clock.Pen = 0;
    }

    /// <summary>The last thing that is done to a mapped ring: sums of all that was written, in both of its
    /// slots.</summary>
    public void Close()
    {
        Series series = Chart.Series;
        if (Sum(series, isClosed: true))
        {
            Sum(series, isClosed: true);
        }

        Leave(series);
    }

    /// <summary>A sync has it on the disk, or nobody knows any more what the file has.</summary>
    public void Synced(in RingPen pen, in RingMark mark) =>
        (_checked, _summed, _part) = (pen.Word, mark.Pen.Word, mark.Part);

    /// <summary>The head on the disk is that of this ring; the next sync is the end of the one
    /// before.</summary>
    public void NoteReplaced() => _isReplacedDue = HasReplaced && (_checked != 0 || Shelf.SyncSeconds == 0);

    /// <summary>What this ring has taken the place of goes, if that was known to be time before the sync that
    /// is over.</summary>
    public void DropReplaced()
    {
        if (!_isReplacedDue)
        {
            return;
        }

        _isReplacedDue = false;
        if (_filed?.Older is { } older)
        {
            _filed.Older = null;
            Shelf.Free(older);
        }

        if (Past?.ReplacedFile is { } name)
        {
            Shelf.Names.Delete(name);
            Past.ReplacedFile = null;
            Past = Past.Leftovers == null ? null : Past;
        }
    }

    /// <summary>Both slots are damaged: a head without sums, until the next sync has made them.</summary>
    public void Repair() => TryWriteHead(Chart.Series, default, default, isClosed: false);

    public RingLayout Layout(in ChartClock clock) => _filed!.Layout(clock.Entries, clock.Columns);

    /// <summary>A head with other ids. False: its slots are too small for it.</summary>
    private bool TryWriteHead(Series series, in RingPen pen, in RingMark mark, bool isClosed)
    {
        RingShelf shelf = Shelf;
        RingHead head = Head(series, series.Clock.Columns, 0, pen, mark, isClosed);
        if (RingSlot.LengthOf(head, Layout(in series.Clock).Pages) > _filed!.SlotBytes)
        {
            return false;
        }

        using RawFile? file = shelf.Rings()!.OpenToWrite(out int errno);
        errno = file == null ? errno : WriteHead(file, series, pen, mark, isClosed: isClosed);
        if (errno != 0)
        {
            shelf.Trouble.Failed("write to", shelf.RingsPath, errno);
        }

        return true;
    }

    /// <summary>Sums what is due, and says so. False: it could not be written.</summary>
    private bool Sum(Series series, bool isClosed)
    {
        RingShelf shelf = Shelf;
        RingLayout layout = Layout(in series.Clock);
        RingDue due = RingDue.Of(in series.Clock, layout, RingPen.Of(_summed));
        RingMark mark = RingMark.Of(layout, series.Clock.Ring, due.Pen);
        using RawFile? file = shelf.Rings()!.OpenToWrite(out int errno);
        errno = file == null
            ? errno
            : WriteHead(file, series, isClosed ? due.Pen : Checked, mark, isClosed: isClosed, due: due);
        if (errno != 0)
        {
            shelf.Trouble.Failed("write to", shelf.RingsPath, errno);
        }

        return errno == 0;
    }

    /// <summary>Errno. Sums that there are stay, but for those that are due.</summary>
    private int WriteHead(RawFile file, Series series, in RingPen pen, in RingMark mark, bool isNew = false,
        bool isClosed = false, RingDue due = default)
    {
        HostRings rings = Shelf.Rings()!;
        RingLayout layout = Layout(in series.Clock);
        RingHead head = Head(series, series.Clock.Columns, rings.NextSequence(), pen, mark, isClosed);
        int length = RingSlot.LengthOf(head, layout.Pages);
        int sumBytes = layout.Pages * RingLayout.SumBytes;
        using var block = new NativeBlock("ring slots", length + _filed!.SlotBytes + due.Bytes);
        Span<byte> slot = block.Span<byte>(0, length);
        RingSlot.Encode(slot, head, _filed, layout.Pages);
        if (!isNew)
        {
            Span<byte> old = block.Span<byte>(length, _filed.SlotBytes);
            if (!rings.TryReadSlot(file, _filed, old) || RingSlot.SumsOf(old).Bytes != sumBytes)
            {
                // Damaged in both halves while it was in use: the next sync makes it whole.
                RingSlot.Change(slot, head.Sequence, 0, 0, RingSum.None, isClosed: false);
                int error = rings.WriteSlot(file, _filed, slot);
                Synced(default, default);
                return error;
            }

            old.Slice(RingSlot.SumsOf(old).From, sumBytes).CopyTo(slot[^sumBytes..]);
        }

        Span<byte> sums = block.Span<byte>(length + _filed.SlotBytes, due.Bytes);
        due.Sum(sums, layout, in series.Clock);
        due.Put(sums, slot[^sumBytes..]);
        int errno = rings.WriteSlot(file, _filed, slot);
        if (errno == 0)
        {
            Synced(pen, mark);
        }

        return errno;
    }

    /// <summary>
    /// The ring that was here before: kept, as long as it is the only one that a power cut would leave.
    /// </summary>
    private void Replace(RawFile file, FiledRing? before, bool wasChecked)
    {
        if (before == null)
        {
            return;
        }

        if (wasChecked)
        {
            _filed!.Older = before;
            return;
        }

        _filed!.Older = before.Older;
        before.Older = null;
        Shelf.Rings()!.Free(file, before);
    }

    /// <summary>
    /// In the host's file or, from mode save, in one of its own: the one that has newer rows.
    /// </summary>
    private RingFound? Find(Series series, out string? replacedFile)
    {
        RingShelf shelf = Shelf;
        replacedFile = null;
        KeptRing? kept = shelf.Rings()?.Take(Chart.Id);
        if (shelf.HasChartFiles)
        {
            RingNames names = shelf.Names;
            string name = names.Take(Chart.Id, out RawFile? file, out RingHead? head, out int slotBytes);
            names.Free(name);
            using (file)
            {
                if (file != null && head != null)
                {
                    if (kept == null || RingFile.NewestSec(file, head, slotBytes) > kept.NewestSec)
                    {
                        _filed = kept?.Filed;
                        replacedFile = name;
                        return RingRestore.Load(file, head, slotBytes, series, shelf, names.PathOf(name));
                    }

                    names.Delete(name);
                }
            }
        }

        if (kept == null)
        {
            return null;
        }

        RingFound? found = KeptRings.Load(shelf, kept, series, Chart.Id, out _filed);
        if (found == null)
        {
            shelf.Free(kept.Filed);
            _filed = null;
        }
        else if (_filed != kept.Filed)
        {
            shelf.FreeUntil(kept.Filed, _filed!);
        }

        return found;
    }

    /// <summary>
    /// The place that was found, when nothing in it has to move. Null: there has to be another.
    /// </summary>
    private NativeBlock? MapAsItLies(Series series, RingFound found)
    {
        RingHead head = found.Head;
        HostRings rings = Shelf.Rings()!;
        int columnsMax = series.Count + (series.Count / 4) + 1;
        if (!found.IsAsItLies || head.Columns < series.Count || head.Columns > columnsMax
            || head.Dimensions.Length > series.Count || !RingRestore.IsInOrder(head, Chart))
        {
            return null;
        }

        RingMark mark = head.IsClosed
            ? RingMark.Of(found.Layout, found.Ring.Address, head.Checked)
            : head.Summed;
        RingHead next = Head(series, head.Columns, 0, head.Checked, mark, isClosed: false);
        using RawFile? file = rings.OpenToWrite(out int errno);
        NativeBlock? block = file == null
            || RingSlot.LengthOf(next, found.Layout.Pages) > _filed!.SlotBytes
            ? null
            : rings.Lend(file, _filed, out errno);
        if (block == null)
        {
            return null;
        }

        series.Reserve(head.Columns);
        ref ChartClock clock = ref series.Clock;
        nint pen = block.Address - RingLayout.PenCellBytes;
        RingPen.Of(in clock).Put(pen);
        clock.Ring = block.Address;
        Synced(head.Checked, mark);

        // What no sum was made of, as a kill has left it, is summed at once, so that damage from now on is
        // seen. What is on the disk is no more than before.
        RingDue due = RingDue.Of(in clock, found.Layout, mark.Pen);
        mark = due.Pages == 0 ? mark : RingMark.Of(found.Layout, clock.Ring, due.Pen);
        int error = WriteHead(file!, series, head.Checked, mark, due: due);

        // The other slot says that the ring is closed, which it is not any more.
        error = error != 0 || !head.IsClosed ? error : WriteHead(file!, series, head.Checked, mark);
        if (error != 0)
        {
            clock.Ring = 0;
            block.Dispose();
            return null;
        }

        Settled(ref clock, pen);
        return block;
    }

    private void Settled(ref ChartClock clock, nint pen)
    {
        IsMapped = true;
        Generation = Shelf.NextGeneration();
        clock.Pen = pen;
        clock.Flags |= SeriesFlags.Mapped;
    }
}
