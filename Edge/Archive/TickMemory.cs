using Edge.Sys;

namespace Edge.Archive;

/// <summary>What both ends of the journal remember of a chart: clock, step, last values, last
/// differences.</summary>
internal sealed class TickMemory : IDisposable
{
    private readonly NativeBlock _block;

    public TickMemory(int dimensions)
    {
        Guard.That(dimensions > 0 && dimensions <= Store.Limits.DimensionsPerChart);
        Dimensions = dimensions;
        _block = new NativeBlock("archive journal", 16L * dimensions);
    }

    public int Dimensions { get; }

    /// <summary>Microseconds after the last collection.</summary>
    public long ClockUsec { get; set; }

    public Span<long> Last => _block.Span<long>(0, Dimensions);

    public Span<long> Step => _block.Span<long>(8L * Dimensions, Dimensions);

    /// <summary>Both ends do this with the checkpoint of a block, so that they agree.</summary>
    public void Begin(RawBlock block)
    {
        Guard.That(block.Dimensions == Dimensions);
        ClockUsec = block.Start.ClockUsec;
        Step.Clear();
        for (int i = 0; i < Dimensions; i++)
        {
            Last[i] = block.Cells[i].Last;
        }
    }

    public void Dispose() => _block.Dispose();
}
