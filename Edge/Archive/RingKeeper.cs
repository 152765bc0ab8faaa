using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The thread of ring files, there as soon as a host has one: syncs mapped ones in turn, saves the others
/// when told or when it is time, tries full disks again. Never waits for a sync while it holds a gate.
/// </summary>
internal sealed class RingKeeper(HostTable hosts, RingOptions options) : IDisposable
{
    private const string Tag = "KEEPER";
    private const int RoundMs = 1_000;
    private const int StackBytes = 256 << 10;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private Thread? _thread;
    private volatile bool _isStopping;
    private volatile bool _isAsked;
    private long _round;

    /// <summary>A host has a shelf now. Any thread.</summary>
    public void Start()
    {
        if (_thread == null)
        {
            var thread = new Thread(Run, StackBytes) { Name = "keeper", IsBackground = true };
            if (Interlocked.CompareExchange(ref _thread, thread, null) == null)
            {
                thread.Start();
            }
        }
    }

    /// <summary>USR1: everything is to be saved soon. Any thread.</summary>
    public void Save()
    {
        _isAsked = true;
        _wake.Set();
    }

    /// <summary>
    /// The thread ends; nobody else writes any more either, so that all files can be closed.
    /// </summary>
    /// <param name="connected">Hosts whose children were there when the node began to stop.</param>
    public void Stop(Host[] connected)
    {
        _isStopping = true;
        _wake.Set();
        _thread?.Join();
        foreach (Host host in hosts.All)
        {
            if (host.Shelf is RingShelf shelf)
            {
                Close(host, shelf, Array.IndexOf(connected, host) >= 0);
            }
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
                DropLeftovers(host);
                if (shelf.Maps)
                {
                    Retry(host);
                }
            }

            if (shelf.Maps && options.SyncSeconds > 0)
            {
                SyncSome(host, shelf);
            }
        }
    }

    public void Dispose() => _wake.Dispose();

    private void Run()
    {
        while (!_isStopping)
        {
            _wake.WaitOne(RoundMs);
            if (_isStopping)
            {
                return;
            }

            try
            {
                Round();
            }
            catch (Exception e)
            {
                // A bug. Going on could write wrong data; the service manager starts a fresh process.
                Log.Fatal(Tag, e.ToString());
                Environment.Exit(1);
            }
        }
    }

    private static void Save(Host host, RingShelf shelf)
    {
        var saver = new RingSaver(host, shelf);
        saver.SaveAll();
        Log.Info(Tag, $"Saved {saver.Saved} charts of host '{host.Info.Hostname}'"
            + (saver.Failed == 0 ? "." : $", {saver.Failed} could not be."));
    }

    /// <summary>Each chart has its second, so that the disk is never asked for all at once.</summary>
    private void SyncSome(Host host, RingShelf shelf)
    {
        for (int i = (int)(_round % options.SyncSeconds); ; i += options.SyncSeconds)
        {
            RingSync? sync = null;
            RawFile? file = null;
            Chart chart;
            using (host.Gate.Enter())
            {
                if (i >= host.Charts.Count)
                {
                    return;
                }

                chart = host.Charts[i];
                if (RingShelf.PlaceOf(chart) is { IsMapped: true } place)
                {
                    sync = RingSync.Begin(chart.Series, place);
                    file = sync == null ? null : RawFile.Open(place.Path!, writes: true, out _);
                }
            }

            using RingSync? summed = sync;
            if (summed == null || file == null)
            {
                continue;
            }

            int errno = file.Sync();
            file.Dispose();
            using (host.Gate.Enter())
            {
                if (errno == 0)
                {
                    summed.Finish(chart.Series);
                }
                else
                {
                    shelf.Trouble.Failed("sync", RingShelf.PlaceOf(chart)!.Path!, errno);
                }
            }
        }
    }

    private static void DropLeftovers(Host host)
    {
        using (host.Gate.Enter())
        {
            for (int i = 0; i < host.Charts.Count; i++)
            {
                RingShelf.PlaceOf(host.Charts[i])?.DropLeftovers(always: false);
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
                if (RingShelf.PlaceOf(chart) is { IsAdrift: true } place)
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

    /// <summary>Spec database 6.5.</summary>
    private static void Close(Host host, RingShelf shelf, bool isConnected)
    {
        int mapped = 0;
        using (host.Gate.Enter())
        {
            if (shelf.DeletesOrphan && !isConnected)
            {
                shelf.DeleteAll(host);
                return;
            }

            foreach (Chart chart in host.Charts)
            {
                if (RingShelf.PlaceOf(chart) is not { } place)
                {
                    continue;
                }

                place.DropLeftovers(always: true);

                if (chart.IsObsolete && shelf.DeletesObsolete)
                {
                    place.Delete();
                }
                else if (place.IsMapped)
                {
                    RingSync.Close(chart.Series, place);
                    mapped++;
                }
            }
        }

        var saver = new RingSaver(host, shelf);
        saver.SaveAll();
        if (mapped > 0)
        {
            _ = RingSaver.SyncAll(shelf.Names.Directory);
        }

        Log.Info(Tag, $"Saved {mapped + saver.Saved} charts of host '{host.Info.Hostname}'"
            + (saver.Failed == 0 ? "." : $", {saver.Failed} could not be."));
    }
}
