using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>One counter file a core, shown as one dimension each.</summary>
internal sealed class CoreThrottling(
    Site site, OnDemand demand, bool keepFiles, string fileName, ChartDefinition definition) : IDisposable
{
    private readonly LazyChart _chart = new(site, definition);
    private readonly List<CpuCore> _cores = [];
    private readonly string _template = site.Settings.Text(StatCollector.Section,
        $"{fileName} filename to monitor",
        site.Path($"/sys/devices/system/cpu/%s/thermal_throttle/{fileName}"));

    public void Add(int core)
    {
        if (demand == OnDemand.No)
        {
            return;
        }

        string id = $"cpu{core}";
        var file = new ProcFile(Site.Fill(_template, id), keepFiles);
        if (file.IsReadable())
        {
            _cores.Add(new CpuCore(id, file));
        }
    }

    public void Collect(long nowUsec)
    {
        for (int i = 0; i < _cores.Count; i++)
        {
            CpuCore core = _cores[i];
            if (site.TryReadNumber(core.File) is not ulong count)
            {
                // Spec collectors 1.4: an auxiliary file that fails is not read again.
                core.File.Dispose();
                _cores.RemoveAt(i--);
                continue;
            }

            core.Dimension ??= _chart.Add(core.Id, null, Algorithm.Incremental);
            if (core.Dimension != null)
            {
                _chart.Set(core.Dimension, (long)count, nowUsec);
            }
        }

        _chart.Commit(nowUsec);
    }

    public void Dispose()
    {
        foreach (CpuCore core in _cores)
        {
            core.File.Dispose();
        }
    }

    private sealed class CpuCore(string id, ProcFile file)
    {
        public string Id { get; } = id;

        public ProcFile File { get; } = file;

        public Dimension? Dimension { get; set; }
    }
}
