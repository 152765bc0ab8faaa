using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>From a host's ring file to a series.</summary>
internal static class KeptRings
{
    /// <summary>
    /// The newest ring of the chart that is of use; after a power cut that may be one that another has taken
    /// the place of. Null: none is, which the log says.
    /// </summary>
    /// <param name="shelf">Of the host.</param>
    /// <param name="kept">Taken from its file.</param>
    /// <param name="series">Of the chart.</param>
    /// <param name="chartId">For the log.</param>
    /// <param name="filed">The one that was found, or the first of those that are of no use.</param>
    public static RingFound? Load(
        RingShelf shelf, KeptRing kept, Series series, string chartId, out FiledRing? filed)
    {
        filed = kept.Filed;
        HostRings rings = shelf.Rings()!;
        using RawFile? file = RawFile.Open(rings.Path, writes: false, out int errno);
        if (file == null)
        {
            shelf.Trouble.Failed("read", rings.Path, errno);
            return null;
        }

        for (FiledRing? one = kept.Filed; one != null; one = one.Older)
        {
            if (Load(shelf, rings, file, one, series, chartId) is { } found)
            {
                filed = one;
                return found;
            }
        }

        return null;
    }

    private static RingFound? Load(
        RingShelf shelf, HostRings rings, RawFile file, FiledRing filed, Series series, string chartId)
    {
        using var block = new NativeBlock("ring slots", filed.SlotBytes);
        Span<byte> slot = block.Span<byte>(0, filed.SlotBytes);
        RingHead? head = rings.TryReadSlot(file, filed, slot)
            ? RingSlot.Decode(slot[..RingSlot.LengthOf(slot)], rings.MachineGuid)
            : null;
        string where = $"'{rings.Path}' of chart '{chartId}'";
        if (head == null || !RingRestore.Fits(head, series, where))
        {
            return null;
        }

        (int from, int bytes) = RingSlot.SumsOf(slot);
        RingFound found = RingFile.Load(file, head, filed.Layout(head.Entries, head.Columns),
            filed.CellOffset, slot.Slice(from, bytes), shelf.Boot);
        return RingRestore.Accepted(found, series, shelf, where);
    }
}
