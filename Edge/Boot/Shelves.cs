using Edge.Archive;
using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>Gives hosts whose memory mode is <c>save</c> or <c>map</c> their shelves.</summary>
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

    private RingKeeper? _keeper;
    private bool _isWanted;

    /// <summary>Null: this mode keeps nothing in ring files.</summary>
    public RingShelf? For(HostInfo info, MemoryMode mode, bool isLocal)
    {
        if (mode is not (MemoryMode.Save or MemoryMode.Map))
        {
            return null;
        }

        _isWanted = true;
        _keeper?.Start();
        return new RingShelf(_options, info, isLocal, maps: mode == MemoryMode.Map);
    }

    /// <summary>The table is there: from now on files are looked after.</summary>
    public void Open(HostTable hosts)
    {
        _keeper = new RingKeeper(hosts, _options);
        if (_isWanted)
        {
            _keeper.Start();
        }
    }

    public void Save() => _keeper?.Save();

    /// <param name="connected">Hosts whose children were there when the node began to stop.</param>
    public void Stop(Host[] connected) => _keeper?.Stop(connected);

    /// <summary>The host was an orphan for too long. The gate is held.</summary>
    public static void Removing(Host host)
    {
        if (host.Shelf is RingShelf shelf)
        {
            shelf.RemovingHost(host);
        }
    }

    public void Dispose() => _keeper?.Dispose();
}
