using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /sys/devices/system/edac/mc: errors of memory with ECC, by controller (spec collectors 4.4).
/// </summary>
internal sealed class EdacCollector : ICollector
{
    public const string Module = "/sys/devices/system/edac/mc";

    private const string Section = $"plugin:proc:{Module}";

    private readonly Site _site;
    private readonly string _path;
    private readonly OnDemand _correctableDemand;
    private readonly OnDemand _uncorrectableDemand;
    private ErrorCounts? _correctable;
    private ErrorCounts? _uncorrectable;

    public EdacCollector(Site site)
    {
        _site = site;
        _path = site.Settings.Text(Section, "directory to monitor", site.Path(Module));
        _correctableDemand = site.Settings.OnDemand(Section,
            "enable ECC memory correctable errors", OnDemand.Auto);
        _uncorrectableDemand = site.Settings.OnDemand(Section,
            "enable ECC memory uncorrectable errors", OnDemand.Auto);
    }

    public string? Collect(long nowUsec)
    {
        if (_correctable == null && !Find())
        {
            return ICollector.Absent;
        }

        _correctable!.Collect(_site, nowUsec);
        _uncorrectable!.Collect(_site, nowUsec);
        return null;
    }

    public void Dispose()
    {
        _correctable?.Dispose();
        _uncorrectable?.Dispose();
    }

    /// <summary>Controllers are looked for once, and links are none.</summary>
    private bool Find()
    {
        List<string> controllers = Folders.Numbered(_path, "mc");
        controllers.RemoveAll(name =>
        {
            FileAttributes kind = File.GetAttributes($"{_path}/{name}");
            return (kind & FileAttributes.Directory) == 0 || (kind & FileAttributes.ReparsePoint) != 0;
        });
        _correctable = new ErrorCounts(_site, _correctableDemand, _path, controllers, "ce_count",
            Define("ecc_ce", "ECC Memory Correctable Errors", 1550));
        _uncorrectable = new ErrorCounts(_site, _uncorrectableDemand, _path, controllers, "ue_count",
            Define("ecc_ue", "ECC Memory Uncorrectable Errors", 1560));
        return controllers.Count > 0;
    }

    private static ChartDefinition Define(string id, string title, int priority) => new()
    {
        Type = "mem", Id = id, Family = "ecc", Title = title, Units = "errors", Priority = priority,
        Module = Module,
    };

    /// <summary>One file of each controller, one chart.</summary>
    private sealed class ErrorCounts(Site site, OnDemand demand, string path, List<string> controllers,
        string fileName, ChartDefinition definition) : IDisposable
    {
        private readonly DemandChart _chart = new(site, demand, definition,
            [.. controllers.ConvertAll(static name => new DimensionDefinition(name, Algorithm.Incremental))]);
        private readonly ProcFile?[] _files = demand == OnDemand.No
            ? []
            : [.. controllers.ConvertAll(name => (ProcFile?)new ProcFile($"{path}/{name}/{fileName}"))];
        private readonly long[] _counts = new long[controllers.Count];

        public void Collect(Site site, long nowUsec)
        {
            long sum = 0;
            for (int i = 0; i < _files.Length; i++)
            {
                if (_files[i] is not ProcFile file)
                {
                    continue;
                }

                if (site.TryReadNumber(file) is ulong count)
                {
                    _counts[i] = (long)count;
                }
                else
                {
                    // Spec collectors 1.4: not read again; its count stays.
                    file.Dispose();
                    _files[i] = null;
                }

                sum += _counts[i];
            }

            if (_files.Length > 0)
            {
                _chart.Collect(_counts, sum > 0, nowUsec);
            }
        }

        public void Dispose()
        {
            foreach (ProcFile? file in _files)
            {
                file?.Dispose();
            }
        }
    }
}
