namespace Edge.Stream;

/// <summary>What one side has of a chart. Seconds.</summary>
/// <param name="FirstSec">One interval before the oldest row; 0: there is none.</param>
/// <param name="LastSec">The newest row; 0: there is none.</param>
/// <param name="SecondsMax">What there is room for; 0: nothing is kept.</param>
internal readonly record struct ReplaySpan(long FirstSec, long LastSec, long SecondsMax = long.MaxValue);
