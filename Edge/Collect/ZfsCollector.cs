using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/spl/kstat/zfs/arcstats: the cache of ZFS, once there is a pool (spec collectors 7.3).
/// </summary>
internal sealed class ZfsCollector : ICollector
{
    public const string Module = "/proc/spl/kstat/zfs/arcstats";

    private const string Section = $"plugin:proc:{Module}";
    private readonly Site _site;
    private readonly Source _source;
    private readonly string _poolsPath;
    private readonly FolderPrint _pools;
    private readonly OnDemand _demand;
    private readonly KeyedFile _file = new(ZfsValues.Keys) { ValueWord = 2 };
    private readonly long[] _values = new long[ZfsValues.Count];
    private ZfsCharts? _charts;
    private bool _hasPool;

    public ZfsCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, Module));
        _poolsPath = site.Settings.Text(Section, "directory to monitor",
            site.Path("/proc/spl/kstat/zfs"));
        _pools = new FolderPrint(_poolsPath);

        // Spec collectors 7.3: "no" still shows what is not zero.
        _demand = site.Settings.OnDemand(Section, "show zero charts", OnDemand.No) == OnDemand.Yes
            ? OnDemand.Yes
            : OnDemand.Auto;
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.FailureOrAbsent;
        }

        if (!_hasPool && _demand != OnDemand.Yes)
        {
            // The first look is behind the first change; what is no folder is a file of counters.
            _hasPool = _pools.HasChanged() && HasPool();
            return null;
        }

        if (_file.Read(text))
        {
            ZfsValues.Compute(_file, _values);
            _charts ??= new ZfsCharts(_site, _demand, ZfsValues.HasL2(_file));
            _charts.Collect(_values, nowUsec);
        }

        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>A pool is a folder, or a link to one, beside the files of counters.</summary>
    private bool HasPool()
    {
        foreach (string name in Folders.Names(_poolsPath))
        {
            if (Directory.Exists($"{_poolsPath}/{name}"))
            {
                return true;
            }
        }

        return false;
    }
}
