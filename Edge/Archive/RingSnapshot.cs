using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>A chart's rows as they were, to be written without anybody waiting for the disk.</summary>
internal sealed class RingSnapshot : IDisposable
{
    private readonly NativeBlock _rows;
    private readonly RingHead _head;

    private RingSnapshot(Chart chart, string path, RingHead head, NativeBlock rows) =>
        (Chart, Path, _head, _rows) = (chart, path, head, rows);

    public Chart Chart { get; }

    /// <summary>Where it is to be; written beside it first.</summary>
    public string Path { get; }

    private string Unfinished => Path[..^RingNames.File.Length] + RingNames.Unfinished;

    /// <summary>The gate is held. Null: there is nothing to keep.</summary>
    public static RingSnapshot? Of(Chart chart)
    {
        Series series = chart.Series;
        ref ChartClock clock = ref series.Clock;
        if (series.Place is not SavedPlace { Path: { } path } place || clock.Ring == 0 || clock.Counter == 0)
        {
            return null;
        }

        var pen = RingPen.Of(in clock);
        RingHead head = place.Head(series, clock.Columns, sequence: 1, pen, default, isClosed: true);
        long bytes = head.Layout(slotBytes: 0).UsedBytes(pen);
        var rows = new NativeBlock("ring snapshots", bytes);
        const int chunkBytes = 1 << 20;
        for (long at = 0; at < bytes; at += chunkBytes)
        {
            int length = (int)Math.Min(chunkBytes, bytes - at);
            Native.Span<byte>(clock.Ring + (nint)at, length).CopyTo(rows.Span<byte>(at, length));
        }

        return new RingSnapshot(chart, path, head, rows);
    }

    /// <summary>Errno. The name it is to have still belongs to what was there before.</summary>
    public int Write(RingShelf shelf)
    {
        int errno = shelf.MakeDirectory(System.IO.Path.GetDirectoryName(Path)!);
        return errno != 0 ? errno : RingFile.Write(Unfinished, _head, _rows.Address);
    }

    /// <summary>Errno.</summary>
    public int Name() => RawFile.Rename(Unfinished, Path);

    public void Forget() => _ = RawFile.Delete(Unfinished);

    public void Dispose() => _rows.Dispose();
}
