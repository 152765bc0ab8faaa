namespace Edge.Boot;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>
    /// Bytes of a line that the reference reads at once; what is longer is several lines (spec config 1).
    /// </summary>
    public const int LineBytes = 8191;

    /// <summary>
    /// Ours. A section per child of about 250 bytes makes this 16,000 children; a larger file is no
    /// configuration.
    /// </summary>
    public const int ConfigFileBytes = 4 * 1024 * 1024;

    /// <summary>Ours: problems of one file that are kept; the rest is counted.</summary>
    public const int Problems = 100;

    /// <summary>Ours: os-release, cpuinfo of 1,000 cores and their like.</summary>
    public const int SystemFileBytes = 4 * 1024 * 1024;

    /// <summary>Spec config 2.1: <c>update every</c> is 1 to 600 seconds.</summary>
    public const int UpdateEveryMax = 600;

    /// <summary>Ours: more engine threads than that only take turns.</summary>
    public const int WireThreads = 64;
}
