using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// What both ends of the journal remember of a chart: clock, and of each dimension what it was, how it moved,
/// and how likely it is to do so again.
/// </summary>
internal sealed class TickMemory : IDisposable
{
    /// <summary>Odds of a dimension: that it goes on as it did, by four pasts; of its lowest two
    /// bits.</summary>
    public const int OddsPerDimension = 8 + 3;

    private const ushort Even = 1 << 15;
    private const int BytesPerDimension = 16 + (2 * OddsPerDimension) + 4;
    private readonly NativeBlock _block;
    private byte _clockBits;

    public TickMemory(int dimensions)
    {
        Guard.That(dimensions > 0 && dimensions <= Store.Limits.DimensionsPerChart);
        Dimensions = dimensions;
        _block = new NativeBlock("archive journal", (long)BytesPerDimension * dimensions);
        Odds.Fill(Even);
    }

    public int Dimensions { get; }

    /// <summary>Microseconds after the last collection.</summary>
    public long ClockUsec { get; set; }

    /// <summary>Collections so far, at most a few: how fast odds may still learn.</summary>
    public int Age { get; set; }

    /// <summary>A bit for each of the last two collections: their clock had to be said.</summary>
    public uint WasClockSaid { get; set; }

    /// <summary>Mean bits of what was said of the clock, in quarters.</summary>
    public ref byte ClockBits => ref _clockBits;

    /// <summary>The writer's: of the block that it is about.</summary>
    public JournalMark? Mark { get; set; }

    public Span<long> Last => _block.Span<long>(0, Dimensions);

    public Span<long> Step => _block.Span<long>(8L * Dimensions, Dimensions);

    public Span<ushort> Odds => _block.Span<ushort>(16L * Dimensions, OddsPerDimension * Dimensions);

    /// <summary>How they moved lately.</summary>
    public Span<TickPast> Past => _block.Span<TickPast>(
        (16L + (2 * OddsPerDimension)) * Dimensions, Dimensions);

    /// <summary>Both ends do this where a file begins; clock and last values stay.</summary>
    public void Unlearn()
    {
        (Age, WasClockSaid, _clockBits) = (0, 0, 0);
        Step.Clear();
        Past.Clear();
        Odds.Fill(Even);
    }

    /// <summary>Nothing is known of the chart.</summary>
    public void Clear()
    {
        Unlearn();
        ClockUsec = 0;
        Last.Clear();
    }

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
