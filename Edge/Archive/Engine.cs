using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The compressed store of a node: all hosts in memory mode dbengine, in one folder of segments. What is
/// collected gathers in blocks under each host's gate; <see cref="Round"/> once a second writes what is
/// ready. Rounds come from one thread.
/// </summary>
internal sealed class Engine : IDefinitionReader, IDisposable
{
    private const string Tag = "DBENGINE";

    /// <summary>Bytes of a dimension for each row of a block: the collected value, and one and a half rows of
    /// the ring.</summary>
    private const int BytesPerRow = 8 + 6;

    /// <summary>How often it is looked whether a journal may go.</summary>
    private const int JournalCheckSeconds = 10;

    private readonly EngineOptions _options;
    private readonly Gate _table = new();
    private readonly Dictionary<string, EngineHost> _byGuid = [];
    private readonly Dictionary<uint, EngineHost> _byNumber = [];
    private EngineHost[]? _all;
    private readonly Segments _segments;
    private readonly GroupStore _store;
    private readonly Journal? _journal;
    private long _rounds;
    private long _pageBytes;
    private uint _newestNumber;
    private bool _isBusy;
    private bool _saidTight;

    /// <param name="options">Where and how much.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public Engine(EngineOptions options, long nowUsec)
    {
        _options = options;
        _segments = new Segments(options.Folder, options.QuotaBytes);
        _store = new GroupStore(options, _segments, this);
        _segments.Open();
        uint newest = new EngineOpening(this, options.Folder, _segments, _store).Open(nowUsec);
        _journal = options.HasJournal ? new Journal(options, _segments.Store, newest) : null;
    }

    public PageLoader Loader { get; } = new();

    /// <summary>Rows that a block is closed at.</summary>
    public int BlockRows { get; private set; } = Limits.BlockRowsMax;

    public bool HasTooManyPages => Interlocked.Read(ref _pageBytes) > _options.CacheBytes / 2;

    /// <summary>For reports and tests.</summary>
    public GroupStore Store => _store;

    /// <summary>What the journal has written.</summary>
    public JournalTally Journaled => _journal?.Tally ?? default;

    /// <summary>Bytes given to the kernel so far, journals included.</summary>
    public long WrittenBytes => _store.WrittenBytes + Journaled.Bytes;

    /// <summary>Hosts whose samples are kept, connected or not. A snapshot, made anew when there is another
    /// one.</summary>
    public EngineHost[] All
    {
        get
        {
            using (_table.Enter())
            {
                return _all ??= [.. _byGuid.Values];
            }
        }
    }

    /// <summary>Rows of a chart's ring: a block, and half of one as time to write it.</summary>
    public static int RingRows(int blockRows) => blockRows * 3 / 2;

    public uint NextNumber() => Interlocked.Increment(ref _newestNumber);

    /// <summary>Numbers that only damaged definitions named must not come to mean another chart.</summary>
    public void SkipNumbers()
    {
        if (_newestNumber < int.MaxValue / 2)
        {
            _newestNumber += Limits.NumbersPerDamage;
        }
    }

    /// <summary>Null: no segment or journal has named it.</summary>
    public EngineHost? HostOf(uint number) => _byNumber.GetValueOrDefault(number);

    public void AddPageBytes(long bytes) => Interlocked.Add(ref _pageBytes, bytes);

    // Hosts -------------------------------------------------------------------------------------------------

    /// <summary>A host is collected from now on; its gate is held, or nobody else knows it yet.</summary>
    public void Attach(Host host)
    {
        using (_table.Enter())
        {
            if (!_byGuid.TryGetValue(host.Info.MachineGuid, out EngineHost? known))
            {
                known = new EngineHost(this, NextNumber(), host.Info.MachineGuid, host.Info.Hostname);
                Know(known);
            }

            Guard.That(known.Living == null);
            known.Hostname = host.Info.Hostname;
            known.Living = host;
            host.Kept = known;
            host.Outlets = [new EngineOutlet(known), .. host.Outlets];
        }
    }

    /// <summary>A host goes, with its gate held; what it has stored stays.</summary>
    public void Detach(Host host)
    {
        foreach (IOutlet outlet in host.Outlets)
        {
            if (outlet is EngineOutlet { Host: var known } && known.Living == host)
            {
                known.LeaveAll();
                known.DropPages();
                host.Kept = null;
                using (_table.Enter())
                {
                    known.Living = null;
                }
            }
        }
    }

    /// <summary>Enters what guards a host now: the gate of the living one, or the table's.</summary>
    public Lock.Scope Enter(EngineHost host)
    {
        while (true)
        {
            Host? living = host.Living;
            Lock.Scope scope = living == null ? _table.Enter() : living.Gate.Enter();
            if (host.Living == living)
            {
                return scope;
            }

            scope.Dispose();
        }
    }

    // Once a second -----------------------------------------------------------------------------------------

    /// <param name="nowUsec">Wall clock.</param>
    public void Round(long nowUsec)
    {
        Loader.NowUsec = nowUsec;
        bool wasBusy = IsBusy;
        long dimensions = BeBusy(nowUsec);
        bool isTight = IsTight();
        bool hasWritten = false;
        foreach (EngineHost host in All)
        {
            hasWritten |= TrySeal(host, isTight, nowUsec);
        }

        FitBlocks(dimensions);
        _journal?.Sync(nowUsec);
        _store.JournalBytes = _journal?.Bytes ?? 0;
        _store.Round(nowUsec);
        if (hasWritten && _journal is { IsLong: true })
        {
            _journal.Turn(nowUsec);
        }

        if (++_rounds % JournalCheckSeconds == 0 || isTight)
        {
            DropJournals(nowUsec);
        }

        IsBusy = wasBusy;
    }

    /// <summary>
    /// The keeper is about to do what may take longer than a crash may cost: to compress, to wait for a disk.
    /// What was collected is given to the kernel; from now on whoever collects does so, host by host.
    /// </summary>
    /// <returns>Dimensions of all hosts.</returns>
    public long BeBusy(long nowUsec)
    {
        IsBusy = true; // First: nobody's samples fall in between.
        return Tell(nowUsec);
    }

    public bool IsBusy
    {
        get => Volatile.Read(ref _isBusy);
        set => Volatile.Write(ref _isBusy, value);
    }

    /// <summary>
    /// A host was collected, or as much of it as was read at once; its gate is held. That the keeper comes
    /// in time is the rule; where it does not, whatever it is that holds it up, no sample waits for it.
    /// </summary>
    public void Collected(EngineHost host, long nowUsec)
    {
        if (_journal != null && host.Living != null
            && (IsBusy || nowUsec - host.ToldUsec is < 0 or >= Limits.LateUsec))
        {
            _journal.HandOver(host, nowUsec);
        }
    }

    /// <summary>A frame of all hosts. Returns their dimensions.</summary>
    private long Tell(long nowUsec)
    {
        long dimensions = 0;
        foreach (EngineHost host in All)
        {
            using (Enter(host))
            {
                dimensions += Fit(host);
                _journal?.Add(host, nowUsec);
            }
        }

        _journal?.End(nowUsec);
        return dimensions;
    }

    /// <summary>Journals have more of the quota than they may: what is in them is written before its
    /// time.</summary>
    private bool IsTight()
    {
        bool isTight = _journal?.Bytes > _options.QuotaBytes / Limits.JournalsPerQuota;
        if (isTight && !_saidTight)
        {
            _saidTight = true;
            Log.Info(Tag, $"A quota of {_options.QuotaBytes >> 20} MiB is little for what is collected here: "
                + "blocks are written early and take more room.");
        }

        return isTight;
    }

    /// <summary>
    /// Blocks that are ready go into a row group, with others of the host as far as they are worth it:
    /// neighbours pack well. The journal has all of them before.
    /// </summary>
    private bool TrySeal(EngineHost host, bool isTight, long nowUsec)
    {
        List<ClosedBlock> ready;
        using (Enter(host))
        {
            if (isTight)
            {
                host.Turn(Limits.BlockRowsMin);
            }

            if (!IsReady(host) && !(isTight && host.Closed.Count > 0))
            {
                return false;
            }

            host.Turn(host.BlockRows / 4);
            _journal?.HandOver(host, nowUsec);
            ready = host.TakeClosed();
        }

        _store.Write(host, ready, nowUsec);
        return true;
    }

    /// <summary>
    /// A journal goes when every block that began in it is in a row group, and the group is on the medium.
    /// What little holds it longer is told again, in the newest one.
    /// </summary>
    private void DropJournals(long nowUsec)
    {
        if (_journal == null || _journal.Oldest == 0)
        {
            return;
        }

        uint needed = Math.Min(uint.MaxValue, _store.OldestJournal);
        long held = 0;
        foreach (EngineHost host in All)
        {
            using (Enter(host))
            {
                needed = Math.Min(needed, host.OldestJournal());
                held += host.HeldSamples(_journal.Oldest);
            }
        }

        if (_journal.Oldest < needed)
        {
            if (_store.TrySync(nowUsec) && _journal.TrySync(nowUsec))
            {
                _journal.DropBefore(needed);
            }
        }
        else if (_store.OldestJournal != _journal.Oldest && _journal.IsWorthLess(held))
        {
            foreach (EngineHost host in All)
            {
                using (Enter(host))
                {
                    host.TellAgain(_journal.Oldest);
                }
            }
        }
    }

    /// <summary>Everything that was collected is written; the hosts are not collected any more.</summary>
    public void Stop(long nowUsec)
    {
        foreach (EngineHost host in All)
        {
            List<ClosedBlock> closed;
            using (Enter(host))
            {
                host.LeaveAll();
                closed = host.TakeClosed();
            }

            if (closed.Count > 0)
            {
                _store.Write(host, closed, nowUsec);
            }
        }

        _store.Finish(nowUsec);
        if (_store.Waiting == 0)
        {
            _journal?.DeleteAll();
        }
    }

    public void Dispose()
    {
        foreach (EngineHost host in All)
        {
            using (Enter(host))
            {
                host.LeaveAll();
                host.DropPages();
                foreach (ClosedBlock block in host.TakeClosed())
                {
                    block.Dispose();
                }

                foreach (EngineChart chart in host.Charts)
                {
                    chart.Memory?.Dispose();
                }
            }
        }

        _journal?.Dispose();
        Loader.Dispose();
        _store.Dispose();
        _segments.Dispose();
    }

    // What segments say -------------------------------------------------------------------------------------

    void IDefinitionReader.Host(uint number, string guid, string hostname)
    {
        _newestNumber = Math.Max(_newestNumber, number);
        if (_byGuid.TryGetValue(guid, out EngineHost? known))
        {
            // Two numbers of one host: files of two folders were put together.
            known.Hostname = hostname;
            _byNumber.TryAdd(number, known);
            return;
        }

        Know(new EngineHost(this, number, guid, hostname));
    }

    EngineChart? IDefinitionReader.Layout(uint number, uint host, ChartLayout layout)
    {
        _newestNumber = Math.Max(_newestNumber, number);
        if (!_byNumber.TryGetValue(host, out EngineHost? known))
        {
            return null;
        }

        EngineChart chart = known.Chart(layout.ChartId);
        chart.Know(number, layout);
        _store.Know(number, known, layout.ChartId);
        return chart;
    }

    private void Know(EngineHost host)
    {
        _byGuid.Add(host.Guid, host);
        _byNumber[host.Number] = host;
        _all = null;
    }

    // Blocks ------------------------------------------------------------------------------------------------

    /// <summary>
    /// A group is written when a block of the host is full; a few rows that came apart wait as long as a
    /// block takes.
    /// </summary>
    private static bool IsReady(EngineHost host)
    {
        if (host.Closed.Count == 0)
        {
            return false;
        }

        host.ClosedRounds++;
        bool isReady = host.ClosedRounds >= host.BlockRows;
        foreach (ClosedBlock block in host.Closed)
        {
            isReady |= block.RowCount >= host.BlockRows / 2;
        }

        return isReady;
    }

    /// <summary>Dimensions of a host, its rings no longer than they may be.</summary>
    private long Fit(EngineHost host)
    {
        long dimensions = 0;
        IReadOnlyList<Chart> charts = host.Living?.Charts ?? [];
        for (int i = 0; i < charts.Count; i++)
        {
            Chart chart = charts[i];
            dimensions += chart.Dimensions.Count;
            if (chart.Series.Clock.Entries > RingRows(BlockRows))
            {
                chart.Series.ShrinkRing(RingRows(BlockRows));
            }
        }

        return dimensions;
    }

    /// <summary>Half of the cache is for what is not written yet.</summary>
    private void FitBlocks(long dimensions)
    {
        while (BlockRows > Limits.BlockRowsMin
            && dimensions * BlockRows * BytesPerRow > _options.CacheBytes / 2)
        {
            BlockRows /= 2;
            Log.Info(Tag, $"{dimensions} dimensions: blocks of {BlockRows} rows, so that half of the page "
                + $"cache of {_options.CacheBytes >> 20} MiB holds them.");
        }
    }
}
