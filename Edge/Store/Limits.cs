namespace Edge.Store;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>The reference cuts full chart ids and names here (spec streaming 13.1).</summary>
    public const int ChartIdChars = 200;

    /// <summary>Spec config 2.1: history is 5 to one year of seconds.</summary>
    public const int HistoryMin = 5;
    public const int HistoryMax = 86400 * 365;

    /// <summary>
    /// Ours. The largest chart seen of a real Netdata has some 2,000 dimensions (message queues); a peer that
    /// defines more than this in one chart is broken or hostile.
    /// </summary>
    public const int DimensionsPerChart = 32_768;

    /// <summary>Ours: as many connections at a time have a chart in the middle; 128 KiB at most.</summary>
    public const int SpareRounds = 32;

    /// <summary>Ours: 20 times the largest host seen (spec peer table: 368 charts; cgroups may bring
    /// thousands).</summary>
    public const int ChartsPerHost = 65_536;

    /// <summary>
    /// Ours: all charts of a host together; eight for each chart that it may have, where real hosts have four
    /// on average. Some 150 bytes each make 80 MB, which is what a peer with a valid key can cost.
    /// </summary>
    public const int DimensionsPerHost = 524_288;

    /// <summary>
    /// Ours: 36,000 years of microseconds each. What a peer declares is cut at the first, a chart's clock
    /// stops at the second, so that no sum of the two overflows.
    /// </summary>
    public const long SinceUsecMax = 1L << 60;
    public const long ClockUsecMax = 1L << 60;

    /// <summary>Charts with more dimensions get a dictionary; below, a few comparisons are cheaper.</summary>
    public const int DimensionsSearched = 16;

    /// <summary>Ours: all words of some hundred kinds of machines; some 8 MB at the most.</summary>
    public const int PooledStrings = 65_536;

    public const int PooledStringChars = 256;

    /// <summary>Ours: eight and a half minutes of a chart that is collected each second; longer outages are
    /// for a history.</summary>
    public const int ReplayRowsMax = 512;

    /// <summary>
    /// Ours: rows of all received hosts that are only passed on; 64 hosts with the standard of 1 MiB each, or
    /// 80 seconds of 2,000 hosts with 100 dimensions.
    /// </summary>
    public const long ReplayBytesTotal = 64L * 1024 * 1024;

    /// <summary>Ours: a chart's ring in memory mode dbengine, one and a half blocks of 512 rows.</summary>
    public const int DbEngineRows = 768;

    public const int LabelsPerHost = 1_000;

    /// <summary>Ours: containers of 1.37 bring some 20.</summary>
    public const int LabelsPerChart = 200;

    /// <summary>Ours: 20 each of 6,500 charts, which some hundred containers have.</summary>
    public const int ChartLabelsPerHost = 131_072;

    public const int VariablesPerHost = 10_000;

    /// <summary>Ours: collectors of the reference set three at the most.</summary>
    public const int VariablesPerChart = 200;

    /// <summary>Ours: one for each chart that a host may have.</summary>
    public const int ChartVariablesPerHost = 65_536;
}
