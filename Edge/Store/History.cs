namespace Edge.Store;

/// <summary>How many samples a dimension keeps (spec database 6.2).</summary>
internal static class History
{
    /// <summary>Before <see cref="Entries"/>; shown as 3996 (spec database 6.1).</summary>
    public const int Standard = 3600;

    /// <summary>
    /// The reference keeps a dimension's head of this size in the same mapping as its samples, and its
    /// machines have pages of 4 KiB; ours may differ, the number of samples should not.
    /// </summary>
    private const int HeadBytes = 400;
    private const int PageBytes = 4096;

    /// <summary>
    /// As asked for, from 5 to a year of seconds; in the modes that are mapped, or could be, as much as fits
    /// into the pages that it takes anyway: 3600 x 4 + 400 bytes are 4 pages, which hold (16384 - 400) / 4 =
    /// 3996.
    /// </summary>
    public static int Entries(MemoryMode mode, int wanted)
    {
        int entries = Math.Clamp(wanted, Limits.HistoryMin, Limits.HistoryMax);
        if (mode is not (MemoryMode.Ram or MemoryMode.Save or MemoryMode.Map))
        {
            return entries;
        }

        long pages = (((long)entries * sizeof(uint)) + HeadBytes + PageBytes - 1) / PageBytes;
        return (int)Math.Min(((pages * PageBytes) - HeadBytes) / sizeof(uint), Limits.HistoryMax);
    }
}
