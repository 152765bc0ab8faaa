using System.IO.Compression;
using System.Runtime.InteropServices;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Pages of one host's charts to a row group: header, directory, extents. Each page is read back and compared
/// with the rows it stands for; one that differs is written as stored numbers. One thread at a time.
/// </summary>
internal sealed class RowGroupWriter : IDisposable
{
    private readonly RowGroupDirectory _directory = new();
    private readonly ChartPageWriter _writer = new();
    private readonly ChartPageReader _reader = new();
    private readonly PageReplay _trial = new();
    private readonly ClockColumns _clocks = new();
    private readonly ClockColumns _clocksBack = new();
    private readonly ByteSink _lengths = new(), _clockHead = new(), _clockData = new();
    private readonly ByteSink _head = new(), _data = new(), _raw = new(), _extents = new(), _group = new();
    private RowGroupHeader _header;
    private int _extentColumns;

    /// <summary>Pages whose collections did not give the rows again, since the writer exists. Should stay
    /// 0.</summary>
    public long Fallbacks { get; private set; }

    /// <summary>Pages without clocks, for measuring.</summary>
    public long Synthetics { get; private set; }

    /// <summary>
    /// Before compression, since the writer exists, for measuring: clocks, heads, residuals.
    /// </summary>
    public (long Clocks, long Heads, long Data) RawBytes { get; private set; }

    public int Pages => _directory.Pages.Count;

    public void Begin(uint host)
    {
        _directory.Clear();
        _extents.Clear();
        _header = new RowGroupHeader
        {
            Magic = RowGroupHeader.MagicNumber, Host = host, FirstSec = long.MaxValue,
            LastSec = long.MinValue,
        };
        BeginExtent();
    }

    /// <summary>A chart's block. Charts in their order, which is what makes neighbours alike.</summary>
    /// <param name="chart">Its number in the segment.</param>
    /// <param name="shape">Its definition since the block began.</param>
    /// <param name="raw">The collections.</param>
    /// <param name="rows">What the ring holds of the seconds from the checkpoint on, row-major; 1 or more
    /// rows.</param>
    /// <returns>False: too large for a page, nothing was added.</returns>
    public bool TryAdd(uint chart, ChartShape shape, RawBlock raw, ReadOnlySpan<uint> rows)
    {
        int count = rows.Length / shape.Count;
        long firstSec = raw.Start.UpdatedSec + shape.UpdateEvery;
        Guard.That(raw.Dimensions == shape.Count && count * shape.Count == rows.Length && count > 0);
        if (!Fits(shape.Count, Math.Max(count, raw.Count)))
        {
            return false;
        }

        bool isSynthetic = raw.Count == count && GivesRowsAnyway(shape, raw, rows);
        PageFlags flags = ChartPageWriter.FlagsOf(shape, raw, count);
        flags = isSynthetic ? (flags & ~PageFlags.Carries) | PageFlags.Synthetic : flags;
        (int headAt, int dataAt, int clockHeadAt, int clockDataAt) =
            (_head.Length, _data.Length, _clockHead.Length, _clockData.Length);
        _writer.Write(shape, raw, flags, _head, _data);
        if (!isSynthetic)
        {
            _clocks.Encode(raw, firstSec, _clockHead, _clockData);
        }

        if (!ReadsBack(shape, firstSec, rows, (headAt, dataAt, clockHeadAt, clockDataAt), !isSynthetic))
        {
            Fallbacks++;
            _head.Truncate(headAt);
            _data.Truncate(dataAt);
            _clockHead.Truncate(clockHeadAt);
            _clockData.Truncate(clockDataAt);
            EndExtent();
            return TryAddStored(chart, shape, firstSec, rows);
        }

        Synthetics += isSynthetic ? 1 : 0;
        AddPage(chart, shape, (firstSec, count), (headAt, dataAt), !isSynthetic);
        return true;
    }

    /// <summary>Rows that did not come from collections.</summary>
    public bool TryAddStored(uint chart, ChartShape shape, long firstSec, ReadOnlySpan<uint> rows)
    {
        int count = rows.Length / shape.Count;
        Guard.That(count * shape.Count == rows.Length && count > 0);
        if (!Fits(shape.Count, count))
        {
            return false;
        }

        (int headAt, int dataAt) = (_head.Length, _data.Length);
        _writer.WriteStored(shape.Count, rows, _head, _data);
        AddPage(chart, shape, (firstSec, count), (headAt, dataAt), hasClocks: false);
        return true;
    }

    /// <summary>The whole group, to be written in one piece; valid until the next <see cref="Begin"/>. Empty
    /// without pages.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        EndExtent();
        _group.Clear();
        if (Pages == 0)
        {
            return [];
        }

        _group.Room(RowGroupHeader.Bytes).Clear();
        _directory.Write(_header.FirstSec, _group);
        _header.Pages = (uint)Pages;
        _header.Extents = (uint)_directory.Extents.Count;
        _header.DirectoryBytes = (uint)(_group.Length - RowGroupHeader.Bytes);
        _header.DirectorySum = Crc32C.Of(_group.Written[RowGroupHeader.Bytes..]);
        _header.TotalBytes = (uint)(_group.Length + _extents.Length);
        _group.Bytes(_extents.Written);
        ReadOnlySpan<byte> header = MemoryMarshal.AsBytes(new ReadOnlySpan<RowGroupHeader>(in _header));
        _header.Sum = Crc32C.Of(header[..(RowGroupHeader.Bytes - 4)]);
        _group.Overwrite(0, header);
        return _group.Written;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _trial.Dispose();
        foreach (ByteSink sink in
            (ReadOnlySpan<ByteSink>)[_lengths, _clockHead, _clockData, _head, _data, _raw, _extents, _group])
        {
            sink.Dispose();
        }
    }

    private bool Fits(int dimensions, int rows) =>
        rows <= Limits.RowsPerPage && (long)rows * dimensions <= Limits.SamplesPerPage
        && Pages < Limits.PagesPerGroup;

    /// <summary>Whether clocks in the middle of each row's second give the same rows, so that none need be
    /// written: no dimension is a moving counter.</summary>
    private bool GivesRowsAnyway(ChartShape shape, RawBlock raw, ReadOnlySpan<uint> rows)
    {
        Checkpoint start = raw.Start;
        start.ClockUsec = ChartPageReader.SyntheticUsec(start.UpdatedSec, 0);
        _trial.Begin(shape, start, raw.Count);
        for (int i = 0; i < shape.Count; i++)
        {
            _trial.Cells[i] = new HotCell { Last = raw.Cells[i].Last };
            _trial.Mark(i, raw.Marks[i]);
        }

        for (int at = 0; at < raw.Count; at++)
        {
            raw.ValuesAt(at).CopyTo(_trial.Values);
            for (int i = 0; i < shape.Count; i++)
            {
                _trial.Updated[i] = raw.IsSet(at, i) ? (byte)1 : (byte)0;
            }

            long clockUsec = ChartPageReader.SyntheticUsec(start.UpdatedSec, (at + 1L) * shape.UpdateEvery);
            if (!_trial.TryCommit(clockUsec) || _trial.Rows != at + 1
                || !_trial.Samples.Slice(at * shape.Count, shape.Count)
                    .SequenceEqual(rows.Slice(at * shape.Count, shape.Count)))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadsBack(ChartShape shape, long firstSec, ReadOnlySpan<uint> rows,
        (int Head, int Data, int ClockHead, int ClockData) from, bool hasClocks)
    {
        if (hasClocks)
        {
            var clockHead = new ByteSource(_clockHead.Written[from.ClockHead..]);
            var clockData = new ByteSource(_clockData.Written[from.ClockData..]);
            _clocksBack.Decode(firstSec, ref clockHead, ref clockData);
            if (clockHead.Failed || clockData.Failed || clockHead.Left + clockData.Left > 0)
            {
                return false;
            }
        }

        Damage damage = _reader.Read(shape, firstSec, rows.Length / shape.Count,
            new ByteSource(_head.Written[from.Head..]), new ByteSource(_data.Written[from.Data..]),
            hasClocks ? _clocksBack : null);
        return damage == Damage.None && _reader.Samples.SequenceEqual(rows);
    }

    private void AddPage(
        uint chart, ChartShape shape, (long FirstSec, int Count) rows, (int Head, int Data) from,
        bool hasClocks)
    {
        _lengths.Varint(((ulong)(_head.Length - from.Head) << 1) | (hasClocks ? 1UL : 0));
        _lengths.Varint((ulong)(_data.Length - from.Data));
        _directory.Add(new PageEntry(chart, rows.FirstSec, rows.Count, _directory.Extents.Count));
        _header.FirstSec = Math.Min(_header.FirstSec, rows.FirstSec);
        _header.LastSec = Math.Max(
            _header.LastSec, rows.FirstSec + ((rows.Count - 1L) * shape.UpdateEvery));
        _header.Samples += (ulong)rows.Count * (ulong)shape.Count;
        _extentColumns += shape.Count;
        if (_extentColumns >= Limits.ColumnsPerExtent)
        {
            EndExtent();
        }
    }

    private void BeginExtent()
    {
        _extentColumns = 0;
        _clocks.Clear();
        _clocksBack.Clear();
        _lengths.Clear();
        _clockHead.Clear();
        _clockData.Clear();
        _head.Clear();
        _data.Clear();
    }

    /// <summary>Deflates what was gathered; lengths, clocks and heads lie before all residuals.</summary>
    private void EndExtent()
    {
        if (_extentColumns > 0)
        {
            _raw.Clear();
            _raw.Varint((ulong)_lengths.Length);
            _raw.Varint((ulong)_clockHead.Length);
            _raw.Varint((ulong)_clockData.Length);
            _raw.Varint((ulong)_head.Length);
            foreach (ByteSink sink in
                (ReadOnlySpan<ByteSink>)[_lengths, _clockHead, _clockData, _head, _data])
            {
                _raw.Bytes(sink.Written);
            }

            RawBytes = (RawBytes.Clocks + _clockHead.Length + _clockData.Length,
                RawBytes.Heads + _head.Length + _lengths.Length, RawBytes.Data + _data.Length);
            int at = _extents.Length;
            using (var deflate = new DeflateStream(new SinkStream(_extents), CompressionLevel.Optimal))
            {
                deflate.Write(_raw.Written);
            }

            ReadOnlySpan<byte> bytes = _extents.Written[at..];
            _directory.Add(new ExtentEntry(0, bytes.Length, _raw.Length, Crc32C.Of(bytes), 0));
        }

        BeginExtent();
    }
}
