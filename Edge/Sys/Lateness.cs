namespace Edge.Sys;

/// <summary>How much too long some sleeps took, microseconds.</summary>
internal readonly record struct Lateness(long Min, long Max, long Average);
