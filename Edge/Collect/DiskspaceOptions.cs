using Edge.Text;

namespace Edge.Collect;

/// <summary>What the operator says of all mount points (spec collectors 8).</summary>
internal sealed class DiskspaceOptions(Site site)
{
    public const string Section = "plugin:proc:diskspace";

    private const string PathsExcluded =
        "/proc/* /sys/* /var/run/user/* /run/user/* /snap/* /var/lib/docker/*";

    private const string TypesExcluded =
        "*gvfs *gluster* *s3fs *ipfs *davfs2 *httpfs *sshfs *gdfs *moosefs fusectl autofs";

    public bool RemovesCharts { get; } =
        site.Settings.Flag(Section, "remove charts of unmounted disks", true);

    /// <summary>Seconds; never less than that of the host.</summary>
    public int UpdateEvery { get; } = (int)Math.Clamp(
        site.Settings.Number(Section, "update every", site.Options.UpdateEvery),
        site.Options.UpdateEvery, int.MaxValue);

    /// <summary>Seconds between two looks at the list of mounts.</summary>
    public long CheckEvery { get; } =
        site.Settings.Number(Section, "check for new mount points every", 15);

    public OnDemand Space { get; } =
        site.Settings.OnDemand(Section, "space usage for all disks", OnDemand.Auto);

    public OnDemand Inodes { get; } =
        site.Settings.OnDemand(Section, "inodes usage for all disks", OnDemand.Auto);

    /// <summary>The plugin's own two charts.</summary>
    public bool HasOwnCharts { get; } = site.Settings.Flag("plugin:proc", "netdata server resources", true);

    private readonly SimplePattern _paths = SimplePattern.Parse(
        site.Settings.Text(Section, "exclude space metrics on paths", PathsExcluded));

    private readonly SimplePattern _types = SimplePattern.Parse(
        site.Settings.Text(Section, "exclude space metrics on filesystems", TypesExcluded));

    public bool Excludes(string path, string fileSystem) =>
        _paths.Matches(path) || _types.Matches(fileSystem);
}
