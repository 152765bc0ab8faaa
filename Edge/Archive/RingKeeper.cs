using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Looks after ring files: syncs mapped ones together, saves the others when told or when it is time, tries
/// full disks again. Rounds come from one thread (<see cref="Keeper"/>); never waits for a disk while it
/// holds a gate.
/// </summary>
internal sealed class RingKeeper(HostTable hosts, RingOptions options)
{
    private const string Tag = "KEEPER";
    private volatile bool _isAsked;
    private long _round;

    /// <summary>Called between two files, with no gate held: whoever cannot wait for all of them.</summary>
    public Action? Between { get; set; }

    /// <summary>The next round saves.</summary>
    public bool IsAsked => _isAsked;

    /// <summary>USR1: everything is to be saved soon. Any thread.</summary>
    public void Save() => _isAsked = true;

    /// <summary>
    /// Nobody writes any more, and no round comes: all files can be closed.
    /// </summary>
    /// <param name="connected">Hosts whose children were there when the node began to stop.</param>
    public void Stop(Host[] connected)
    {
        bool hasMapped = false;
        foreach (Host host in hosts.All)
        {
            if (host.Shelf is RingShelf shelf)
            {
                hasMapped |= Close(host, shelf, Array.IndexOf(connected, host) >= 0) && shelf.Maps;
            }
        }

        if (hasMapped)
        {
            _ = RingSaver.SyncAll(options.CacheDirectory);
        }
    }

    /// <summary>What is due in one second.</summary>
    internal void Round()
    {
        _round++;
        long savesEvery = options.SaveMinutes * 60L;
        bool saves = _isAsked || (savesEvery > 0 && _round % savesEvery == 0);
        _isAsked = false;
        foreach (Host host in hosts.All)
        {
            if (host.Shelf is not RingShelf shelf)
            {
                continue;
            }

            if (saves)
            {
                Save(host, shelf);
            }

            if (_round % RingLimits.RetrySeconds == 0)
            {
                Tidy(host, dropsReplaced: options.SyncSeconds <= 0);
                if (shelf.Maps)
                {
                    Retry(host);
                }
            }
        }

        if (options.SyncSeconds > 0 && _round % options.SyncSeconds == 0)
        {
            SyncMapped();
        }
    }

    private void Save(Host host, RingShelf shelf)
    {
        if (shelf.Maps)
        {
            Retry(host);
            return;
        }

        var saver = new RingSaver(host, shelf) { Between = Between };
        saver.SaveAll();
        Log.Info(Tag, $"Saved {saver.Saved} charts of host '{host.Info.Hostname}'"
            + (saver.Failed == 0 ? "." : $", {saver.Failed} could not be."));
    }

    /// <summary>
    /// All mapped charts of all hosts: their sums, one wait for the file system, their heads. A wait for each
    /// of some thousand files would cost more than everything that is collected meanwhile.
    /// </summary>
    private void SyncMapped()
    {
        List<(Host Host, MapSync Sync)>? begun = null;
        foreach (Host host in hosts.All)
        {
            if (host.Shelf is RingShelf { Maps: true } shelf)
            {
                var sync = new MapSync(host, shelf, Between);
                if (sync.Begin())
                {
                    (begun ??= []).Add((host, sync));
                }
                else
                {
                    sync.Dispose();
                }
            }
        }

        if (begun == null)
        {
            return;
        }

        int errno = RingSaver.SyncAll(options.CacheDirectory);
        foreach ((Host host, MapSync begunSync) in begun)
        {
            using MapSync sync = begunSync;
            if (errno == 0)
            {
                sync.Finish();
                continue;
            }

            using (host.Gate.Enter())
            {
                ((RingShelf)host.Shelf!).Trouble.Failed("sync", options.CacheDirectory, errno);
            }
        }
    }

    /// <summary>What is not needed any more of earlier lives; and of earlier places, where no sync says
    /// when.</summary>
    private static void Tidy(Host host, bool dropsReplaced)
    {
        using (host.Gate.Enter())
        {
            for (int i = 0; i < host.Charts.Count; i++)
            {
                RingShelf.PlaceOf(host.Charts[i])?.DropLeftovers(always: false);
                if (dropsReplaced && RingShelf.MappedOf(host.Charts[i]) is { } place)
                {
                    place.DropReplaced();
                    place.NoteReplaced();
                }
            }
        }
    }

    /// <summary>
    /// What the disk would not have goes there now, if it can; the first that fails ends it.
    /// </summary>
    private static void Retry(Host host)
    {
        using (host.Gate.Enter())
        {
            for (int i = 0; i < host.Charts.Count; i++)
            {
                Chart chart = host.Charts[i];
                bool isDeleted = chart.IsObsolete && ((RingShelf)host.Shelf!).DeletesObsolete;
                if (!isDeleted && RingShelf.MappedOf(chart) is { IsAdrift: true } place)
                {
                    chart.Series.Relay(chart.Series.Clock.Columns);
                    if (!place.IsMapped)
                    {
                        return;
                    }
                }
            }
        }
    }

    /// <summary>Spec database 6.5. False: nothing of the host is kept.</summary>
    private static bool Close(Host host, RingShelf shelf, bool isConnected)
    {
        using (host.Gate.Enter())
        {
            if (shelf.DeletesOrphan && !isConnected)
            {
                shelf.DeleteAll(host);
                return false;
            }

            foreach (Chart chart in host.Charts)
            {
                RingPlace? place = RingShelf.PlaceOf(chart);
                place?.DropLeftovers(always: true);
                if (chart.IsObsolete && shelf.DeletesObsolete)
                {
                    place?.Delete();
                }
            }
        }

        (int saved, int failed) = shelf.Maps ? CloseMapped(host, shelf) : SaveAll(host, shelf);
        Log.Info(Tag, $"Saved {saved} charts of host '{host.Info.Hostname}'"
            + (failed == 0 ? "." : $", {failed} could not be."));
        return saved > 0;
    }

    private static (int Saved, int Failed) SaveAll(Host host, RingShelf shelf)
    {
        var saver = new RingSaver(host, shelf);
        saver.SaveAll();
        return (saver.Saved, saver.Failed);
    }

    private static (int Saved, int Failed) CloseMapped(Host host, RingShelf shelf)
    {
        int saved = 0;
        int failed = 0;
        Retry(host);
        using (host.Gate.Enter())
        {
            foreach (Chart chart in host.Charts)
            {
                if (RingShelf.MappedOf(chart) is { IsMapped: true } place)
                {
                    place.Close();
                    saved++;
                }
                else if (chart.Series.Clock.Ring != 0 && !(chart.IsObsolete && shelf.DeletesObsolete))
                {
                    failed++;
                }
            }
        }

        return (saved, failed);
    }
}
