using Edge.Sys;

namespace Edge.Archive;

/// <summary>Which charts a row group holds, and where. Reused from group to group.</summary>
internal sealed class RowGroupDirectory
{
    private readonly List<PageEntry> _pages = [];
    private readonly List<ExtentEntry> _extents = [];

    public IReadOnlyList<PageEntry> Pages => _pages;

    public IReadOnlyList<ExtentEntry> Extents => _extents;

    public void Clear()
    {
        _pages.Clear();
        _extents.Clear();
    }

    public void Add(PageEntry page) => _pages.Add(page);

    public void Add(ExtentEntry extent) => _extents.Add(extent);

    /// <summary>Extents, then pages, each against the one before.</summary>
    public void Write(long firstSec, ByteSink sink)
    {
        foreach (ExtentEntry extent in _extents)
        {
            sink.Varint((ulong)extent.Bytes);
            sink.Varint((ulong)extent.RawBytes);
            sink.U32(extent.Sum);
        }

        PageEntry before = new(uint.MaxValue, firstSec, 0, -1);
        foreach (PageEntry page in _pages)
        {
            long step = (int)(page.Chart - before.Chart - 1);
            sink.Varint((ByteSink.Folded(step) << 1) | (page.Extent != before.Extent ? 1UL : 0));
            sink.Zigzag(page.FirstSec - before.FirstSec);
            sink.Zigzag(page.Rows - before.Rows);
            before = page;
        }
    }

    /// <param name="header">That was read without damage.</param>
    /// <param name="bytes">The <see cref="RowGroupHeader.DirectoryBytes"/> behind it.</param>
    public Damage TryRead(in RowGroupHeader header, ReadOnlySpan<byte> bytes)
    {
        Clear();
        if (bytes.Length < header.DirectoryBytes)
        {
            return Damage.Short;
        }

        bytes = bytes[..(int)header.DirectoryBytes];
        if (Crc32C.Of(bytes) != header.DirectorySum)
        {
            return Damage.DirectorySum;
        }

        var source = new ByteSource(bytes);
        long offset = RowGroupHeader.Bytes + header.DirectoryBytes;
        for (uint i = 0; i < header.Extents && !source.Failed; i++)
        {
            int length = source.Small(int.MaxValue);
            int raw = source.Small(Limits.ExtentBytes);
            _extents.Add(new ExtentEntry((int)Math.Min(offset, int.MaxValue), length, raw, source.U32(), 0));
            offset += length;
            if (offset > header.TotalBytes || raw > (long)length * Limits.DeflateRatio)
            {
                source.Fail();
            }
        }

        ReadPages(header, ref source);
        return source.Failed || source.Left > 0 || offset != header.TotalBytes
            || (_pages.Count > 0 ? _pages[^1].Extent : -1) != _extents.Count - 1
            ? Broken() : Damage.None;
    }

    private Damage Broken()
    {
        Clear();
        return Damage.Lengths;
    }

    private void ReadPages(in RowGroupHeader header, ref ByteSource source)
    {
        PageEntry before = new(uint.MaxValue, header.FirstSec, 0, -1);
        for (uint i = 0; i < header.Pages && !source.Failed; i++)
        {
            ulong word = source.Varint();
            int extent = before.Extent + (int)(word & 1);
            uint chart = before.Chart + 1 + (uint)ByteSink.Unfolded(word >> 1);
            long firstSec = before.FirstSec + source.Zigzag();
            long rows = before.Rows + source.Zigzag();
            var page = new PageEntry(chart, firstSec, (int)rows, extent);

            // A page has a column or more, and all pages of an extent before one are read to get there.
            if ((uint)extent >= (uint)_extents.Count || rows is <= 0 or > Limits.RowsPerPage
                || (extent == before.Extent
                    && _pages.Count - _extents[extent].FirstPage >= Limits.ColumnsPerExtent)
                || page.FirstSec < header.FirstSec || page.FirstSec > header.LastSec)
            {
                source.Fail();
                return;
            }

            if (extent != before.Extent)
            {
                _extents[extent] = _extents[extent] with { FirstPage = _pages.Count };
            }

            _pages.Add(page);
            before = page;
        }
    }
}
