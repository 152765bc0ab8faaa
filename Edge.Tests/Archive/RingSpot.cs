using Edge.Archive;
using Edge.Sys;

namespace Edge.Tests.Archive;

/// <summary>
/// Where a chart's head and ring are on the disk, in a file of its own or in that of its host.
/// </summary>
/// <param name="Path">Of the file.</param>
/// <param name="Layout">Of the ring.</param>
/// <param name="CellOffset">Of the pen, in the file.</param>
/// <param name="Slots">Of both heads.</param>
/// <param name="SlotBytes">Of each.</param>
internal sealed record RingSpot(string Path, RingLayout Layout, long CellOffset, long[] Slots, int SlotBytes)
{
    public long RingOffset => CellOffset + RingLayout.PenCellBytes;

    /// <summary>Of a chart in its host's file; null: it is not in there.</summary>
    public static RingSpot? InHost(string path, string chart)
    {
        using RawFile? file = RawFile.Open(path, writes: false, out _);
        HostSuper? super = file == null ? null : HostSuper.Read(file, out _);
        if (super == null)
        {
            return null;
        }

        KeptRing? ring = new HostScan(file!, super).Rings().Where(one => one.ChartId == chart)
            .MaxBy(one => one.Sequence);
        RingHead? head = new HostScan(file!, super).Heads().Where(one => one.ChartId == chart)
            .MaxBy(one => one.Sequence);
        return ring == null || head == null ? null : new RingSpot(
            path, ring.Filed.Layout(head.Entries, head.Columns), ring.Filed.CellOffset,
            [ring.Filed.SlotOffset(0), ring.Filed.SlotOffset(1)], ring.Filed.SlotBytes);
    }

    /// <summary>Of a chart that has a file.</summary>
    public static RingSpot InFile(string path)
    {
        using RawFile file = RawFile.Open(path, writes: false, out _)!;
        RingHead head = RingFile.ReadHead(file, out int slotBytes, out _)!;
        RingLayout layout = head.Layout(slotBytes);
        return new RingSpot(path, layout, layout.MappedOffset,
            [layout.SlotOffset(0), layout.SlotOffset(1)], slotBytes);
    }

    public void Flip(long offset)
    {
        using FileStream file = File.Open(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        int old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ 4));
    }
}
