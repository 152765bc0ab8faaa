using Edge.Sys;

namespace Edge.Archive;

/// <summary>A chart's newest block while journals are read.</summary>
internal sealed class RecoveredChart : IDisposable
{
    private EngineChart? _chart;
    private ChartLayout? _layout;
    private uint _number;
    private RawBlock? _raw;
    private TickMemory? _memory;

    /// <summary>The present file has told of it: there is a memory.</summary>
    public bool IsTold { get; private set; }

    public TickMemory Memory => _memory ?? throw new BugException("No block was begun.");

    /// <summary>Of a collection.</summary>
    public byte[] IsSet { get; private set; } = [];

    /// <summary>Another file, which speaks of nothing before.</summary>
    public void Turn() => IsTold = false;

    /// <summary>A memory for so many dimensions, as the writer has it now.</summary>
    public TickMemory MemoryOf(int dimensions)
    {
        if (_memory == null || _memory.Dimensions != dimensions)
        {
            _memory?.Dispose();
            _memory = new TickMemory(dimensions);
            IsSet = new byte[dimensions];
        }
        else if (!IsTold)
        {
            _memory.Clear();
        }

        IsTold = true;
        return _memory;
    }

    /// <summary>A block begins; the one before was taken.</summary>
    public void Begin(EngineChart chart, uint number, ChartLayout layout, RawBlock raw)
    {
        Guard.That(_raw == null);
        (_chart, _number, _layout, _raw) = (chart, number, layout, raw);
    }

    /// <summary>Whether a block goes on where this one ends.</summary>
    public bool IsAt(uint number, int collections, long clockUsec) => _raw != null && _number == number
        && _raw.Count == collections
        && clockUsec == (collections == 0 ? _raw.Start.ClockUsec : _raw.ClockAt(collections - 1));

    /// <summary>What the memory has now; lost where the block's begin is not known.</summary>
    public void Append() => _raw?.TryAppend(Memory.ClockUsec, Memory.Last, IsSet);

    /// <summary>With its rows computed; null: there is none, or it makes none.</summary>
    public ClosedBlock? TakeBlock()
    {
        if (_raw is not { } raw)
        {
            return null;
        }

        _raw = null;
        var shape = new ChartShape();
        _layout!.PutInto(shape);
        using var replay = new PageReplay();
        int rows = BlockReplay.Run(replay, shape, raw, Limits.RowsPerPage);
        if (rows == 0)
        {
            raw.Dispose();
            return null;
        }

        int samples = rows * raw.Dimensions;
        var block = new NativeBlock(EngineHost.Owner, (long)samples * sizeof(uint));
        replay.Samples[..samples].CopyTo(block.Span<uint>(0, samples));
        return new ClosedBlock(
            _chart!, _number, _layout, raw, block, raw.Start.UpdatedSec + _layout.UpdateEvery);
    }

    public void Dispose()
    {
        _raw?.Dispose();
        _memory?.Dispose();
    }
}
