using Edge.Store;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>
/// Containers, virtual machines and services of systemd by their control groups (spec collectors 9). Known
/// ones are read in the tick; looking for new ones is spread over ticks; what may block has a thread of its
/// own. Lives on pulse.
/// </summary>
internal sealed class CgroupsPlugin : IDisposable
{
    public const string Tag = "PLUGIN[cgroups]";

    /// <summary>An open file of the kernel holds a page and some: all of them together may hold a thousandth
    /// of the machine's memory.</summary>
    private const ulong OpenFileBytes = 4_608;
    private const int MemoryShare = 1_000;
    private const int FilesMax = 8_192;

    private readonly Host _host;
    private readonly CgroupOptions _options;
    private readonly CgroupTrees _trees;
    private readonly CgroupBook? _book;
    private readonly CgroupScan? _scan;
    private readonly CgroupReader? _reader;
    private readonly CgroupNaming? _naming;
    private readonly CgroupBoard? _board;
    private readonly ContainerInterfaces? _interfaces;
    private readonly int _machineCores;
    private readonly FixedChart? _cpu;
    private ServiceCharts? _services;
    private Pace _pace;
    private Pace _scanPace;
    private bool _wantsScan;
    private int _limitsTurn;
    private bool _isBroken;
    private long _userUsec;
    private long _systemUsec;

    /// <param name="host">The local one.</param>
    /// <param name="options">Of all collectors.</param>
    /// <param name="settings">What the operator says.</param>
    /// <param name="place">Where his files are.</param>
    /// <param name="start">How questions that may block are asked; null: on a thread of their own.</param>
    /// <param name="filesMax">Files that may be kept open; null: by the machine's memory.</param>
    public CgroupsPlugin(Host host, CollectOptions options, ICollectSettings settings, PluginPlace place,
        Action<Action>? start = null, int? filesMax = null)
    {
        _host = host;
        var site = new Site(host, options, settings);
        _interfaces = options.Interfaces;
        _options = new CgroupOptions(site, place.Plugins);
        _pace = new Pace(_options.UpdateEvery);
        _scanPace = new Pace(_options.CheckEvery);
        _trees = new CgroupTrees(site, _options.Unified);
        if (_trees.Walked.Length == 0)
        {
            Log.Info(Tag, "No control groups are mounted where they are looked for: nothing to collect.");
            return;
        }

        if (_trees.IsUnified)
        {
            _options.BecomeUnified();
        }
        else
        {
            _options.BecomeLegacy();
        }

        _board = new CgroupBoard(site, _options, _trees.IsUnified);
        _book = new CgroupBook(site, _options, _trees.IsUnified);
        _scan = new CgroupScan(_trees, _book);
        _naming = new CgroupNaming(site, _options, _trees, place, start);
        _reader = new CgroupReader(_trees, _options, filesMax ?? FilesOf(_board.MachineBytes));
        _machineCores = CoresOf(site);
        if (_options.ResourceCharts)
        {
            using (host.Gate.Enter())
            {
                _cpu = CpuChart(host, _options.UpdateEvery);
            }
        }
    }

    /// <summary>Something is mounted, and no bug was met.</summary>
    public bool IsActive => _book != null && !_isBroken;

    /// <summary>All that are known, the root and those that nobody wants to see among them.</summary>
    public int Count => _book?.All.Count ?? 0;

    /// <summary>Files that are kept open.</summary>
    public int OpenCount => _reader?.OpenCount ?? 0;

    /// <summary>Reads all that are known, if it is time. The caller holds the host's gate.</summary>
    /// <param name="nowUsec">Wall clock.</param>
    public void Tick(long nowUsec)
    {
        Guard.That(_host.Gate.IsHeld);
        if (!IsActive || !_pace.IsDue(nowUsec))
        {
            return;
        }

        CpuUsage.OfThread(out long user, out long system);
        try
        {
            Collect(nowUsec);
        }
        catch (Exception error)
        {
            string text = error is BugException
                ? error.Message
                : $"BUG: {error.GetType().Name}: {error.Message}";
            Log.Error(Tag, $"{text} Disabling the cgroups plugin until restart.");
            _isBroken = true;
            Dispose();
        }

        CpuUsage.OfThread(out long userAfter, out long systemAfter);
        _userUsec += userAfter - user;
        _systemUsec += systemAfter - system;
        _cpu?.Collect(nowUsec, _userUsec, _systemUsec);
    }

    public void Dispose()
    {
        foreach (Cgroup group in _book?.All ?? [])
        {
            if (group.Memory != null)
            {
                _reader!.Close(group.Memory);
            }
        }
    }

    private void Collect(long nowUsec)
    {
        Scan(nowUsec);
        TakeAnswers();
        ReadAll(nowUsec);
        _naming!.Ask(_book!.Nameless);
    }

    private void Scan(long nowUsec)
    {
        bool isTime = _scanPace.IsDue(nowUsec);
        if (!_scan!.IsRunning && (isTime || _wantsScan))
        {
            _wantsScan = false;
            _scan.Start();
        }

        if (_scan.IsRunning && _scan.Step())
        {
            EndScan();
        }
    }

    /// <summary>Who was not seen is gone; files that were not there are looked for again.</summary>
    private void EndScan()
    {
        IReadOnlyList<Cgroup> all = _book!.All;
        bool anyGone = false;
        for (int i = 0; i < all.Count; i++)
        {
            Cgroup group = all[i];
            group.Missing = 0;
            if (group.State == CgroupState.Gone)
            {
                anyGone = true;
            }
            else if (group.SeenRound != _scan!.Round && group != _book.Root)
            {
                Leave(group);
                anyGone = true;
            }
            else if (group.State == CgroupState.Unsure)
            {
                group.MoveTo(CgroupState.Naming);
                group.HasAsked = true;
                _book.Nameless.Enqueue(group);
            }
        }

        if (anyGone)
        {
            _book.Sweep();
        }
    }

    private void ReadAll(long nowUsec)
    {
        IReadOnlyList<Cgroup> all = _book!.All;
        int limits = Limits.CgroupLimitsPerTick;
        int first = _limitsTurn < all.Count ? _limitsTurn : 0;
        bool anyGone = false;
        for (int i = 0; i < all.Count; i++)
        {
            Cgroup group = all[i];
            if (!group.IsRead)
            {
                continue;
            }

            bool isTurn = i >= first && limits > 0;
            if (group.State == CgroupState.Shown && (isTurn || !group.Memory!.HasLimits))
            {
                limits -= isTurn ? 1 : 0;
                _limitsTurn = i + 1;
                _reader!.Limits.Read(group, _machineCores);
            }

            Read(group, nowUsec);
            anyGone |= group.State == CgroupState.Gone;
        }

        // All had their turn: the next tick begins with the first one.
        _limitsTurn = limits > 0 ? 0 : _limitsTurn;
        _services?.Commit(nowUsec);
        if (anyGone && !_scan!.IsRunning)
        {
            _book.Sweep();
        }
    }

    private void Read(Cgroup group, long nowUsec)
    {
        _reader!.Read(group);
        if (group.Memory!.IsSuspect)
        {
            group.Memory.IsSuspect = false;
            _wantsScan = true;
            if (group != _book!.Root && !_trees.Exists(group.PathBytes))
            {
                Leave(group);
                return;
            }
        }

        if (group.State == CgroupState.Service)
        {
            _services ??= new ServiceCharts(_board!, _trees.IsUnified);
            _services.Collect(group, _reader.Values, nowUsec);
        }
        else
        {
            group.Charts!.Collect(_board!, _reader.Values, nowUsec);
        }
    }

    private void Leave(Cgroup group)
    {
        if (group.State == CgroupState.Service)
        {
            _services?.Retire(group);
        }

        if (group.State == CgroupState.Shown)
        {
            _interfaces?.Remove(group.Id);
        }

        if (group.Memory != null)
        {
            _reader!.Close(group.Memory);
        }

        _book!.Leave(group);
    }

    private void TakeAnswers()
    {
        foreach (CgroupTask task in _naming!.Take())
        {
            Cgroup group = task.Group;
            if (task.WantsName && group.State == CgroupState.Naming)
            {
                TakeName(group, task.Name ?? new NameAnswer(true, group.Id));
            }
            else if (!task.WantsName && group.State == CgroupState.Shown)
            {
                foreach ((string host, string inner) in task.Interfaces ?? [])
                {
                    _interfaces?.Put(host, new ContainerInterface(group.Id, inner, group.Labels));
                }
            }
        }
    }

    private void TakeName(Cgroup group, NameAnswer answer)
    {
        if (answer.IsUnwanted)
        {
            group.MoveTo(CgroupState.Off);
        }
        else if (!answer.IsKnown && !group.HasAsked)
        {
            group.MoveTo(CgroupState.Unsure);
        }
        else
        {
            _book!.Named(group, answer.Name, answer.Labels);
        }
    }

    private static int FilesOf(ulong machineBytes)
    {
        long byMemory = (long)(machineBytes / MemoryShare / OpenFileBytes);
        return (int)Math.Min(Math.Min(byMemory, PathFile.OpenMax() / 4), FilesMax);
    }

    private static int CoresOf(Site site)
    {
        using var file = new ProcFile(site.Path("/sys/devices/system/cpu/online"), keepOpen: false);
        int cores = site.TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax)
            ? CpuList.Count(text)
            : 0;
        return cores > 0 ? cores : Environment.ProcessorCount;
    }

    private static FixedChart CpuChart(Host host, int updateEvery) => new(host, new ChartDefinition
    {
        Type = "netdata", Id = "plugin_cgroups_cpu", Family = "cgroups",
        Title = "NetData CGroups Plugin CPU usage", Units = "milliseconds/s", Style = ChartStyle.Stacked,
        Priority = 132_000, UpdateEvery = updateEvery, Plugin = CgroupBoard.Plugin, Module = "stats",
    }, ("user", Algorithm.Incremental, 1, 1000), ("system", Algorithm.Incremental, 1, 1000));
}
