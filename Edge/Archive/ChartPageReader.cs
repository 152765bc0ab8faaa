using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>Chart page to rows, through the pipeline. Everything is checked; memory is reused, and bounded by
/// <see cref="Limits"/>. One thread at a time.</summary>
internal sealed class ChartPageReader : IDisposable
{
    private const string Owner = "archive scratch";
    private readonly PageReplay _replay = new();
    private NativeBlock _columns = new(Owner, 4096);
    private int _dimensions;

    /// <summary>Rows of the last page; valid until the next one is read.</summary>
    public ReadOnlySpan<uint> Samples => _replay.Samples;

    public ReadOnlySpan<uint> Row(int row) => Samples.Slice(row * _dimensions, _dimensions);

    /// <param name="shape">As of the time the page was written.</param>
    /// <param name="firstSec">Second of the first row.</param>
    /// <param name="rows">As the directory says.</param>
    /// <param name="head">All of the page's head.</param>
    /// <param name="data">All of its residuals.</param>
    /// <param name="clocks">Its clock column; null when the directory says there is none.</param>
    public Damage Read(ChartShape shape, long firstSec, int rows, ByteSource head, ByteSource data,
        ClockColumns? clocks)
    {
        var flags = (PageFlags)head.Byte();
        int count = head.Small(Store.Limits.DimensionsPerChart);
        bool isStored = (flags & PageFlags.Stored) != 0;
        bool hasClocks = (flags & (PageFlags.Stored | PageFlags.Synthetic)) == 0;
        int collections = (flags & PageFlags.Collections) != 0 ? head.Small(Limits.CollectionsPerPage) : rows;
        if (head.Failed || rows <= 0 || rows > Limits.RowsPerPage || count == 0
            || (long)Math.Max(rows, collections) * count > Limits.SamplesPerPage
            || hasClocks != (clocks != null) || (clocks != null && clocks.Last.Length != collections))
        {
            return Damage.Page;
        }

        if (count != shape.Count)
        {
            return Damage.Definition;
        }

        _dimensions = count;
        Reserve(collections * count);
        if (isStored)
        {
            ReadStored(shape, rows, ref head, ref data);
            return head.Failed || data.Failed || head.Left + data.Left > 0 ? Damage.Page : Damage.None;
        }

        var start = new Checkpoint { UpdatedSec = firstSec - shape.UpdateEvery };
        start.ClockUsec = clocks?.StartUsec ?? SyntheticUsec(start.UpdatedSec, 0);
        start.GapLimit = head.Small(int.MaxValue);
        long totalOff = (flags & PageFlags.Total) != 0 ? head.Zigzag() : 0;
        if (head.Failed || start.ClockUsec <= 0 || start.UpdatedSec <= 0
            || start.ClockUsec > Store.Limits.ClockUsecMax)
        {
            return Damage.Page;
        }

        _replay.Begin(shape, start, rows);
        ReadState(shape, flags, collections, ref head, ref data);
        if (head.Failed || data.Failed || head.Left + data.Left > 0)
        {
            return Damage.Page;
        }

        long total = Checkpoint.SumOf(_replay.Cells) + totalOff;
        _replay.SetTotal(total);
        return Replay(shape, start.UpdatedSec, collections, (flags & PageFlags.Missing) != 0, clocks)
            && _replay.Rows == rows ? Damage.None : Damage.Page;
    }

    /// <summary>Half a second after the row it makes.</summary>
    public static long SyntheticUsec(long updatedSec, long afterSec) =>
        ((updatedSec + afterSec) * Clock.UsecPerSecond) + (Clock.UsecPerSecond / 2);

    public void Dispose()
    {
        _replay.Dispose();
        _columns.Dispose();
    }

    private void ReadStored(ChartShape shape, int rows, ref ByteSource head, ref ByteSource data)
    {
        Span<uint> samples = _replay.BeginStored(shape, rows);
        Span<long> column = _columns.Span<long>(0, rows);
        for (int i = 0; i < _dimensions; i++)
        {
            ColumnCode.Decode(column, 0, ref head, ref data);
            for (int row = 0; row < rows; row++)
            {
                samples[(row * _dimensions) + i] = (uint)column[row];
            }
        }
    }

    /// <summary>Marks, last values with their columns, carries.</summary>
    private void ReadState(
        ChartShape shape, PageFlags flags, int collections, ref ByteSource head, ref ByteSource data)
    {
        for (int i = 0; i < _dimensions; i++)
        {
            _replay.Mark(i, (flags & PageFlags.Marks) != 0 ? (DimensionMark)head.Byte() : (DimensionMark)2);
        }

        for (int i = 0; i < _dimensions && !head.Failed; i++)
        {
            long last = head.Zigzag();
            _replay.Cells[i] = new HotCell { Last = last };
            Span<long> column = _columns.Span<long>((long)i * collections * sizeof(long), collections);
            Span<byte> set = Set(i, collections);
            int values = collections;
            if ((flags & PageFlags.Missing) != 0)
            {
                values = ReadRuns(set, ref head);
                if (head.Failed)
                {
                    // What is left in the column of marks is another page's.
                    return;
                }
            }

            ColumnCode.Decode(column[..values], last, ref head, ref data);
            for (int from = values - 1, to = collections - 1; values < collections && to >= 0; to--)
            {
                column[to] = set[to] != 0 ? column[from--] : 0;
            }
        }

        for (int i = 0; (flags & PageFlags.Carries) != 0 && i < _dimensions; i++)
        {
            ref HotCell cell = ref _replay.Cells[i];
            switch ((CarryCode)head.Byte())
            {
                case CarryCode.Zero:
                    break;
                case CarryCode.ScaledLast:
                    cell.Carry = Pipeline.Scaled(cell.Last, in shape.Scales[i]);
                    break;
                case CarryCode.Raw:
                    cell.Carry = BitConverter.UInt64BitsToDouble(head.U64());
                    break;
                default:
                    head.Fail();
                    break;
            }

            if (!double.IsFinite(cell.Carry))
            {
                head.Fail();
            }
        }
    }

    /// <summary>Lengths of runs, set and not set in turn, until the column is full. Returns how many are
    /// set.</summary>
    private static int ReadRuns(Span<byte> set, ref ByteSource head)
    {
        int values = 0;
        bool isSet = true;
        for (int at = 0; at < set.Length && !head.Failed; isSet = !isSet)
        {
            int run = head.Small(set.Length - at);
            if (run == 0 && at > 0)
            {
                head.Fail();
            }

            set.Slice(at, run).Fill(isSet ? (byte)1 : (byte)0);
            values += isSet ? run : 0;
            at += run;
        }

        return values;
    }

    private bool Replay(
        ChartShape shape, long updatedSec, int collections, bool hasMissing, ClockColumns? clocks)
    {
        Span<long> values = _replay.Values;
        Span<byte> updated = _replay.Updated;
        ReadOnlySpan<long> columns = _columns.Span<long>(0, collections * _dimensions);
        updated.Fill(1);
        for (int at = 0; at < collections; at++)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = columns[(i * collections) + at];
                if (hasMissing)
                {
                    updated[i] = Set(i, collections)[at];
                }
            }

            long clockUsec = clocks == null
                ? SyntheticUsec(updatedSec, (at + 1L) * shape.UpdateEvery)
                : clocks.Last[at];
            if (!_replay.TryCommit(clockUsec))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A byte a collection, behind the values.</summary>
    private Span<byte> Set(int dimension, int collections) => _columns.Span<byte>(
        ((long)_dimensions * collections * sizeof(long)) + ((long)dimension * collections), collections);

    private void Reserve(int samples)
    {
        long bytes = (long)Math.Max(samples, Limits.RowsPerPage) * (sizeof(long) + 1);
        if (_columns.Bytes < bytes)
        {
            _columns.Dispose();
            _columns = new NativeBlock(Owner, bytes);
        }
    }
}
