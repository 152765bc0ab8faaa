using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /sys/class/power_supply: batteries and mains (spec collectors 3.9), and what the reference does not show
/// of them.
/// </summary>
internal sealed class PowerSupplyCollector : ICollector
{
    public const string Module = "/sys/class/power_supply";

    private const string Section = $"plugin:proc:{Module}";

    /// <summary>Spec collectors 3.9: files up to which <c>auto</c> keeps them open.</summary>
    private const int ManyFiles = 32;

    private readonly Site _site;
    private readonly string _path;
    private readonly FolderPrint _folder;
    private readonly List<SupplyKind> _kinds = [];
    private readonly OnDemand _keepOpen;
    private readonly List<Supply> _supplies = [];
    private bool _isStarted;

    public PowerSupplyCollector(Site site)
    {
        _site = site;
        _path = site.Settings.Text(Section, "directory to monitor", site.Path(Module));
        _folder = new FolderPrint(_path);
        foreach (SupplyKind kind in SupplyKind.All)
        {
            if (site.Settings.Flag(Section, kind.Option, kind.IsOn))
            {
                _kinds.Add(kind);
            }
        }

        _keepOpen = site.Settings.OnDemand(Section, "keep files open", OnDemand.Auto);
    }

    public string? Collect(long nowUsec)
    {
        if (_folder.HasChanged())
        {
            Rescan();
        }
        else if (!_isStarted)
        {
            return ICollector.Absent;
        }

        _isStarted = true;
        foreach (Supply supply in _supplies)
        {
            supply.Collect(nowUsec);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (Supply supply in _supplies)
        {
            supply.Dispose();
        }
    }

    private void Rescan()
    {
        string[] names = Folders.Names(_path);
        int files = 0;
        for (int i = _supplies.Count - 1; i >= 0; i--)
        {
            Supply supply = _supplies[i];
            files += supply.FileCount;
            if (Array.IndexOf(names, supply.Name) < 0)
            {
                supply.Retire();
                supply.Dispose();
                _supplies.RemoveAt(i);
            }
        }

        foreach (string name in names)
        {
            string path = $"{_path}/{name}";
            if (Directory.Exists(path) && !_supplies.Exists(known => known.Name == name))
            {
                bool keepsOpen = _keepOpen == OnDemand.Yes
                    || (_keepOpen == OnDemand.Auto && files <= ManyFiles);
                var supply = new Supply(_site, _kinds, name, path, keepsOpen);
                files += supply.FileCount;
                _supplies.Add(supply);
            }
        }
    }
}
