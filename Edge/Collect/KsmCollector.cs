using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>/sys/kernel/mm/ksm: pages that the kernel merged (spec collectors 4.5).</summary>
internal sealed class KsmCollector : ICollector
{
    public const string Module = "/sys/kernel/mm/ksm";

    private const string Section = $"plugin:proc:{Module}";
    private const int Shared = 0;
    private const int Sharing = 1;
    private const int Unshared = 2;
    private const int Volatile = 3;
    private const long MiB = 1024 * 1024;

    private static readonly string[] FileNames =
        ["pages_shared", "pages_sharing", "pages_unshared", "pages_volatile"];

    private readonly Site _site;
    private readonly ProcFile[] _files;
    private readonly long[] _bytes = new long[FileNames.Length];
    private readonly DemandChart _pages;
    private readonly DemandChart _savings;
    private readonly DemandChart _ratios;
    private bool _wasRead;

    public KsmCollector(Site site)
    {
        _site = site;
        _files = Array.ConvertAll(FileNames, name => site.Monitored(Section, $"{Module}/{name}",
            option: $"{Module}/{name}"));
        _pages = new DemandChart(site, OnDemand.Yes,
            Define("ksm", "Kernel Same Page Merging", "MiB", ChartStyle.Stacked, 1300),
            Mib("shared"), Mib("unshared", -1), Mib("sharing"), Mib("volatile", -1));
        _savings = new DemandChart(site, OnDemand.Yes,
            Define("ksm_savings", "Kernel Same Page Merging Savings", "MiB", ChartStyle.Area, 1301),
            Mib("savings", -1), Mib("offered"));
        _ratios = new DemandChart(site, OnDemand.Yes,
            Define("ksm_ratios", "Kernel Same Page Merging Effectiveness", "percentage", ChartStyle.Line,
                1302),
            new DimensionDefinition("savings", Algorithm.Absolute, 1, 10_000));
    }

    /// <summary>All four files have to be there at first; later one that fails costs the iteration.</summary>
    public string? Collect(long nowUsec)
    {
        for (int i = 0; i < _files.Length; i++)
        {
            if (_site.TryReadNumber(_files[i]) is not ulong pages)
            {
                return _wasRead ? null : ICollector.Absent;
            }

            _bytes[i] = (long)pages * Environment.SystemPageSize;
        }

        _wasRead = true;
        long[] b = _bytes;
        long offered = b[Sharing] + b[Shared] + b[Unshared] + b[Volatile];
        if (offered == 0 && !_site.Options.EnableZeroMetrics)
        {
            return null;
        }

        _pages.Collect([b[Shared], b[Unshared], b[Sharing], b[Volatile]], nowUsec);
        _savings.Collect([b[Sharing], offered], nowUsec);
        long pagesOffered = offered / Environment.SystemPageSize;
        long pagesSharing = b[Sharing] / Environment.SystemPageSize;
        _ratios.Collect([pagesOffered == 0 ? 0 : pagesSharing * 1_000_000 / pagesOffered], nowUsec);
        return null;
    }

    public void Dispose()
    {
        foreach (ProcFile file in _files)
        {
            file.Dispose();
        }
    }

    private static DimensionDefinition Mib(string id, long multiplier = 1) =>
        new(id, Algorithm.Absolute, multiplier, MiB);

    private static ChartDefinition Define(string id, string title, string units, ChartStyle style,
        int priority) => new()
    {
        Type = "mem", Id = id, Family = "ksm", Title = title, Units = units, Style = style,
        Priority = priority, Module = Module,
    };
}
