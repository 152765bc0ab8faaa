using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>What the pipeline has to know of a chart's definition to compute its rows: from a chart that is
/// alive, or from what a file says. May be used again.</summary>
internal sealed class ChartShape
{
    private DimensionKind[] _kinds = new DimensionKind[8];
    private Scale[] _scales = new Scale[8];

    /// <summary>Seconds, 1 or more.</summary>
    public int UpdateEvery { get; private set; } = 1;

    /// <summary>Dimensions.</summary>
    public int Count { get; private set; }

    /// <summary>Algorithm and "no reset detection"; the rest is state.</summary>
    public ReadOnlySpan<DimensionKind> Kinds => _kinds.AsSpan(0, Count);

    public ReadOnlySpan<Scale> Scales => _scales.AsSpan(0, Count);

    public void Clear(int updateEvery)
    {
        Guard.That(updateEvery > 0);
        (UpdateEvery, Count) = (updateEvery, 0);
    }

    public void Add(Algorithm algorithm, bool noResetDetection, long multiplier, long divisor)
    {
        Guard.That(divisor != 0 && Count < Store.Limits.DimensionsPerChart);
        if (Count == _kinds.Length)
        {
            Array.Resize(ref _kinds, 2 * Count);
            Array.Resize(ref _scales, 2 * Count);
        }

        _kinds[Count] = ((DimensionKind)algorithm & DimensionKind.AlgorithmMask)
            | (noResetDetection ? DimensionKind.NoResetDetection : 0);
        _scales[Count++] = new Scale { Multiplier = multiplier, Divisor = divisor };
    }

    /// <summary>Of a living chart; its host's gate is held.</summary>
    public void Take(Chart chart)
    {
        Clear(chart.UpdateEvery);
        for (int i = 0; i < chart.Dimensions.Count; i++)
        {
            Dimension dimension = chart.Dimensions[i];
            Add(dimension.Algorithm, (dimension.Flags & DimensionFlags.NoResetDetection) != 0,
                dimension.Multiplier, dimension.Divisor);
        }
    }
}
