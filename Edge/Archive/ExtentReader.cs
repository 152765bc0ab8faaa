using System.IO.Compression;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>An extent of a row group, inflated, and the pages in it. Reused; one thread at a time.</summary>
internal sealed class ExtentReader : IDisposable
{
    private readonly ByteSink _raw = new();
    private readonly ByteSink _deflated = new();
    private readonly ChartPageReader _page = new();
    private readonly ClockColumns _clocks = new();

    /// <summary>
    /// Rows of the page read last, row-major, a column a dimension; valid until the next call.
    /// </summary>
    public ReadOnlySpan<uint> Samples => _page.Samples;

    /// <param name="extent">From the directory.</param>
    /// <param name="bytes">Its deflated bytes.</param>
    public Damage TryLoad(in ExtentEntry extent, ReadOnlySpan<byte> bytes)
    {
        _raw.Clear();
        if (bytes.Length < extent.Bytes)
        {
            return Damage.Short;
        }

        if (Crc32C.Of(bytes[..extent.Bytes]) != extent.Sum)
        {
            return Damage.ExtentSum;
        }

        _deflated.Clear();
        _deflated.Bytes(bytes[..extent.Bytes]);
        Span<byte> room = _raw.Room(extent.RawBytes);
        try
        {
            using var inflate = new DeflateStream(new SourceStream(_deflated), CompressionMode.Decompress);
            if (inflate.ReadAtLeast(room, room.Length, throwOnEndOfStream: false) == room.Length
                && inflate.ReadByte() < 0)
            {
                return Damage.None;
            }
        }
        catch (InvalidDataException)
        {
            // Said by what is returned.
        }

        _raw.Clear();
        return Damage.Inflate;
    }

    /// <summary>Rows of a chart into <see cref="Samples"/>.</summary>
    /// <param name="directory">Of the group whose extent is loaded.</param>
    /// <param name="page">Index in the directory; its extent is the one that was loaded.</param>
    /// <param name="shape">The chart's definition when the group was written.</param>
    public Damage TryRead(RowGroupDirectory directory, int page, ChartShape shape)
    {
        PageEntry entry = directory.Pages[page];
        var all = new ByteSource(_raw.Written);
        int lengths = all.Small(Limits.ExtentBytes);
        int clockHead = all.Small(Limits.ExtentBytes);
        int clockData = all.Small(Limits.ExtentBytes);
        int heads = all.Small(Limits.ExtentBytes);
        var lengthSource = new ByteSource(all.Take(lengths));
        var clockHeads = new ByteSource(all.Take(clockHead));
        var clockResiduals = new ByteSource(all.Take(clockData));
        var head = new ByteSource(all.Take(heads));
        _clocks.Clear();
        for (int i = directory.Extents[entry.Extent].FirstPage; i <= page && !all.Failed; i++)
        {
            ulong word = lengthSource.Varint();
            var pageHead = new ByteSource(head.Take((int)Math.Min(word >> 1, int.MaxValue)));
            var pageData = new ByteSource(all.Take(lengthSource.Small(Limits.ExtentBytes)));
            bool hasClocks = (word & 1) != 0;
            if (hasClocks)
            {
                _clocks.Decode(directory.Pages[i].FirstSec, ref clockHeads, ref clockResiduals);
            }

            if (all.Failed || head.Failed || lengthSource.Failed || clockHeads.Failed
                || clockResiduals.Failed)
            {
                return Damage.Page;
            }

            if (i == page)
            {
                return _page.Read(
                    shape, entry.FirstSec, entry.Rows, pageHead, pageData, hasClocks ? _clocks : null);
            }
        }

        return Damage.Page;
    }

    /// <summary>Copies what was read into rows of another layout.</summary>
    /// <param name="columns">For each dimension of the page the column there; -1: it is gone.</param>
    /// <param name="target">Row-major.</param>
    /// <param name="stride">Columns of a row there.</param>
    public void CopyTo(ReadOnlySpan<int> columns, Span<uint> target, int stride)
    {
        ReadOnlySpan<uint> samples = Samples;
        int rows = samples.Length / columns.Length;
        Guard.That(rows * columns.Length == samples.Length && (long)rows * stride <= target.Length);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                if (columns[i] >= 0)
                {
                    target[(row * stride) + columns[i]] = samples[(row * columns.Length) + i];
                }
            }
        }
    }

    public void Dispose()
    {
        _raw.Dispose();
        _deflated.Dispose();
        _page.Dispose();
    }
}
