using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Archive;

/// <summary>
/// A host with ring files in a directory of its own, through several lives, on a simulated clock: each second
/// every dimension is collected with a value that tells its id and the second.
/// </summary>
internal sealed class RingRig : IDisposable
{
    public const int Entries = 100;
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ring-").FullName;
    private readonly string? _cache;
    private readonly List<Host> _dead = [];

    /// <param name="mode">Save or map.</param>
    /// <param name="cache">Null: below a directory of the rig's own.</param>
    public RingRig(MemoryMode mode, string? cache = null)
    {
        _cache = cache;
        Mode = mode;
        Start();
    }

    public MemoryMode Mode { get; set; }

    public int History { get; set; } = Entries;

    public Guid Boot { get; set; } = Guid.NewGuid();

    public string MachineGuid { get; set; } = "11111111-0000-4000-8000-000000000001";

    public bool IsLocal { get; set; } = true;

    public bool DeletesObsolete { get; set; } = true;

    public bool DeletesOrphans { get; set; } = true;

    public long NowSec { get; set; } = StartSec;

    public long NowUsec => NowSec * Second;

    public string Cache => _cache ?? Path.Combine(_root, "cache");

    public Host Host { get; private set; } = null!;

    public RingShelf Shelf { get; private set; } = null!;

    public RingKeeper Keeper { get; private set; } = null!;

    /// <summary>Of all charts of the host, in mode map.</summary>
    public string HostFile => Path.Combine(IsLocal ? Cache : Path.Combine(Cache, MachineGuid), "rings.edge");

    public WriteCut? Writing { get; set; }

    /// <summary>Where a chart is that is there.</summary>
    public RingSpot Spot(string chart) => Mode == MemoryMode.Map
        ? RingSpot.InHost(HostFile, chart)!
        : RingSpot.InFile(FileOf(chart));

    public bool IsKept(string chart) => Mode == MemoryMode.Map
        ? RingSpot.InHost(HostFile, chart) != null
        : File.Exists(FileOf(chart));

    public string FileOf(string directory) => Path.Combine(Cache, directory, "ring.edge");

    /// <summary>A new process, as it were; what was in memory is gone.</summary>
    public void Start()
    {
        var options = new RingOptions
        {
            CacheDirectory = Cache,
            Boot = Boot,
            NowUsec = () => NowUsec,
            DeletesObsolete = DeletesObsolete,
            DeletesOrphans = DeletesOrphans,
            SyncSeconds = 1,
            Writing = Writing,
        };
        var info = new HostInfo { Hostname = "box", RegistryHostname = "box", MachineGuid = MachineGuid };
        Shelf = new RingShelf(options, info, IsLocal, Mode == MemoryMode.Map);
        Host = new Host(info, new StoreOptions { Mode = Mode, HistoryEntries = History }) { Shelf = Shelf };
        var table = new HostTable(IsLocal ? Host : New());
        if (!IsLocal)
        {
            table.Add(Host);
        }

        Keeper = new RingKeeper(table, options);
    }

    /// <summary>An orderly end.</summary>
    public void Stop(bool isConnected = true)
    {
        Keeper.Stop(isConnected ? [Host] : []);
        Host.Dispose();
    }

    /// <summary>An orderly end, and the next life.</summary>
    public void Restart(int downSeconds = 0)
    {
        Stop();
        NowSec += downSeconds;
        Start();
    }

    /// <summary>As killed: nothing is written any more, what is mapped stays as it is.</summary>
    public void Kill(int downSeconds = 0)
    {
        // The mappings go with the process; here they are kept to the end, and nobody writes to them.
        _dead.Add(Host);
        NowSec += downSeconds;
        Start();
    }

    public Chart Define(string id, params string[] dimensions) => Define(id, 1, dimensions);

    public Chart Define(string id, int updateEvery, params string[] dimensions)
    {
        Chart chart = Host.NewChart(id, updateEvery);
        foreach (string dimension in dimensions)
        {
            chart.Define(dimension);
        }

        return chart;
    }

    /// <summary>So many seconds of all dimensions.</summary>
    public void Collect(Chart chart, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            NowSec += chart.UpdateEvery;
            foreach (Dimension dimension in chart.Dimensions)
            {
                chart.Set(dimension, ValueOf(dimension.Id, NowSec), NowUsec);
            }

            chart.Commit(NowUsec);
        }
    }

    public static long ValueOf(string dimension, long sec) => (sec % 100_000) + (dimension[0] * 100_000L);

    /// <summary>The samples of a dimension by second; gaps are left out.</summary>
    public static SortedDictionary<long, uint> Samples(Chart chart, string dimension)
    {
        SortedDictionary<long, uint> all = [];
        Series series = chart.Series;
        series.EnsureRing();
        int index = chart.Find(dimension)!.Index;
        for (long sec = series.LastEntrySec; sec > series.FirstEntrySec; sec -= chart.UpdateEvery)
        {
            uint sample = series.Row(series.RowAt(sec))[index];
            if (StoredNumber.DoesExist(sample))
            {
                all.Add(sec, sample);
            }
        }

        return all;
    }

    public void Dispose()
    {
        Host.Dispose();
        foreach (Host host in _dead)
        {
            host.Dispose();
        }

        Directory.Delete(_root, recursive: true);
    }
}
