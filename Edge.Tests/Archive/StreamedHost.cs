using System.Text;
using Edge.Archive;
using Edge.Store;
using Edge.Tests.Stream;

namespace Edge.Tests.Archive;

/// <summary>
/// A host in some memory mode, fed by the receiver of streams, and the keeper's rounds, all on one thread:
/// who allocates what can be told apart.
/// </summary>
internal sealed class StreamedHost : IDisposable
{
    /// <summary>Texts of seconds, again and again: what they say does not matter, that it changes
    /// does.</summary>
    private const int Texts = 64;
    private const int FirstSec = 1_700_000_000;
    private readonly string _folder;
    private readonly byte[][] _seconds = new byte[Texts][];
    private readonly ReceiverRig _rig;
    private readonly RingKeeper? _keeper;
    private int _second;
    private bool _leavesFiles;

    /// <param name="mode">Of the host.</param>
    /// <param name="charts">s.c0, s.c1 ...</param>
    /// <param name="dimensions">Of each, collected once a second.</param>
    /// <param name="history">Rows of a ring; dbengine has its own.</param>
    /// <param name="cacheBytes">Of dbengine; a small one makes short blocks.</param>
    /// <param name="syncSeconds">Of mapped rings.</param>
    /// <param name="folder">That another one left; null: a new one.</param>
    public StreamedHost(MemoryMode mode, int charts, int dimensions, int history = 600,
        long cacheBytes = 32L << 20, int syncSeconds = 10,
        string? folder = null)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("edge-streamed-").FullName;
        var info = new HostInfo
        {
            Hostname = "h", RegistryHostname = "h", MachineGuid = "631fa722-8ed8-4856-8243-0e59d747854c",
        };
        var rings = new RingOptions
        {
            CacheDirectory = _folder, NowUsec = () => NowUsec, SyncSeconds = syncSeconds,
        };
        if (mode == MemoryMode.DbEngine)
        {
            Engine = new Engine(
                new EngineOptions { Folder = _folder, CacheBytes = cacheBytes, SyncSeconds = 0 }, NowUsec);
            history = Engine.RingRows(Engine.BlockRows);
        }

        Host = new Host(info, new StoreOptions { Mode = mode, HistoryEntries = history })
        {
            Shelf = mode is MemoryMode.Save or MemoryMode.Map
                ? new RingShelf(rings, info, isLocal: true, maps: mode == MemoryMode.Map)
                : null,
        };
        Engine?.Attach(Host);
        _keeper = Host.Shelf == null ? null : new RingKeeper(new HostTable(Host), rings);
        _rig = new ReceiverRig(Host);
        _rig.Feed(Definitions(charts, dimensions));
        for (int i = 0; i < Texts; i++)
        {
            _seconds[i] = Encoding.ASCII.GetBytes(Second(charts, dimensions, i));
        }
    }

    public Host Host { get; }

    public Engine? Engine { get; }

    public long NowSec => FirstSec + _second;

    private long NowUsec => NowSec * 1_000_000;

    public Chart Chart(int index) => Host.Find($"s.c{index}")!;

    /// <summary>One second of all charts arrives.</summary>
    public void Receive()
    {
        _second++;
        _rig.Receiver.Consume(_rig, _seconds[_second % Texts], NowUsec + 500_000);
    }

    /// <summary>What the keeper does once a second.</summary>
    public void Keep()
    {
        Engine?.Round(NowUsec);
        _keeper?.Round();
    }

    /// <summary>Seconds of both.</summary>
    public void Run(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Receive();
            Keep();
        }
    }

    /// <summary>All rings to their files, as a signal or the clock has it done.</summary>
    public void Save()
    {
        var saver = new RingSaver(Host, (RingShelf)Host.Shelf!);
        saver.SaveAll();
        Xunit.Assert.Equal((Host.Charts.Count, 0), (saver.Saved, saver.Failed));
    }

    /// <summary>The node ends in order, and its folder stays for another one.</summary>
    public string LeaveFiles()
    {
        Engine?.Stop(NowUsec);
        _keeper?.Stop([Host]);
        _leavesFiles = true;
        return _folder;
    }

    /// <summary>Time passes; nothing arrives.</summary>
    public void SkipTo(long sec) => _second = (int)(sec - FirstSec);

    public void Dispose()
    {
        Engine?.Dispose();
        _rig.Dispose();
        if (!_leavesFiles)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Definitions(int charts, int dimensions)
    {
        var text = new StringBuilder();
        for (int c = 0; c < charts; c++)
        {
            text.Append($"CHART \"s.c{c}\" \"\" \"t\" \"u\" \"f\" \"s\" \"line\" 100 1 \"\" \"p\" \"m\"\n");
            for (int d = 0; d < dimensions; d++)
            {
                string algorithm = d % 2 == 0 ? "absolute" : "incremental";
                text.Append($"DIMENSION \"d{d}\" \"\" \"{algorithm}\" 1 1 \"\"\n");
            }
        }

        return text.ToString();
    }

    private static string Second(int charts, int dimensions, int second)
    {
        var text = new StringBuilder();
        for (int c = 0; c < charts; c++)
        {
            text.Append($"BEGIN \"s.c{c}\" 1000000\n");
            for (int d = 0; d < dimensions; d++)
            {
                text.Append($"SET \"d{d}\" = {100_000 + (second * (d + 7) % 91) + c}\n");
            }

            text.Append("END\n");
        }

        return text.ToString();
    }
}
