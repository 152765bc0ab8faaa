using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>A scratch series that runs collections through the Store's own pipeline again. Reused from page
/// to page; no garbage.</summary>
internal sealed class PageReplay : IDisposable
{
    /// <summary>More than the rows asked for, so that a chart that is some rows behind its clock is not
    /// taken for one that fell silent.</summary>
    private const int SpareRows = 64;
    private readonly Series _series = new(1, new StoreOptions { Mode = MemoryMode.Ram });
    private int _rowsMax;

    public Span<HotCell> Cells => _series.Hot;

    /// <summary>Of the collection to be committed.</summary>
    public Span<long> Values => _series.Collected;

    /// <summary>1 for each dimension that it sets.</summary>
    public Span<byte> Updated => _series.Updated;

    /// <summary>Rows written; more than was asked for is a sign of damage.</summary>
    public int Rows => (int)Math.Min(_series.Clock.Counter, int.MaxValue);

    /// <summary>The rows, row-major; valid until the next <see cref="Begin"/>.</summary>
    public Span<uint> Samples => Native.Span<uint>(
        _series.Clock.Ring, Math.Min(Rows, _rowsMax) * _series.Clock.Count);

    public void Begin(ChartShape shape, in Checkpoint start, int rows)
    {
        _rowsMax = rows;
        _series.Restart(shape.UpdateEvery, shape.Scales, shape.Kinds, rows + SpareRows);
        start.PutInto(ref _series.Clock);
    }

    /// <summary>Sum of the collected values of the round before.</summary>
    public void SetTotal(long total) => _series.Clock.LastTotal = total;

    public void Mark(int dimension, DimensionMark mark)
    {
        PipelineState state = _series.General();
        state.Collections[dimension] = (byte)(mark & DimensionMark.CollectionsMask);
        state.Kind[dimension] |= (mark & DimensionMark.Wide) != 0 ? DimensionKind.Wide : 0;
    }

    /// <param name="clockUsec">After the collection. False: it goes back, or it would write rows beyond
    /// those asked for.</param>
    public bool TryCommit(long clockUsec)
    {
        ref ChartClock clock = ref _series.Clock;
        long endUsec = (clock.LastUpdatedSec + ((long)(_rowsMax - Rows + 1) * clock.UpdateEvery))
            * Clock.UsecPerSecond;
        if (clockUsec < clock.LastCollectedUsec || clockUsec >= endUsec || Rows > _rowsMax)
        {
            return false;
        }

        _series.Commit(clockUsec - clock.LastCollectedUsec, clockUsec);
        return true;
    }

    /// <summary>Rows that do not come from collections; to be filled by the caller.</summary>
    public Span<uint> BeginStored(ChartShape shape, int rows)
    {
        Begin(shape, default, rows);
        _series.Clock.Counter = (uint)rows;
        return Samples;
    }

    public void Dispose() => _series.Dispose();
}
