using Edge.Archive;
using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Gives hosts whose memory mode is <c>save</c> or <c>map</c> their shelves, and those of mode
/// <c>dbengine</c> their place in the compressed store, which is opened for the first of them.
/// </summary>
internal sealed class Shelves(Configuration configuration)
{
    private readonly RingOptions _options = new()
    {
        CacheDirectory = configuration.Directories.Cache.TrimEnd('/'),
        DeletesObsolete = configuration.Global.DeletesObsoleteFiles,
        DeletesOrphans = configuration.Global.DeletesOrphanFiles,
        SyncSeconds = configuration.Global.MapSyncSeconds,
        SaveMinutes = configuration.Global.SaveMinutes,
        Boot = RingBoot.Read(),
        NowUsec = Clock.NowUsec,
    };

    private readonly Gate _gate = new();
    private readonly Keeper _keeper = new(Clock.MonotonicUsec, Clock.NowUsec);
    private Engine? _engine;
    private bool _hasNoEngine;
    private bool _hasMerged;
    private RingKeeper? _rings;
    private bool _isWanted;
    private bool _isStopped;

    /// <summary>Null: this mode keeps nothing in ring files.</summary>
    public RingShelf? For(HostInfo info, MemoryMode mode, bool isLocal)
    {
        if (mode is MemoryMode.Ram or MemoryMode.Save)
        {
            Merge();
        }

        if (mode is not (MemoryMode.Save or MemoryMode.Map))
        {
            return null;
        }

        _isWanted = true;
        if (_rings != null)
        {
            _keeper.Serve(_rings);
        }

        return new RingShelf(_options, info, isLocal, maps: mode == MemoryMode.Map);
    }

    /// <summary>A host that nobody else knows yet.</summary>
    public void Attach(Host host)
    {
        if (host.Options.Mode == MemoryMode.DbEngine)
        {
            OpenEngine()?.Attach(host);
        }
    }

    /// <summary>The table is there: from now on files are looked after.</summary>
    public void Open(HostTable hosts)
    {
        _rings = new RingKeeper(hosts, _options);
        if (_isWanted)
        {
            _keeper.Serve(_rings);
        }
    }

    public void Save() => _keeper.Save();

    /// <param name="connected">Hosts whose children were there when the node began to stop.</param>
    public void Stop(Host[] connected)
    {
        _keeper.Stop();
        _rings?.Stop(connected);
        StopEngine();
    }

    /// <summary>The host was an orphan for too long. The gate is held.</summary>
    public void Removing(Host host)
    {
        _engine?.Detach(host);
        if (host.Shelf is RingShelf shelf)
        {
            shelf.RemovingHost(host);
        }
    }

    public void Dispose()
    {
        _keeper.Dispose();
        StopEngine();
        _engine?.Dispose();
    }

    /// <summary>Nobody collects any more: what waits is written, once.</summary>
    private void StopEngine()
    {
        if (_engine != null && !_isStopped)
        {
            _isStopped = true;
            _engine.Stop(Clock.NowUsec());
        }
    }

    /// <summary>Spec database 6: pages of these modes are offered to the kernel's deduplication.</summary>
    private void Merge()
    {
        using (_gate.Enter())
        {
            if (_hasMerged || !configuration.Global.MergesMemory)
            {
                return;
            }

            _hasMerged = true;
            if (Pages.Merge() is not 0 and var errno)
            {
                Log.Info("MAIN", "memory deduplication (ksm) has no effect: the kernel does not offer it "
                    + $"({RawFile.Explain(errno)}).");
            }
        }
    }

    /// <summary>Null: its folder cannot be used, which is said once; samples stay in memory.</summary>
    private Engine? OpenEngine()
    {
        using (_gate.Enter())
        {
            if (_engine != null || _hasNoEngine)
            {
                return _engine;
            }

            GlobalSection global = configuration.Global;
            var options = new EngineOptions
            {
                Folder = Path.Combine(_options.CacheDirectory, "dbengine"),
                QuotaBytes = (long)(global.DbEngineMultihostDiskMiB ?? global.DbEngineDiskMiB) << 20,
                CacheBytes = (long)global.PageCacheMiB << 20,
                SyncSeconds = global.DbEngineSyncSeconds,
                HasJournal = global.DbEngineJournal,
            };
            try
            {
                _engine = new Engine(options, Clock.NowUsec());
                _keeper.Serve(_engine);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _hasNoEngine = true;
                Log.Error("DBENGINE", $"'{options.Folder}' cannot be used: {error.Message} Samples of memory "
                    + "mode dbengine are kept in memory only, for some minutes.");
            }

            return _engine;
        }
    }
}
