using Edge.Store;

namespace Edge.Boot;

/// <summary>From sections to <see cref="StoreOptions"/>.</summary>
internal static class StoreOptionsReader
{
    /// <summary>Before alignment; shown as 3996 where pages have 4 KiB (spec database 6.1).</summary>
    public const int HistoryStandard = 3600;

    /// <summary>
    /// The reference keeps a dimension's head of this size in the same mapping as its samples.
    /// </summary>
    private const int HeadBytes = 400;
    private const int SampleBytes = 4;

    /// <summary>What its machines have; ours may differ, the number of samples should not.</summary>
    private const int PageBytes = 4096;

    public static StoreOptions Local(GlobalSection global) => new()
    {
        Mode = global.MemoryMode,
        HistoryEntries = Align(global.MemoryMode, global.History),
        GapWhenLostIterationsAbove = global.GapWhenLostIterationsAbove,
        CleanupObsoleteSeconds = global.CleanupObsoleteSeconds,
    };

    /// <summary>
    /// Mapped modes fill their last page (spec database 6.2): entries = (pages * 4096 - 400) / 4, so 3600 ->
    /// 3996.
    /// </summary>
    public static int Align(MemoryMode mode, int history)
    {
        history = Math.Clamp(history, Store.Limits.HistoryMin, Store.Limits.HistoryMax);
        if (mode is not (MemoryMode.Ram or MemoryMode.Save or MemoryMode.Map))
        {
            return history;
        }

        long bytes = HeadBytes + ((long)history * SampleBytes);
        long pages = (bytes + PageBytes - 1) / PageBytes;
        return (int)Math.Min(((pages * PageBytes) - HeadBytes) / SampleBytes, Store.Limits.HistoryMax);
    }
}
