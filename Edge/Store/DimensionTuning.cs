namespace Edge.Store;

/// <summary>The <c>dim ID ...</c> options of a chart's section. Null: not said.</summary>
internal sealed record DimensionTuning(string? Name, Algorithm? Algorithm, long? Multiplier, long? Divisor);
