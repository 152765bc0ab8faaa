using Edge.Collect;
using Edge.Store;

namespace Edge.Boot;

/// <summary><c>[global]</c>, as far as it is about this node and what it keeps (spec config 2.1).</summary>
internal sealed record GlobalSection
{
    public required string Hostname { get; init; }

    /// <summary>Seconds, 1 to <see cref="Limits.UpdateEveryMax"/>.</summary>
    public int UpdateEvery { get; init; } = 1;

    public MemoryMode MemoryMode { get; init; } = MemoryMode.DbEngine;

    /// <summary>Samples per dimension.</summary>
    public int History { get; init; } = Store.History.Standard(MemoryMode.DbEngine);

    /// <summary>MiB.</summary>
    public int PageCacheMiB { get; init; } = 32;

    public int DbEngineDiskMiB { get; init; } = 256;

    /// <summary>Null: follows from the number of hosts.</summary>
    public int? DbEngineMultihostDiskMiB { get; init; }

    /// <summary>In front of /proc and /sys; empty or an absolute path.</summary>
    public string HostPrefix { get; init; } = "";

    /// <summary>Null: detected.</summary>
    public string? Timezone { get; init; }

    public int CleanupObsoleteSeconds { get; init; } = 3600;

    public int CleanupOrphanSeconds { get; init; } = 3600;

    public int GapWhenLostIterationsAbove { get; init; } = 1;

    /// <summary>Of the rings in modes <c>ram</c> and <c>save</c>.</summary>
    public bool MergesMemory { get; init; } = true;

    public bool DeletesObsoleteFiles { get; init; } = true;

    public bool DeletesOrphanFiles { get; init; } = true;

    /// <summary>Ours: how often mapped rings are synced; 0: when the kernel likes.</summary>
    public int MapSyncSeconds { get; init; } = 60;

    /// <summary>Ours: how often rings in mode <c>save</c> are written; 0: at the exit.</summary>
    public int SaveMinutes { get; init; }

    /// <summary>
    /// Ours: how often segments and journal of dbengine are synced; 0: when the kernel likes.
    /// </summary>
    public int DbEngineSyncSeconds { get; init; } = 30;

    /// <summary>Ours: whether a crash loses a second, or what is not in a row group yet.</summary>
    public bool DbEngineJournal { get; init; } = true;

    public OnDemand ZeroMetrics { get; init; } = OnDemand.No;

    /// <param name="file">netdata.conf.</param>
    /// <param name="hostname">The system's.</param>
    public static GlobalSection Read(ConfigFile file, string hostname)
    {
        MemoryMode mode = Mode(file, "global", "memory mode", MemoryMode.DbEngine);
        return new GlobalSection
        {
            Hostname = file.Text("global", "hostname", hostname),
            UpdateEvery = file.Number("global", "update every", 1, min: 1, max: Limits.UpdateEveryMax,
                static value =>
                $"Invalid data collection frequency (update every) {value} given. Defaulting to 1."),
            MemoryMode = mode,
            History = file.Number(
                "global",
                "history",
                Store.History.Standard(mode),
                min: Store.Limits.HistoryMin,
                max: Store.Limits.HistoryMax,
                value => $"Invalid history entries {value} given. Defaulting to "
                    + $"{Store.History.Standard(mode)}."),
            PageCacheMiB = file.Number("global", "page cache size", 32, min: 8),
            DbEngineDiskMiB = file.Number("global", "dbengine disk space", 256, min: 1),
            DbEngineMultihostDiskMiB = file.IsSaid("global", "dbengine multihost disk space")
                ? file.Number("global", "dbengine multihost disk space", 256, min: 1)
                : null,
            HostPrefix = file.Text("global", "host access prefix", "").TrimEnd('/'),
            Timezone = file.TextOrNull("global", "timezone"),
            CleanupObsoleteSeconds =
                file.Number("global", "cleanup obsolete charts after seconds", 3600, min: 0),
            CleanupOrphanSeconds = file.Number("global", "cleanup orphan hosts after seconds", 3600, min: 0),
            GapWhenLostIterationsAbove = file.Number("global", "gap when lost iterations above", 1, min: 1),
            MergesMemory = file.Boolean("global", "memory deduplication (ksm)", true),
            DeletesObsoleteFiles = file.Boolean("global", "delete obsolete charts files", true),
            DeletesOrphanFiles = file.Boolean("global", "delete orphan hosts files", true),
            MapSyncSeconds = file.Number("global", "map sync seconds", 60, min: 0, max: 86_400),
            SaveMinutes = file.Number("global", "save every minutes", 0, min: 0, max: 527_040),
            DbEngineSyncSeconds = file.Number("global", "dbengine sync seconds", 30, min: 0, max: 86_400),
            DbEngineJournal = file.Boolean("global", "dbengine journal", true),
            ZeroMetrics = file.OnDemand("global", "enable zero metrics", OnDemand.No),
        };
    }

    /// <summary>A memory mode; an unknown word means <c>save</c>, and is reported.</summary>
    public static MemoryMode Mode(ConfigFile file, string section, string name, MemoryMode standard)
    {
        string word = file.Text(section, name, MemoryModeNames.Of(standard));
        MemoryMode? mode = MemoryModeNames.Parse(word);
        if (mode == null)
        {
            file.Report(section, name, $"CONFIG: memory mode '{word}' of [{section}] is unknown (none, ram, "
                + "alloc, save, map, dbengine). Proceeding with 'save'.");
        }

        return mode ?? MemoryMode.Save;
    }
}
