using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The diskspace plugin (spec collectors 8). File systems are asked on a thread of their own, because one
/// whose server died never answers: a tick shows what was answered since the last one.
/// </summary>
internal sealed class DiskspaceCollector : ICollector
{
    public const string Module = "diskspace";
    public const string Plugin = "diskspace.plugin";
    public const string Tag = "PLUGIN[diskspace]";

    /// <summary>Ours: ticks after which a mount that does not answer is left alone.</summary>
    private const int PatienceTicks = 3;

    private readonly Site _site;
    private readonly DiskspaceOptions _options;
    private readonly MountList _mounts;
    private readonly ISpaceAsker _asker;
    private readonly DemandChart _cpu;
    private readonly DemandChart _duration;
    private Pace _pace;
    private Pace _checkPace;
    private int _hung;
    private bool _isStuck;

    public DiskspaceCollector(Site site)
    {
        _site = site;
        _options = new DiskspaceOptions(site);
        _mounts = new MountList(site, _options);
        _asker = site.Options.Kernel.NewSpaceAsker();
        _pace = new Pace(_options.UpdateEvery);
        _checkPace = new Pace(Math.Max(_options.UpdateEvery, _options.CheckEvery));
        _cpu = Own("plugin_diskspace", "NetData Disk Space Plugin CPU usage", "milliseconds/s",
            ChartStyle.Stacked, 132_020, new DimensionDefinition("user", Algorithm.Incremental, 1, 1000),
            new DimensionDefinition("system", Algorithm.Incremental, 1, 1000));
        _duration = Own("plugin_diskspace_dt", "NetData Disk Space Plugin Duration", "milliseconds/run",
            ChartStyle.Area, 132_021, new DimensionDefinition("duration", Algorithm.Absolute, 1, 1000));
    }

    public string? Collect(long nowUsec)
    {
        if (!_pace.IsDue(nowUsec))
        {
            return null;
        }

        if (_checkPace.IsDue(nowUsec) && !_mounts.Look())
        {
            return _mounts.Failure;
        }

        bool isSlow = false;
        foreach (MountSpace mount in _mounts.All)
        {
            isSlow |= Collect(mount, nowUsec);
        }

        if (isSlow)
        {
            _asker.GoOnWithoutIt();
        }

        _asker.Begin(_mounts.Questions);
        if (_options.HasOwnCharts)
        {
            (long user, long system) = _asker.Used;
            _cpu.Collect([user, system], nowUsec);
            _duration.Collect([_asker.RoundUsec], nowUsec);
        }

        return null;
    }

    public void Dispose()
    {
        _asker.Dispose();
        _mounts.Dispose();
    }

    /// <summary>
    /// Takes the answer and asks again; true: the asker's thread waits for it for too long.
    /// </summary>
    private bool Collect(MountSpace mount, long nowUsec)
    {
        if (mount.Question.TryTake(out FileSystemSpace? answer))
        {
            mount.Waited = 0;
            Recover(mount);
            mount.Collect(answer, nowUsec);
        }

        if (mount.IsWanted && mount.Question.TryAsk())
        {
            mount.Waited = 0;
        }

        mount.Waited++;
        return mount.Waited > PatienceTicks && !mount.IsHung && mount.Question.IsInProgress
            && LeaveAlone(mount);
    }

    private bool LeaveAlone(MountSpace mount)
    {
        if (_hung == Limits.HungMountsMax)
        {
            if (!_isStuck)
            {
                _isStuck = true;
                Log.Error(Tag, $"{_hung} mount points do not answer; no other one is asked until one of them "
                    + $"or '{mount.Question.Path}' does.");
            }

            return false;
        }

        _hung++;
        mount.IsHung = true;
        Log.Error(Tag, $"Mount point '{mount.Question.Path}' does not answer; its space is not collected "
            + "until it does.");
        return true;
    }

    private void Recover(MountSpace mount)
    {
        if (mount.IsHung)
        {
            mount.IsHung = false;
            _hung--;
            _isStuck = false;
            Log.Info(Tag, $"Mount point '{mount.Question.Path}' answers again.");
        }
    }

    private DemandChart Own(string id, string title, string units, ChartStyle style, int priority,
        params DimensionDefinition[] dimensions) =>
        new(_site, OnDemand.Yes, new ChartDefinition
        {
            Type = "netdata", Id = id, Family = "diskspace", Title = title, Units = units, Style = style,
            Priority = priority, UpdateEvery = _options.UpdateEvery, Plugin = Plugin,
        }, dimensions);
}
