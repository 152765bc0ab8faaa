using Edge.Text;

namespace Edge.Collect.Cgroups;

/// <summary>
/// What the operator says of control groups (spec collectors 9.1); asked once, at the start.
/// </summary>
internal sealed class CgroupOptions
{
    public const string Section = "plugin:cgroups";

    private const string EnabledDefault = "!*/init.scope !/system.slice/run-*.scope *.scope "
        + "/machine.slice/*.service /kubepods/pod*/* /kubepods/*/pod*/* !/kubepods* !*/vcpu* !*/emulator "
        + "!*.mount !*.partition !*.service !*.socket !*.slice !*.swap !*.user !/ !/docker !/libvirt !/lxc "
        + "!/lxc/*/* !/lxc.monitor* !/lxc.pivot !/lxc.payload !/machine !/qemu !/system !/systemd !/user *";

    private const string SearchedDefault = "!*/init.scope !*-qemu !*.libvirt-qemu !/init.scope !/system "
        + "!/systemd !/user !/user.slice !/lxc/*/* !/lxc.monitor !/lxc.payload/*/* !/lxc.payload.* *";

    private const string RenamedDefault = "!/ !*.mount !*.socket !*.partition /machine.slice/*.service "
        + "!*.service !*.slice !*.swap !*.user !init.scope !*.scope/vcpu* !*.scope/emulator *.scope "
        + "*docker* *lxc* *qemu* *kubepods* *.libvirt-qemu *";

    private const string ServicesDefault = "!/system.slice/*/*.service /system.slice/*.service";

    private const int PriorityDefault = 40_000;

    private readonly ICollectSettings _settings;

    /// <param name="site">Whom to ask, and where the machine's files are.</param>
    /// <param name="pluginsDirectory">Where programs that the operator adds are.</param>
    public CgroupOptions(Site site, string pluginsDirectory)
    {
        _settings = site.Settings;
        ResourceCharts = Flag("cgroups plugin resource charts", true);
        UpdateEvery = AtLeast("update every", site.Options.UpdateEvery, site.Options.UpdateEvery);
        CheckEvery = AtLeast("check for new cgroups every", 10L * UpdateEvery, UpdateEvery);
        Unified = Demand("use unified cgroups");
        Priority = (int)Math.Min(_settings.Number(Section, "containers priority", PriorityDefault),
            int.MaxValue / 2);
        Priority = Priority < 1 ? PriorityDefault : Priority;
        for (var metric = CgroupMetric.Cpu; metric < CgroupMetric.Count; metric++)
        {
            Demands[(int)metric] = Demand(CgroupMetrics.Option(metric));
        }

        BlkioPause = Pause("recheck zero blkio every iterations");
        FailCountPause = Pause("recheck zero memory failcnt every iterations");
        DetailPause = Pause("recheck zero detailed memory every iterations");
        Services = Flag("enable systemd services", true);
        ServicesDetail = Flag("enable systemd services detailed memory", false);
        WithoutCache = Flag("report used memory without cache", true);
        CgroupsMax = (int)Math.Clamp(_settings.Number(Section, "max cgroups to allow", 1000), 0,
            Limits.CgroupsMax);
        DepthMax = (int)Math.Clamp(_settings.Number(Section, "max cgroups depth to monitor", 0), 0,
            int.MaxValue);
        EnablesNew = Flag("enable new cgroups detected at run time", true);
        Enabled = Pattern("enable by default cgroups matching", EnabledDefault);
        Searched = Pattern("search for cgroups in subpaths matching", SearchedDefault);
        Renamed = Pattern("run script to rename cgroups matching", RenamedDefault);
        ServicePaths = Pattern("cgroups to match as systemd services", ServicesDefault);
        NameScript = Script("script to get cgroup names", $"{pluginsDirectory}/cgroup-name.sh");
        NetworkScript = Script("script to get cgroup network interfaces",
            $"{pluginsDirectory}/cgroup-network");
        MeminfoPath = _settings.Text(Section, "meminfo filename to monitor", site.Path("/proc/meminfo"));
    }

    public bool ResourceCharts { get; }

    /// <summary>Seconds.</summary>
    public int UpdateEvery { get; }

    /// <summary>Seconds between two looks at the whole trees.</summary>
    public int CheckEvery { get; }

    public OnDemand Unified { get; }

    public int Priority { get; }

    /// <summary>By <see cref="CgroupMetric"/>: what holds for each new control group.</summary>
    public OnDemand[] Demands { get; } = new OnDemand[(int)CgroupMetric.Count];

    /// <summary>So many iterations a file that was all zero is not read.</summary>
    public int BlkioPause { get; }

    public int FailCountPause { get; }

    public int DetailPause { get; }

    public bool Services { get; }

    public bool ServicesDetail { get; private set; }

    public bool WithoutCache { get; private set; }

    public int CgroupsMax { get; }

    /// <summary>0: any.</summary>
    public int DepthMax { get; }

    public bool EnablesNew { get; }

    public SimplePattern Enabled { get; }

    public SimplePattern Searched { get; }

    public SimplePattern Renamed { get; }

    public SimplePattern ServicePaths { get; }

    /// <summary>Null: names come from what the machine's files say.</summary>
    public string? NameScript { get; }

    public string? NetworkScript { get; }

    public string MeminfoPath { get; }

    /// <summary>What version 2 has no files for is off.</summary>
    public void BecomeUnified()
    {
        foreach (CgroupMetric metric in (ReadOnlySpan<CgroupMetric>)[CgroupMetric.PerCore,
            CgroupMetric.FailCount, CgroupMetric.ThrottleBytes, CgroupMetric.ThrottleOperations,
            CgroupMetric.Merged, CgroupMetric.Queued])
        {
            Demands[(int)metric] = OnDemand.No;
        }

        ServicesDetail = false;
        WithoutCache = false;
    }

    /// <summary>What version 1 has no files for is off.</summary>
    public void BecomeLegacy()
    {
        for (CgroupMetric metric = CgroupMetric.CpuPressure; metric < CgroupMetric.Count; metric++)
        {
            Demands[(int)metric] = OnDemand.No;
        }
    }

    private bool Flag(string option, bool fallback) => _settings.Flag(Section, option, fallback);

    private OnDemand Demand(string option) => _settings.OnDemand(Section, option, OnDemand.Auto);

    private int AtLeast(string option, long fallback, int least) =>
        (int)Math.Clamp(_settings.Number(Section, option, fallback), least, Math.Max(least, 86_400));

    private int Pause(string option) =>
        (int)Math.Clamp(_settings.Number(Section, option, 10), 0, ushort.MaxValue);

    private SimplePattern Pattern(string option, string fallback) =>
        SimplePattern.Parse(_settings.Text(Section, option, fallback));

    /// <summary>The path, if the operator wrote one: the standard ones need a shell, curl and jq, and a
    /// program with the rights of root.</summary>
    private string? Script(string option, string fallback)
    {
        string path = _settings.Text(Section, option, fallback);
        return _settings.IsSaid(Section, option) && path.Length > 0 ? path : null;
    }
}
