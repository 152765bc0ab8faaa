namespace Edge.Store;

/// <summary>What the definition of a chart says of it, whoever's it is; equal ones are kept once (<see
/// cref="ChartHeads"/>).</summary>
internal sealed class ChartHead : IEquatable<ChartHead>
{
    public required string Type { get; init; }

    public required string Family { get; init; }

    public required string Units { get; init; }

    public string Title { get; init; } = "";

    public string Context { get; init; } = "";

    public ChartStyle Style { get; init; }

    public int Priority { get; init; }

    public string? Plugin { get; init; }

    public string? Module { get; init; }

    /// <summary>Charts that have it in common. Kept by <see cref="ChartHeads"/>.</summary>
    public int Uses { get; set; }

    public bool Equals(ChartHead? other) =>
        other != null && Type == other.Type && Family == other.Family && Units == other.Units
        && Title == other.Title && Context == other.Context && Style == other.Style
        && Priority == other.Priority && Plugin == other.Plugin && Module == other.Module;

    public override bool Equals(object? obj) => Equals(obj as ChartHead);

    public override int GetHashCode() => HashCode.Combine(Type, Family, Units, Title, Context, Priority);
}
