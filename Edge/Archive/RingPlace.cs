using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// One chart's ring file. Mapped, it follows the ring from file to file; saved, it only has a name until
/// somebody writes it. Guarded by the host's gate.
/// </summary>
internal sealed class RingPlace(RingShelf shelf, Chart chart) : IRingPlace
{
    private string? _name;
    private int _slotBytes;
    private long _sequence;
    private int _nextSlotBytes;

    /// <summary>What was found, as long as dimensions of it may still come.</summary>
    private RingFound? _leftovers;
    private long _openedUsec;

    /// <summary>The pen when pages were summed and synced last; of a mapped ring.</summary>
    public RingPen Checked { get; private set; }

    public bool IsMapped { get; private set; }

    /// <summary>Should be mapped, but the disk would not have it.</summary>
    public bool IsAdrift => shelf.Maps && !IsMapped && chart.Series.Clock.Ring != 0;

    /// <summary>Changes with each file that the ring moves to.</summary>
    public int Generation { get; private set; }

    /// <summary>Null: the chart was never collected.</summary>
    public string? Path => _name == null ? null : shelf.Names.PathOf(_name);

    public NativeBlock? Open(Series series)
    {
        RingFound? found = Find(series);
        NativeBlock? block = Open(series, found);
        if (found != null && RingRestore.HasOthers(found.Head, chart))
        {
            (_leftovers, _openedUsec) = (found, shelf.NowUsec);
        }
        else
        {
            found?.Dispose();
        }

        return block;
    }

    private NativeBlock? Open(Series series, RingFound? found)
    {
        if (found != null)
        {
            RingRestore.Clock(ref series.Clock, found, shelf.NowUsec);
        }

        if (shelf.Maps)
        {
            NativeBlock? block = found == null ? null : MapAsItLies(series, found);
            if (block != null)
            {
                return block;
            }

            block = Another(series, series.Clock.Columns);
            if (block != null)
            {
                if (found != null)
                {
                    RingRestore.Columns(found, chart, block, series.Clock.Columns);
                }

                Settle(series, block);
                return block;
            }
        }

        if (found == null)
        {
            return null;
        }

        if (found.Head.Columns == series.Clock.Columns && RingRestore.IsInOrder(found.Head, chart))
        {
            return found.Take();
        }

        var plain = new NativeBlock("store rings",
            (long)series.Clock.Entries * series.Clock.Columns * sizeof(uint));
        RingRestore.Columns(found, chart, plain, series.Clock.Columns);
        return plain;
    }

    public NativeBlock? Another(Series series, int columns)
    {
        if (!shelf.Maps)
        {
            return null;
        }

        string path = UnfinishedPath();
        string? place = System.IO.Path.GetDirectoryName(path);
        int errno = shelf.MakeDirectory(place!);
        if (errno != 0)
        {
            shelf.Trouble.Failed("make the directory", place!, errno);
            return null;
        }

        byte[] head = Head(series, columns, sequence: 1, default, isClosed: false).Encode();
        var layout = new RingLayout(RingLayout.SlotFor(head.Length), series.Clock.Entries, columns);
        NativeBlock? block = null;
        using (RawFile? file = RawFile.Create(path, out errno))
        {
            if (file != null)
            {
                // All of its blocks now: a full disk must be found here, not by a write to memory.
                errno = file.Allocate(layout.FileBytes);
                errno = errno != 0 ? errno : RingFile.WriteStart(file, layout, head, default);
                block = errno != 0 ? null : Map(file, layout, out errno);
            }
        }

        if (block == null)
        {
            _ = RawFile.Delete(path);
            shelf.Trouble.Failed("make", path, errno);
        }

        _nextSlotBytes = layout.SlotBytes;
        return block;
    }

    public void Settle(Series series, NativeBlock? another)
    {
        ref ChartClock clock = ref series.Clock;
        IsMapped = false;
        clock.Flags &= ~SeriesFlags.Mapped;
        clock.Pen = 0;
        if (another == null)
        {
            return;
        }

        nint pen = another.Address - RingLayout.PenCellBytes;
        clock.Ring = another.Address;
        Native.Ref<ulong>(pen) = RingPen.Of(in clock).Word;
        string path = UnfinishedPath();
        int errno = clock.Counter == 0 ? 0 : Sync(path);
        errno = errno != 0 ? errno : RawFile.Rename(path, Path!);
        if (errno != 0)
        {
            // The rows are in a file without a name: as good as memory.
            _ = RawFile.Delete(path);
            shelf.Trouble.Failed("name", Path!, errno);
            return;
        }

        _slotBytes = _nextSlotBytes;
        Settled(ref clock, pen, sequence: 1, default);
        shelf.Trouble.Worked();
        if (clock.Counter > 0)
        {
            using RingSync? sync = RingSync.Begin(series, this);
            sync?.Finish(series);
        }
    }

    public void Described(Series series)
    {
        if (_leftovers != null && series.Count > 0)
        {
            Claim(series, _leftovers, chart.Dimensions[series.Count - 1]);
        }

        if (IsMapped && !TryWriteHead(series, Checked, isClosed: false))
        {
            series.Relay(series.Clock.Columns);
        }
    }

    /// <summary>A dimension that came late has its past all the same.</summary>
    private void Claim(Series series, RingFound found, Dimension dimension)
    {
        int column = Array.IndexOf(found.Head.Dimensions, dimension.Id);
        if (column < 0 || series.Clock.Ring == 0)
        {
            return;
        }

        if (IsMapped)
        {
            // Pages that were summed change: until they are again, no sum says anything.
            TryWriteHead(series, default, isClosed: false);
        }

        RingRestore.Column(found, column, series, dimension.Index);
        found.Head.Dimensions[column] = "";
        if (IsMapped)
        {
            int errno = Sync(Path!);
            if (errno == 0)
            {
                using RingSync? sync = RingSync.Begin(series, this);
                sync?.Finish(series);
            }
        }
    }

    /// <summary>Dimensions that were not defined again within a quarter of an hour are given up.</summary>
    public void DropLeftovers(bool always)
    {
        const long keptUsec = 900 * Clock.UsecPerSecond;
        if (_leftovers != null && (always || shelf.NowUsec - _openedUsec > keptUsec))
        {
            _leftovers.Dispose();
            _leftovers = null;
        }
    }

    /// <summary>A head with a sequence of its own. False: its slot is too small for it.</summary>
    public bool TryWriteHead(Series series, in RingPen pen, bool isClosed)
    {
        byte[] head = Head(series, series.Clock.Columns, _sequence + 1, pen, isClosed).Encode();
        if (head.Length > _slotBytes)
        {
            return false;
        }

        using RawFile? file = RawFile.Open(Path!, writes: true, out int errno);
        errno = file == null ? errno : WriteHead(file, head);
        if (errno != 0)
        {
            shelf.Trouble.Failed("write to", Path!, errno);
            return true;
        }

        Checked = pen;
        return true;
    }

    /// <summary>What would be written now. Obsolete dimensions are nobody's in a closed file.</summary>
    public RingHead Head(Series series, int columns, long sequence, in RingPen pen, bool isClosed)
    {
        var ids = new string[Math.Min(columns, chart.Dimensions.Count)];
        for (int i = 0; i < ids.Length; i++)
        {
            Dimension dimension = chart.Dimensions[i];
            ids[i] = isClosed && dimension.IsObsolete ? "" : dimension.Id;
        }

        return new RingHead
        {
            Sequence = sequence,
            Checked = pen,
            IsClosed = isClosed,
            UpdateEvery = series.Clock.UpdateEvery,
            Entries = series.Clock.Entries,
            Columns = columns,
            Boot = shelf.Boot,
            MachineGuid = shelf.MachineGuid,
            ChartId = chart.Id,
            Dimensions = ids,
        };
    }

    public RingLayout Layout(Series series) => new(_slotBytes, series.Clock.Entries, series.Clock.Columns);

    /// <summary>The ring is written by nobody any more, or goes on as plain memory would.</summary>
    public void Leave(Series series)
    {
        IsMapped = false;
        Generation++;
        series.Clock.Flags &= ~SeriesFlags.Mapped;
    }

    /// <summary>The chart goes, and its file too.</summary>
    public void Delete()
    {
        Leave(chart.Series);
        shelf.Names.Delete(_name ?? RingNames.BaseOf(chart.Id));
    }

    public void FreeName()
    {
        DropLeftovers(always: true);
        if (_name != null)
        {
            shelf.Names.Free(_name);
        }
    }

    private static int Sync(string path)
    {
        using RawFile? file = RawFile.Open(path, writes: true, out int errno);
        return file == null ? errno : file.Sync();
    }

    private static NativeBlock? Map(RawFile file, in RingLayout layout, out int errno)
    {
        MappedFile? mapping = MappedFile.Map(file, layout.MappedOffset, layout.MappedBytes, out errno);
        return mapping == null
            ? null
            : new NativeBlock("mapped rings", mapping, RingLayout.PenCellBytes, layout.RingBytes);
    }

    private string UnfinishedPath() => Path![..^RingNames.File.Length] + RingNames.Unfinished;

    private RingFound? Find(Series series)
    {
        _name = shelf.Names.Take(chart.Id, out RawFile? file, out RingHead? head, out int slotBytes);
        using (file)
        {
            return file == null || head == null
                ? null
                : RingRestore.Load(file, head, slotBytes, series, shelf, Path!);
        }
    }

    /// <summary>
    /// The file that was found, when nothing in it has to move. Null: it has to be made anew.
    /// </summary>
    private NativeBlock? MapAsItLies(Series series, RingFound found)
    {
        RingHead head = found.Head;
        int columnsMax = series.Count + (series.Count / 4) + 1;
        if (!found.IsAsItLies || head.Columns < series.Count || head.Columns > columnsMax
            || head.Dimensions.Length > series.Count || !RingRestore.IsInOrder(head, chart))
        {
            return null;
        }

        using RawFile? file = RawFile.Open(Path!, writes: true, out int errno);
        RingLayout layout = found.Layout;
        byte[] bytes = Head(series, head.Columns, head.Sequence + 1, found.Head.Checked, false).Encode();
        if (file == null || bytes.Length > layout.SlotBytes || file.Allocate(layout.FileBytes) != 0)
        {
            return null;
        }

        (_slotBytes, _sequence) = (layout.SlotBytes, head.Sequence);
        NativeBlock? block = WriteHead(file, bytes) != 0 ? null : Map(file, layout, out errno);
        if (block == null)
        {
            return null;
        }

        series.Reserve(head.Columns);
        nint pen = block.Address - RingLayout.PenCellBytes;
        Native.Ref<ulong>(pen) = RingPen.Of(in series.Clock).Word;
        Settled(ref series.Clock, pen, _sequence, head.Checked);
        return block;
    }

    private void Settled(ref ChartClock clock, nint pen, long sequence, in RingPen checkedPen)
    {
        (IsMapped, _sequence, Checked) = (true, sequence, checkedPen);
        Generation++;
        clock.Pen = pen;
        clock.Flags |= SeriesFlags.Mapped;
    }

    /// <summary>Into the slot of the head before the present one.</summary>
    private int WriteHead(RawFile file, byte[] head)
    {
        int slot = (int)(_sequence & 1);
        int errno = file.Write(head, RingLayout.SuperBytes + ((long)slot * _slotBytes));
        _sequence += errno == 0 ? 1 : 0;
        return errno;
    }
}
