using Edge.Store;

namespace Edge.Boot;

/// <summary>From sections to <see cref="StoreOptions"/>.</summary>
internal static class StoreOptionsReader
{
    public static StoreOptions Local(GlobalSection global) => new()
    {
        Mode = global.MemoryMode,
        HistoryEntries = History.Entries(global.History),
        GapWhenLostIterationsAbove = global.GapWhenLostIterationsAbove,
        CleanupObsoleteSeconds = global.CleanupObsoleteSeconds,
    };
}
