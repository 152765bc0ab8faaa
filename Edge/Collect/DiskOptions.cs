using Edge.Text;

namespace Edge.Collect;

/// <summary>What the operator says of all disks (spec collectors 6.1).</summary>
internal sealed class DiskOptions(Site site)
{
    private const string Section = DiskstatsCollector.Section;

    private readonly Dictionary<uint, bool> _majors = [];

    /// <summary>
    /// No: only those that are enabled by name; also holds for those that are there from the start.
    /// </summary>
    public bool New { get; } = site.Settings.Flag(Section, "enable new disks detected at runtime", true);

    public OnDemand Physical { get; } = Demand(site, "performance metrics for physical disks");

    public OnDemand Virtual { get; } = Demand(site, "performance metrics for virtual disks");

    public OnDemand Partitions { get; } = Demand(site, "performance metrics for partitions", OnDemand.No);

    public OnDemand Bandwidth { get; } = Demand(site, "bandwidth for all disks");

    public OnDemand Operations { get; } = Demand(site, "operations for all disks");

    public OnDemand Merged { get; } = Demand(site, "merged operations for all disks");

    public OnDemand Time { get; } = Demand(site, "i/o time for all disks");

    public OnDemand Queued { get; } = Demand(site, "queued operations for all disks");

    public OnDemand Utilization { get; } = Demand(site, "utilization percentage for all disks");

    public OnDemand Backlog { get; } = Demand(site, "backlog for all disks");

    public OnDemand Bcache { get; } = Demand(site, "bcache for all disks");

    /// <summary>0: off.</summary>
    public long BcachePriorityEvery { get; } = site.Settings.Number(Section,
        "bcache priority stats update every", 0);

    public bool RemovesCharts { get; } = site.Settings.Flag(Section, "remove charts of removed disks", true);

    public string BlockPath { get; } = Path(site, "path to get block device", "/sys/block/%s");

    public string BcachePath { get; } = Path(site, "path to get block device bcache", "/sys/block/%s/bcache");

    public string VirtualPath { get; } =
        Path(site, "path to get virtual block device", "/sys/devices/virtual/block/%s");

    public string InfoPath { get; } = Path(site, "path to get block device infos",
        "/sys/dev/block/%lu:%lu/%s");

    public string MapperPath { get; } = Path(site, "path to device mapper", "/dev/mapper");

    public string LabelPath { get; } = Path(site, "path to /dev/disk/by-label", "/dev/disk/by-label");

    public string IdPath { get; } = Path(site, "path to /dev/disk/by-id", "/dev/disk/by-id");

    public string VeritasPath { get; } = Path(site, "path to /dev/vx/dsk", "/dev/vx/dsk");

    public bool NamesById { get; } = site.Settings.Flag(Section, "name disks by id", false);

    public SimplePattern PreferredIds { get; } =
        SimplePattern.Parse(site.Settings.Text(Section, "preferred disk ids", "*"));

    public SimplePattern Excluded { get; } =
        SimplePattern.Parse(site.Settings.Text(Section, "exclude disks", "loop* ram*"));

    /// <summary>Whether disks of a kind have performance charts.</summary>
    public OnDemand Demand(DiskKind kind) => kind switch
    {
        DiskKind.Physical => Physical,
        DiskKind.Partition => Partitions,
        DiskKind.Virtual => Virtual,
        _ => OnDemand.Auto,
    };

    /// <summary>One switch per major number, asked when the first disk with it appears.</summary>
    public bool Major(uint major)
    {
        if (!_majors.TryGetValue(major, out bool isOn))
        {
            isOn = site.Settings.Flag(Section, $"performance metrics for disks with major {major}", true);
            _majors.Add(major, isOn);
        }

        return isOn;
    }

    private static string Path(Site site, string option, string path) =>
        site.Settings.Text(Section, option, site.Path(path));

    private static OnDemand Demand(Site site, string option, OnDemand fallback = OnDemand.Auto) =>
        site.Settings.OnDemand(Section, option, fallback);
}
