using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>/sys/fs/btrfs: how file systems use their disks (spec collectors 7.4).</summary>
internal sealed class BtrfsCollector : ICollector
{
    public const string Module = "/sys/fs/btrfs";

    private const string Section = $"plugin:proc:{Module}";

    private readonly Site _site;
    private readonly string _path;
    private readonly FolderPrint _folder;
    private readonly BtrfsDemands _demands;
    private readonly List<BtrfsVolume> _volumes = [];
    private Pace _pace;
    private bool _isBroken;

    public BtrfsCollector(Site site)
    {
        _site = site;
        _path = site.Settings.Text(Section, "path to monitor", site.Path(Module));
        _folder = new FolderPrint(_path);
        _demands = new BtrfsDemands(site, Section);
        _pace = new Pace(Math.Max(1, site.Settings.Number(Section, "check for btrfs changes every", 60)));
    }

    /// <summary>Never gives up: a file system may be mounted later.</summary>
    public string? Collect(long nowUsec)
    {
        if (_pace.IsDue(nowUsec) || _isBroken)
        {
            _isBroken = false;
            Rescan();
        }

        foreach (BtrfsVolume volume in _volumes)
        {
            _isBroken |= !volume.Collect(nowUsec);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (BtrfsVolume volume in _volumes)
        {
            volume.Dispose();
        }
    }

    private void Rescan()
    {
        for (int i = _volumes.Count - 1; i >= 0; i--)
        {
            if (!_volumes[i].Refresh())
            {
                _volumes[i].Retire();
                _volumes[i].Dispose();
                _volumes.RemoveAt(i);
            }
        }

        if (!_folder.HasChanged())
        {
            return;
        }

        foreach (string uuid in Folders.Names(_path))
        {
            string path = $"{_path}/{uuid}";
            if (uuid != "features" && Directory.Exists($"{path}/allocation")
                && !_volumes.Exists(known => known.Uuid == uuid))
            {
                _volumes.Add(new BtrfsVolume(_site, _demands, uuid, path));
            }
        }
    }
}
