using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>One zram device and its four charts.</summary>
internal sealed class ZramDevice : IDisposable
{
    private const int Original = 0;
    private const int Compressed = 1;
    private const int Used = 2;
    private const int Words7 = 7;
    private const long MiB = 1024 * 1024;

    private readonly Site _site;
    private readonly ProcFile _file;
    private readonly DemandChart _usage;
    private readonly DemandChart _savings;
    private readonly DemandChart _ratio;
    private readonly DemandChart _efficiency;

    public ZramDevice(Site site, string device, string path)
    {
        _site = site;
        _file = new ProcFile(path);
        ChartDefinition Define(string kind, string title, string units, ChartStyle style, int order) => new()
        {
            Type = "mem", Id = $"{kind}.{device}", Family = device, Context = $"mem.{kind}", Title = title,
            Units = units, Style = style, Priority = order, Module = ZramCollector.Module,
        };
        _usage = new DemandChart(site, OnDemand.Yes,
            Define("zram_usage", "ZRAM Memory Usage", "MiB", ChartStyle.Area, 1600),
            Value("compressed", MiB), Value("metadata", MiB));
        _savings = new DemandChart(site, OnDemand.Yes,
            Define("zram_savings", "ZRAM Memory Savings", "MiB", ChartStyle.Area, 1601),
            Value("savings", MiB), Value("original", MiB));
        _ratio = new DemandChart(site, OnDemand.Yes,
            Define("zram_ratio", "ZRAM Compression Ratio (original to compressed)", "ratio",
                ChartStyle.Line, 1602),
            Value("ratio", 100));
        _efficiency = new DemandChart(site, OnDemand.Yes,
            Define("zram_efficiency", "ZRAM Efficiency", "percentage", ChartStyle.Line, 1603),
            Value("percent", 10_000));
    }

    /// <summary>False: it is gone, and so are its charts.</summary>
    public bool Collect(long nowUsec)
    {
        if (!_site.TryRead(_file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            foreach (DemandChart chart in (DemandChart[])[_usage, _savings, _ratio, _efficiency])
            {
                chart.Retire();
            }

            return false;
        }

        // original compressed used limit used-max same compacted, in bytes
        Span<long> v = stackalloc long[Words7];
        var words = new Words(text, Separators.Blanks);
        for (int i = 0; i < v.Length; i++)
        {
            v[i] = (long)words.Number();
        }

        if (words.Taken == Words7)
        {
            _usage.Collect([v[Compressed], v[Used] - v[Compressed]], nowUsec);
            _savings.Collect([v[Compressed] - v[Original], v[Original]], nowUsec);
            _ratio.Collect([v[Compressed] == 0 ? 100 : v[Original] * 100 / v[Compressed]], nowUsec);
            _efficiency.Collect([v[Used] == 0 ? 1_000_000 : v[Compressed] * 1_000_000 / v[Used]], nowUsec);
        }

        return true;
    }

    public void Dispose() => _file.Dispose();

    private static DimensionDefinition Value(string id, long divisor) =>
        new(id, Algorithm.Absolute, 1, divisor);
}
