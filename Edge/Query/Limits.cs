namespace Edge.Query;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>Spec query 2.1: a time whose magnitude is at most three years is relative.</summary>
    public const long RelativeSecondsMax = 3L * 365 * 86400;

    /// <summary>
    /// Ours: keeps sums and products of times within 64 bits whatever a request says. Some 30,000 years.
    /// </summary>
    public const long TimeSecondsMax = 1_000_000_000_000;

    /// <summary>
    /// Ours: no ring has more rows than a year of seconds (spec config 2.1), so more points mean nothing.
    /// </summary>
    public const long PointsMax = int.MaxValue;

    /// <summary>
    /// Ours: rows times columns of one answer; some 200 MB of text at the most. The largest ring of a default
    /// configuration (3,996 rows) fits with 2,500 dimensions. More is refused (spec query 7, the 500 row).
    /// </summary>
    public const long ValuesMax = 10_000_000;

    /// <summary>
    /// Ours: room that an answer takes ahead by the length of its first row; beyond, it doubles as it grows.
    /// </summary>
    public const int GuessedBytesMax = 8 * 1024 * 1024;

    /// <summary>Ours: samples of one group that <c>median</c> has to hold at once, 32 MB.</summary>
    public const int MedianSamplesMax = 4_000_000;

    /// <summary>
    /// Samples that a point of the grid takes where the interval changed: from 1 s to the longest, 600 s.
    /// </summary>
    public const int SamplesPerPointMax = 600;

    /// <summary>
    /// Ours: charts that one context query combines, and their dimensions; a large host has some 5,000.
    /// </summary>
    public const int ChartsPerAnswer = 4_096;

    public const int ColumnsMax = 200_000;

    /// <summary>Defaults of <c>[web] ses max window</c> and <c>des max window</c>.</summary>
    public const int SmoothingWindowMax = 15;
}
