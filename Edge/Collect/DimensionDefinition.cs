using Edge.Store;

namespace Edge.Collect;

/// <summary>A dimension that a chart has from the start. Name null: as the id.</summary>
internal sealed record DimensionDefinition(
    string Id,
    Algorithm Algorithm,
    long Multiplier = 1,
    long Divisor = 1,
    string? Name = null,
    DimensionFlags Flags = DimensionFlags.None);
