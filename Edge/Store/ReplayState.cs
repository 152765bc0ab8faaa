namespace Edge.Store;

/// <summary>What a dimension carries from one collection to the next, as a peer tells it.</summary>
/// <param name="Collected">The integer of the last collection.</param>
/// <param name="Calculated">Incremental: what is not stored yet; others: the value before.</param>
/// <param name="Stored">Of the newest row; NaN: a gap.</param>
internal readonly record struct ReplayState(long Collected, double Calculated, double Stored);
