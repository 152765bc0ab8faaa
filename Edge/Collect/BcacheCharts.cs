using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>The charts of a disk with a bcache in front of it (spec collectors 6.1).</summary>
internal sealed class BcacheCharts : IDisposable
{
    private const int HitRatio5Min = 0;
    private const int HitRatioHour = 1;
    private const int HitRatioDay = 2;
    private const int HitRatioEver = 3;
    private const int Congested = 4;
    private const int WritebackRate = 5;
    private const int DirtyData = 6;
    private const int Available = 7;
    private const int Hits = 8;
    private const int Misses = 9;
    private const int Collisions = 10;
    private const int Readaheads = 11;
    private const int BypassHits = 12;
    private const int BypassMisses = 13;
    private const int ReadRaces = 14;
    private const int IoErrors = 15;

    private static readonly string[] FileNames =
    [
        "stats_five_minute/cache_hit_ratio", "stats_hour/cache_hit_ratio", "stats_day/cache_hit_ratio",
        "stats_total/cache_hit_ratio", "cache/congested", "writeback_rate", "dirty_data",
        "cache/cache_available_percent", "stats_total/cache_hits", "stats_total/cache_misses",
        "stats_total/cache_miss_collisions", "readahead", "stats_total/cache_bypass_hits",
        "stats_total/cache_bypass_misses", "cache/internal/cache_read_races", "cache/cache0/io_errors",
    ];

    private readonly Site _site;
    private readonly ProcFile?[] _files;
    private readonly long[] _values = new long[FileNames.Length];
    private readonly DemandChart _ratio;
    private readonly DemandChart _rates;
    private readonly DemandChart _size;
    private readonly DemandChart _usage;
    private readonly DemandChart _operations;
    private readonly DemandChart _bypass;
    private readonly DemandChart _races;
    private readonly DemandChart _allocations;
    private ProcFile? _priorities;
    private Pace _priorityPace;

    public BcacheCharts(Site site, OnDemand demand, DiskIdentity identity, string path, long priorityEvery)
    {
        ChartDefinition Define(string kind, string title, string units, ChartStyle style, int order) => new()
        {
            Type = $"disk_{kind}", Id = identity.Device, Name = identity.Friendly, Family = identity.Family,
            Context = $"disk.{kind}", Title = title, Units = units, Style = style, Priority = order,
            Flags = kind is "bcache" or "bcache_bypass" ? ChartFlags.Detail : ChartFlags.None,
            Module = DiskstatsCollector.Module,
        };
        _site = site;
        _files = Array.ConvertAll(FileNames, name => (ProcFile?)new ProcFile($"{path}/{name}"));
        _priorities = priorityEvery < 1 ? null : new ProcFile($"{path}/cache/cache0/priority_stats");
        _priorityPace = new Pace(priorityEvery);
        _ratio = new DemandChart(site, OnDemand.Yes,
            Define("bcache_hit_ratio", "BCache Cache Hit Ratio", "percentage", ChartStyle.Line, 2120),
            Value("5min"), Value("1hour"), Value("1day"), Value("ever"));
        _rates = new DemandChart(site, OnDemand.Yes,
            Define("bcache_rates", "BCache Rates", "KiB/s", ChartStyle.Area, 2121),
            Value("congested", 1, 1024), Value("writeback", -1, 1024));
        _size = new DemandChart(site, OnDemand.Yes,
            Define("bcache_size", "BCache Cache Sizes", "MiB", ChartStyle.Area, 2122),
            Value("dirty", 1, 1024 * 1024));
        _usage = new DemandChart(site, OnDemand.Yes,
            Define("bcache_usage", "BCache Cache Usage", "percentage", ChartStyle.Area, 2123),
            Value("avail"));
        _operations = new DemandChart(site, demand,
            Define("bcache", "BCache Cache I/O Operations", "operations/s", ChartStyle.Line, 2124),
            Rate("hits"), Rate("misses", -1), Rate("collisions", -1), Rate("readaheads"));
        _bypass = new DemandChart(site, demand,
            Define("bcache_bypass", "BCache Cache Bypass I/O Operations", "operations/s", ChartStyle.Line,
                2125),
            Rate("hits"), Rate("misses", -1));
        _races = new DemandChart(site, OnDemand.Yes,
            Define("bcache_cache_read_races", "BCache Cache Read Races", "operations/s", ChartStyle.Line,
                2126),
            Rate("races"), Rate("errors"));
        _allocations = new DemandChart(site, OnDemand.Yes,
            Define("bcache_cache_alloc", "BCache Cache Allocations", "percentage", ChartStyle.Stacked, 2120)
                with { UpdateEvery = (int)Math.Clamp(priorityEvery, 1, int.MaxValue) },
            Value("unused"), Value("dirty"), Value("clean"), Value("metadata"), Value("undefined"));
    }

    public void Collect(long nowUsec)
    {
        for (int i = 0; i < _files.Length; i++)
        {
            ReadValue(i);
        }

        long[] v = _values;
        _ratio.Collect([v[HitRatio5Min], v[HitRatioHour], v[HitRatioDay], v[HitRatioEver]], nowUsec);
        _rates.Collect([v[Congested], v[WritebackRate]], nowUsec);
        _size.Collect([v[DirtyData]], nowUsec);
        _usage.Collect([v[Available]], nowUsec);
        _races.Collect([v[ReadRaces], v[IoErrors]], nowUsec);
        _operations.Collect([v[Hits], v[Misses], v[Collisions], v[Readaheads]],
            (v[Hits] | v[Misses] | v[Collisions]) != 0, nowUsec);
        _bypass.Collect([v[BypassHits], v[BypassMisses]], nowUsec);
        CollectPriorities(nowUsec);
    }

    /// <summary>Spec collectors 6.1: the charts of races and of allocations stay as they are.</summary>
    public void Retire()
    {
        foreach (DemandChart chart in (DemandChart[])[_ratio, _rates, _size, _usage, _operations, _bypass])
        {
            chart.Retire();
        }
    }

    public void Dispose()
    {
        foreach (ProcFile? file in _files)
        {
            file?.Dispose();
        }

        _priorities?.Dispose();
    }

    /// <summary>A file that fails is not read again; its value stays.</summary>
    private void ReadValue(int index)
    {
        if (_files[index] is not ProcFile file)
        {
            return;
        }

        if (_site.TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            _values[index] = Size(text);
        }
        else
        {
            file.Dispose();
            _files[index] = null;
        }
    }

    /// <summary>Lines such as <c>Unused:         99%</c>.</summary>
    private void CollectPriorities(long nowUsec)
    {
        if (_priorities == null || !_priorityPace.IsDue(nowUsec))
        {
            return;
        }

        if (!_site.TryRead(_priorities, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            _priorities.Dispose();
            _priorities = null;
            return;
        }

        Span<long> values = stackalloc long[5];
        values.Clear();
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Colon);
            ReadOnlySpan<byte> key = words.Next();
            int slot = key.SequenceEqual("Unused"u8) ? 0
                : key.SequenceEqual("Dirty"u8) ? 1
                : key.SequenceEqual("Clean"u8) ? 2
                : key.SequenceEqual("Metadata"u8) ? 3 : -1;
            if (slot >= 0)
            {
                values[slot] = (long)words.Number();
            }
        }

        values[4] = Math.Max(0, 100 - values[0] - values[1] - values[2] - values[3]);
        _allocations.Collect(values, isNonZero: true, nowUsec);
    }

    /// <summary>A number with an optional fraction and one of the 1024-based suffixes k, M, G, T:
    /// <c>1.5G</c>, <c>4.0k/sec</c>.</summary>
    private static long Size(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> word = new Words(text, Separators.Blanks).Next();
        int unit = 0;
        while (unit < word.Length && (word[unit] == '.' || char.IsAsciiDigit((char)word[unit])))
        {
            unit++;
        }

        int shift = unit == word.Length ? 0 : (word[unit] | 0x20) switch
        {
            'k' => 10,
            'm' => 20,
            'g' => 30,
            't' => 40,
            _ => 0,
        };
        return (long)(Numbers.Fixed(word, 3) / 1000.0 * (1L << shift));
    }

    private static DimensionDefinition Rate(string id, long multiplier = 1) =>
        new(id, Algorithm.Incremental, multiplier);

    private static DimensionDefinition Value(string id, long multiplier = 1, long divisor = 1) =>
        new(id, Algorithm.Absolute, multiplier, divisor);
}
