using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// How much of its life an eMMC has used, by its own count: JEDEC JESD84-B51,
/// DEVICE_LIFE_TIME_EST_TYP_A and _B, in tenths.
/// </summary>
internal sealed class FlashWear : IDisposable
{
    /// <summary>Seconds; it changes in months.</summary>
    private const int Every = 60;

    /// <summary>1 is up to 10 %, 10 up to 100 %, 11 is beyond.</summary>
    private const long PercentPerStep = 10;

    private readonly Site _site;
    private readonly ProcFile _file;
    private readonly DemandChart _chart;
    private Pace _pace;

    public FlashWear(Site site, string device, string path, int priority)
    {
        int every = Math.Max(Every, site.Options.UpdateEvery);
        _site = site;
        _file = new ProcFile($"{path}/life_time", keepOpen: false);
        _pace = new Pace(every);
        _chart = new DemandChart(site, OnDemand.Auto, new ChartDefinition
        {
            Type = "disk_wear", Id = device, Family = device, Context = "disk.wear",
            Title = "Life Used of Flash Memory", Units = "percentage", Priority = priority,
            UpdateEvery = every, Module = BoardCollector.Module,
        }, new DimensionDefinition("type_a", Algorithm.Absolute, PercentPerStep),
            new DimensionDefinition("type_b", Algorithm.Absolute, PercentPerStep));
    }

    public bool IsThere => _file.IsReadable();

    /// <summary>0x01 0x02; 0 is a memory that does not count.</summary>
    public void Collect(long nowUsec)
    {
        if (!_pace.IsDue(nowUsec)
            || !_site.TryRead(_file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            return;
        }

        var words = new Words(text, Separators.Blanks);
        long a = Step(words.Next());
        long b = Step(words.Next());
        if (words.Taken == 2)
        {
            _chart.Collect([a, b], nowUsec);
        }
    }

    public void Dispose() => _file.Dispose();

    private static long Step(ReadOnlySpan<byte> word) =>
        (long)Numbers.Hex(word.StartsWith("0x"u8) ? word[2..] : word);
}
