using System.Numerics;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A chart's collections since a checkpoint, as they came: row-major in native memory, a row being the clock
/// after the collection, a value a dimension and a bit a dimension. Appended to under the host's gate.
/// </summary>
internal sealed class RawBlock : IDisposable
{
    private const string Owner = "archive blocks";
    private const int ChunkRowsMin = 8;
    private const int ChunksAbout = 8;

    /// <summary>Checkpoint, cells, marks.</summary>
    private readonly NativeBlock _head;

    /// <summary>Of so many rows each, made when the first of them comes: half of them are there on average,
    /// and those of a block that is written are the next ones of another. Of a large block there is one,
    /// whose pages come when they are written.</summary>
    private readonly NativeBlock?[] _chunks;
    private readonly int _chunkRowsLog2;
    private readonly int _rowBytes;

    /// <param name="dimensions">1 or more; another number needs another block.</param>
    /// <param name="capacity">Collections; memory that is not used yet costs nothing.</param>
    public RawBlock(int dimensions, int capacity)
    {
        Guard.That(dimensions > 0 && capacity > 0 && capacity <= Limits.CollectionsPerPage);
        Dimensions = dimensions;
        Capacity = capacity;
        _rowBytes = BytesPerCollection(dimensions);
        bool isSmall = (long)capacity * _rowBytes <= Slabs.BytesMax;
        _chunkRowsLog2 = BitOperations.Log2(isSmall
            ? Math.Max(ChunkRowsMin, (uint)capacity / ChunksAbout)
            : BitOperations.RoundUpToPowerOf2((uint)capacity));
        _chunks = new NativeBlock?[((capacity - 1) >> _chunkRowsLog2) + 1];
        _head = new NativeBlock(Owner, Checkpoint.Bytes + (16 * dimensions) + Aligned(dimensions));
    }

    public int Dimensions { get; }

    public int Capacity { get; }

    /// <summary>Collections since the checkpoint.</summary>
    public int Count { get; private set; }

    /// <summary>Some collection did not set every dimension.</summary>
    public bool HasMissing { get; private set; }

    public bool IsFull => Count == Capacity;

    public ref Checkpoint Start => ref _head.Ref<Checkpoint>(0);

    public Span<HotCell> Cells => _head.Span<HotCell>(Checkpoint.Bytes, Dimensions);

    public Span<DimensionMark> Marks =>
        _head.Span<DimensionMark>(Checkpoint.Bytes + (16 * Dimensions), Dimensions);

    /// <summary>For budgets: a row's price.</summary>
    public static int BytesPerCollection(int dimensions) =>
        8 + (8 * dimensions) + Aligned((dimensions + 7) / 8);

    /// <summary>Empties it and takes the state of a series between two collections: its next one is the
    /// block's first. False: the series has not been collected or has no row yet; wait for another
    /// round.</summary>
    public bool TryBegin(Series series)
    {
        ref ChartClock clock = ref series.Clock;
        Guard.That(clock.Count == Dimensions);
        Count = 0;
        HasMissing = false;
        if (clock.LastCollectedUsec <= 0 || clock.LastUpdatedSec <= 0 || clock.CounterDone == 0
            || clock.Ring == 0)
        {
            return false;
        }

        Start = Checkpoint.Of(series);
        PipelineState state = series.General();
        state.Hot.CopyTo(Cells);
        Span<DimensionMark> marks = Marks;
        for (int i = 0; i < marks.Length; i++)
        {
            marks[i] = (DimensionMark)Math.Min((byte)2, state.Collections[i])
                | ((state.Kind[i] & DimensionKind.Wide) != 0 ? DimensionMark.Wide : 0);
        }

        return true;
    }

    /// <summary>One more collection. False: there is no room.</summary>
    /// <param name="clockUsec">The chart's clock after it.</param>
    /// <param name="values">One a dimension; those not set are not looked at.</param>
    /// <param name="updated">1 for each dimension that was set; empty: all of them.</param>
    public bool TryAppend(long clockUsec, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated)
    {
        Guard.That(values.Length == Dimensions && (updated.IsEmpty || updated.Length == Dimensions));
        if (IsFull)
        {
            return false;
        }

        NativeBlock chunk = _chunks[Count >> _chunkRowsLog2] ??=
            new NativeBlock(Owner, (long)_rowBytes * Math.Min(Capacity, 1 << _chunkRowsLog2), aligned: true);
        long at = Row(Count);
        chunk.Ref<long>(at) = clockUsec;
        values.CopyTo(chunk.Span<long>(at + 8, Dimensions));
        Span<byte> bits = chunk.Span<byte>(at + 8 + (8 * Dimensions), (Dimensions + 7) / 8);
        Count++;
        if (updated.IsEmpty || updated.IndexOf((byte)0) < 0)
        {
            bits.Fill(0xFF);
            return true;
        }

        bits.Clear();
        HasMissing = true;
        for (int i = 0; i < updated.Length; i++)
        {
            bits[i >> 3] |= (byte)((updated[i] != 0 ? 1 : 0) << (i & 7));
        }

        return true;
    }

    /// <summary>Microseconds.</summary>
    public long ClockAt(int collection) => Chunk(collection).Ref<long>(Row(collection));

    public ReadOnlySpan<long> ValuesAt(int collection) =>
        Chunk(collection).Span<long>(Row(collection) + 8, Dimensions);

    public bool IsSet(int collection, int dimension) =>
        (Chunk(collection).Ref<byte>(Row(collection) + 8 + (8 * Dimensions) + (dimension >> 3))
            >> (dimension & 7) & 1) != 0;

    public void Dispose()
    {
        _head.Dispose();
        foreach (NativeBlock? chunk in _chunks)
        {
            chunk?.Dispose();
        }
    }

    private NativeBlock Chunk(int collection)
    {
        Guard.That((uint)collection < (uint)Count);
        return _chunks[collection >> _chunkRowsLog2]!;
    }

    /// <summary>Where it begins in its chunk.</summary>
    private long Row(int collection) => (collection & ((1L << _chunkRowsLog2) - 1)) * _rowBytes;

    private static int Aligned(int bytes) => (bytes + 7) & ~7;
}
