namespace Edge.Store;

/// <summary>Borrowed view of a series for one general commit. All spans have one element a
/// dimension.</summary>
internal readonly ref struct PipelineState(
    ref ChartClock clock,
    Span<HotCell> hot,
    Span<double> lastStored,
    ReadOnlySpan<Scale> scale,
    ReadOnlySpan<long> collected,
    Span<double> calculated,
    Span<byte> collections,
    Span<DimensionKind> kind,
    Span<byte> updated)
{
    public readonly ref ChartClock Clock = ref clock;
    public readonly Span<HotCell> Hot = hot;
    public readonly Span<double> LastStored = lastStored;
    public readonly ReadOnlySpan<Scale> Scale = scale;
    public readonly ReadOnlySpan<long> Collected = collected;
    public readonly Span<double> Calculated = calculated;
    public readonly Span<byte> Collections = collections;
    public readonly Span<DimensionKind> Kind = kind;
    public readonly Span<byte> Updated = updated;
}
