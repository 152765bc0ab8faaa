using Edge.Sys;

namespace Edge.Archive;

/// <summary>A chart's newest block while journals are read.</summary>
internal sealed class RecoveredChart : IDisposable
{
    private readonly EngineChart? _chart;
    private readonly uint _number;
    private readonly ChartLayout? _layout;
    private RawBlock? _raw;

    public RecoveredChart(EngineChart chart, uint number, ChartLayout layout, RawBlock raw)
    {
        (_chart, _number, _layout, _raw) = (chart, number, layout, raw);
        Memory = new TickMemory(raw.Dimensions);
        Memory.Begin(raw);
        Values = new long[raw.Dimensions];
        Updated = new byte[raw.Dimensions];
    }

    /// <summary>
    /// Nobody knows how its block began, or what came in between: its collections are read to get past them,
    /// and mean nothing until its next block.
    /// </summary>
    public RecoveredChart(int dimensions)
    {
        Memory = new TickMemory(dimensions);
        Values = new long[dimensions];
        Updated = new byte[dimensions];
    }

    public bool IsLost => _layout == null;

    public RawBlock Raw => _raw ?? throw new BugException("A block was taken.");

    public TickMemory Memory { get; }

    public long[] Values { get; }

    public byte[] Updated { get; }

    /// <summary>With its rows computed; null: it makes none. The block is given away.</summary>
    public ClosedBlock? TakeBlock()
    {
        if (_layout == null)
        {
            return null;
        }

        RawBlock raw = Raw;
        var shape = new ChartShape();
        _layout.PutInto(shape);
        using var replay = new PageReplay();
        int rows = BlockReplay.Run(replay, shape, raw, Limits.RowsPerPage);
        if (rows == 0)
        {
            return null;
        }

        int samples = rows * raw.Dimensions;
        var block = new NativeBlock(EngineHost.Owner, (long)samples * sizeof(uint));
        replay.Samples[..samples].CopyTo(block.Span<uint>(0, samples));
        _raw = null;
        return new ClosedBlock(
            _chart!, _number, _layout, raw, block, raw.Start.UpdatedSec + _layout.UpdateEvery);
    }

    public void Dispose()
    {
        _raw?.Dispose();
        Memory.Dispose();
    }
}
