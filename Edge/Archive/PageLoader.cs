using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Reads pages of row groups. Has one set of scratch buffers for all hosts, behind a gate of its own, which
/// is taken after a host's.
/// </summary>
internal sealed class PageLoader : IDisposable
{
    private const string Tag = "DBENGINE";
    private readonly Gate _gate = new();
    private readonly Throttle _damages = new(minSeconds: 60);
    private readonly RowGroupDirectory _directory = new();
    private readonly ExtentReader _reader = new();
    private readonly ChartShape _shape = new();
    private readonly ByteSink _bytes = new();
    private int[] _columns = new int[16];

    /// <summary>Of the last round.</summary>
    public long NowUsec { get; set; }

    /// <summary>Pages that could not be read.</summary>
    public long Damages { get; private set; }

    /// <summary>
    /// The page of a group that holds a second of a chart. Null: there is none; then <paramref
    /// name="holeToSec"/> ends before the chart's next rows in the group, if there are any.
    /// </summary>
    public EnginePage? Load(GroupPlace group, EngineChart chart, long sec, ref long holeToSec)
    {
        using (_gate.Enter())
        {
            if (!TryOpen(group, out RowGroupHeader _))
            {
                return null;
            }

            for (int i = 0; i < _directory.Pages.Count; i++)
            {
                PageEntry entry = _directory.Pages[i];
                if (chart.LayoutOf(entry.Chart) is not { } layout)
                {
                    continue;
                }

                (long from, long to) = Reach(entry, layout);
                if (sec < from)
                {
                    holeToSec = Math.Min(holeToSec, from - 1);
                }
                else if (sec <= to)
                {
                    if (Read(group, chart, layout, i) is { } page)
                    {
                        return page;
                    }

                    // What is damaged is a hole, and no longer than its own rows.
                    holeToSec = Math.Min(holeToSec, to);
                }
            }

            return null;
        }
    }

    /// <summary>What a group has of a chart; (MaxValue, 0): nothing.</summary>
    public (long First, long Last) ReachOf(GroupPlace group, EngineChart chart)
    {
        (long first, long last) = (long.MaxValue, 0);
        using (_gate.Enter())
        {
            if (TryOpen(group, out RowGroupHeader _))
            {
                foreach (PageEntry entry in _directory.Pages)
                {
                    if (chart.LayoutOf(entry.Chart) is { } layout)
                    {
                        (long from, long to) = Reach(entry, layout);
                        (first, last) = (Math.Min(first, from), Math.Max(last, to));
                    }
                }
            }
        }

        return (first, last);
    }

    public void Intervals(
        GroupPlace group, EngineChart chart, (long From, long To) time, ref int min, ref int max)
    {
        using (_gate.Enter())
        {
            if (!TryOpen(group, out RowGroupHeader _))
            {
                return;
            }

            foreach (PageEntry entry in _directory.Pages)
            {
                if (chart.LayoutOf(entry.Chart) is { } layout
                    && Reach(entry, layout) is var (from, to) && from <= time.To && to >= time.From)
                {
                    min = min == 0 ? layout.UpdateEvery : Math.Min(min, layout.UpdateEvery);
                    max = Math.Max(max, layout.UpdateEvery);
                }
            }
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _bytes.Dispose();
    }

    /// <summary>The first second that a page's rows stand for, and that of its newest row.</summary>
    private static (long From, long To) Reach(PageEntry entry, ChartLayout layout) => (
        entry.FirstSec - layout.UpdateEvery + 1,
        entry.FirstSec + ((entry.Rows - 1L) * layout.UpdateEvery));

    private bool TryOpen(GroupPlace group, out RowGroupHeader header)
    {
        header = default;
        Span<byte> first = stackalloc byte[RowGroupHeader.Bytes];
        if (!group.TryRead(0, first))
        {
            return Damaged(group, Damage.Short);
        }

        Damage damage = RowGroupHeader.TryRead(first, out header);
        if (damage != Damage.None || header.TotalBytes > group.Length)
        {
            return Damaged(group, damage == Damage.None ? Damage.Lengths : damage);
        }

        _bytes.Clear();
        if (!group.TryRead(RowGroupHeader.Bytes, _bytes.Room((int)header.DirectoryBytes)))
        {
            return Damaged(group, Damage.Short);
        }

        damage = _directory.TryRead(header, _bytes.Written);
        return damage == Damage.None || Damaged(group, damage);
    }

    private EnginePage? Read(GroupPlace group, EngineChart chart, ChartLayout layout, int page)
    {
        PageEntry entry = _directory.Pages[page];
        ExtentEntry extent = _directory.Extents[entry.Extent];
        _bytes.Clear();
        if (!group.TryRead(extent.Offset, _bytes.Room(extent.Bytes)))
        {
            Damaged(group, Damage.Short);
            return null;
        }

        Damage damage = _reader.TryLoad(extent, _bytes.Written);
        layout.PutInto(_shape);
        damage = damage == Damage.None ? _reader.TryRead(_directory, page, _shape) : damage;
        if (damage != Damage.None)
        {
            Damaged(group, damage);
            return null;
        }

        if (_columns.Length < layout.Dimensions.Length)
        {
            _columns = new int[layout.Dimensions.Length];
        }

        Span<int> columns = _columns.AsSpan(0, layout.Dimensions.Length);
        Chart? living = chart.Living;
        if (living == null)
        {
            return null;
        }

        layout.Map(living, columns);
        int stride = Math.Max(1, living.Dimensions.Count);
        var block = new NativeBlock("archive pages", (long)entry.Rows * stride * sizeof(uint));
        _reader.CopyTo(columns, block.Span<uint>(0, entry.Rows * stride), stride);
        (long from, long to) = Reach(entry, layout);
        return new EnginePage(chart, block, new PastRows
        {
            FromSec = from, ToSec = to, UpdateEvery = layout.UpdateEvery, Address = block.Address,
            Stride = stride, Count = living.Dimensions.Count,
        });
    }

    private bool Damaged(GroupPlace group, Damage damage)
    {
        Damages++;
        if (_damages.Allows(NowUsec, out long suppressed))
        {
            Log.Error(Tag,
                $"A row group at byte {group.Offset} of '{group.Segment?.Path ?? "memory"}' cannot be "
                + $"used: {DamageText.Of(damage)}. Its time is empty.{Throttle.Note(suppressed)}");
        }

        return false;
    }
}
