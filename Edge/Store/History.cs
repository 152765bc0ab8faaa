namespace Edge.Store;

/// <summary>How many samples a dimension keeps.</summary>
internal static class History
{
    private const int Hour = 3600;

    /// <summary>What the reference shows in modes that are, or could be, mapped: an hour, and what the last
    /// page of memory has room for besides (spec database 6.2).</summary>
    private const int HourInPages = 3996;

    /// <summary>When nobody said.</summary>
    public static int Standard(MemoryMode mode) =>
        mode is MemoryMode.Ram or MemoryMode.Save or MemoryMode.Map ? HourInPages : Hour;

    /// <summary>As asked for, from 5 to a year of seconds, in every mode: the rows of a chart lie side by
    /// side, so that no dimension has pages of its own to fill.</summary>
    public static int Entries(int wanted) => Math.Clamp(wanted, Limits.HistoryMin, Limits.HistoryMax);
}
