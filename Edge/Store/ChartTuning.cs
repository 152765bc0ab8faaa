namespace Edge.Store;

/// <summary>What the operator says of one chart in a section of its own (<c>[type.id]</c>). Null: not
/// said.</summary>
internal sealed record ChartTuning
{
    public bool Enabled { get; init; } = true;

    public string? Type { get; init; }

    public string? Name { get; init; }

    public string? Family { get; init; }

    public string? Context { get; init; }

    public string? Title { get; init; }

    public string? Units { get; init; }

    public ChartStyle? Style { get; init; }

    public int? Priority { get; init; }

    public int? History { get; init; }

    public IReadOnlyDictionary<string, DimensionTuning> Dimensions { get; init; } =
        new Dictionary<string, DimensionTuning>();
}
