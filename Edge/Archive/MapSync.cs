using System.Buffers.Binary;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// One sync of a host's mapped rings: sums of what was written, a wait for the disk that is others', and then
/// the slots of all charts that changed, in few writes. What is summed stays in one block of native memory.
/// </summary>
internal sealed class MapSync(Host host, RingShelf shelf, Action? between) : IDisposable
{
    /// <summary>Index, generation, pen, part, first page, pages.</summary>
    private const int ItemBytes = 28;

    /// <summary>Charts whose slots are written while the gate is held.</summary>
    private const int ChartsAtOnce = 64;
    private readonly ByteSink _items = new();
    private readonly List<(MappedPlace Place, RingPen Pen, RingMark Mark)> _written = [];

    /// <summary>Neither of their slots is whole, though nobody else writes them.</summary>
    private readonly List<MappedPlace> _damaged = [];

    /// <summary>Sums of what was written since the last time. The gate is not held.</summary>
    /// <returns>False: nothing was.</returns>
    public bool Begin()
    {
        bool hasWork = false;
        for (int i = 0; ; i++)
        {
            using (host.Gate.Enter())
            {
                if (i >= host.Charts.Count)
                {
                    break;
                }

                hasWork |= Begin(i);
            }

            between?.Invoke();
        }

        return hasWork;
    }

    /// <summary>What was summed is on the disk. The gate is not held.</summary>
    public void Finish()
    {
        for (int at = 0; at < _items.Length;)
        {
            using (host.Gate.Enter())
            {
                at = Finish(at);
            }

            between?.Invoke();
        }

        using (host.Gate.Enter())
        {
            for (int i = 0; i < host.Charts.Count; i++)
            {
                RingShelf.MappedOf(host.Charts[i])?.DropReplaced();
            }
        }
    }

    public void Dispose() => _items.Dispose();

    private bool Begin(int index)
    {
        Series series = host.Charts[index].Series;
        if (RingShelf.MappedOf(host.Charts[index]) is not { IsMapped: true } place)
        {
            return false;
        }

        place.NoteReplaced();
        ref ChartClock clock = ref series.Clock;
        RingLayout layout = place.Layout(in clock);
        RingDue due = RingDue.Of(in clock, layout, place.Summed.Pen);
        if (due.Pages == 0 && due.Pen.Word == place.Checked.Word)
        {
            return place.HasReplaced;
        }

        RingMark mark = RingMark.Of(layout, clock.Ring, due.Pen);
        _items.U32((uint)index);
        _items.U32((uint)place.Generation);
        _items.U64(due.Pen.Word);
        _items.U32(mark.Part);
        _items.U32((uint)due.FirstPage);
        _items.U32((uint)due.Pages);
        due.Sum(_items.Room(due.Bytes), layout, in clock);
        return true;
    }

    /// <summary>Some charts from there on. Returns where it goes on.</summary>
    private int Finish(int at)
    {
        HostRings? rings = shelf.Rings();
        int errno = 0;
        using RawFile? file = rings?.OpenToWrite(out errno);
        if (file == null)
        {
            if (rings != null)
            {
                shelf.Trouble.Failed("write to", rings.Path, errno);
            }

            return _items.Length;
        }

        using var window = new SlotWindow(rings!, file);
        for (int i = 0; i < ChartsAtOnce && at < _items.Length; i++)
        {
            ReadOnlySpan<byte> item = _items.Written[at..];
            int pages = BinaryPrimitives.ReadInt32LittleEndian(item[24..]);
            int bytes = ItemBytes + (pages * RingLayout.SumBytes);
            Finish(window, rings!, item[..bytes]);
            at += bytes;
        }

        window.Flush();
        foreach ((MappedPlace place, RingPen pen, RingMark mark) in _written)
        {
            // What could not be written is summed whole the next time.
            place.Synced(window.Error == 0 ? pen : default, window.Error == 0 ? mark : default);
        }

        foreach (MappedPlace place in _damaged)
        {
            place.Repair();
        }

        _written.Clear();
        _damaged.Clear();
        if (window.Error != 0)
        {
            shelf.Trouble.Failed("write to", rings!.Path, window.Error);
        }

        return at;
    }

    private void Finish(SlotWindow window, HostRings rings, ReadOnlySpan<byte> item)
    {
        int index = BinaryPrimitives.ReadInt32LittleEndian(item);
        int generation = BinaryPrimitives.ReadInt32LittleEndian(item[4..]);
        if (PlaceOf(index, generation) is not { } place)
        {
            return;
        }

        var pen = RingPen.Of(BinaryPrimitives.ReadUInt64LittleEndian(item[8..]));
        var mark = new RingMark(pen, BinaryPrimitives.ReadUInt32LittleEndian(item[16..]));
        var due = new RingDue(pen, BinaryPrimitives.ReadInt32LittleEndian(item[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(item[24..]));
        Span<byte> slot = window.Turn(place.Filed);
        (int from, int bytes) = slot.IsEmpty ? (0, 0) : RingSlot.SumsOf(slot);
        if (slot.IsEmpty || due.Bytes > bytes)
        {
            _damaged.Add(place);
            return;
        }

        RingSlot.Change(slot, rings.NextSequence(), pen.Word, pen.Word, mark.Part, isClosed: false);
        due.Put(item[ItemBytes..], slot.Slice(from, bytes));
        window.Turned(place.Filed, slot);
        _written.Add((place, pen, mark));
    }

    /// <summary>Charts that went since have moved the others up. Null: the ring is another one now.</summary>
    private MappedPlace? PlaceOf(int index, int generation)
    {
        for (int i = Math.Min(index, host.Charts.Count - 1); i >= 0; i--)
        {
            if (RingShelf.MappedOf(host.Charts[i]) is { IsMapped: true } place
                && place.Generation == generation)
            {
                return place;
            }
        }

        return null;
    }
}
