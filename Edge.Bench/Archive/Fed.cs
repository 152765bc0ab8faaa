using Edge.Archive;
using Edge.Bench.Store;
using Edge.Store;

namespace Edge.Bench.Archive;

/// <summary>
/// A host whose charts are collected once a second with gauges and counters as machines have them, in plain
/// memory or in the compressed store, whose rounds are run here.
/// </summary>
internal sealed class Fed : IDisposable
{
    /// <summary>A prime number, so that no two columns of a power of two repeat together.</summary>
    private const int Moves = 4_093;
    private readonly string? _folder;
    private readonly int[] _moves = new int[Moves];
    private readonly long[] _values;
    private int _move;
    private long _nowUsec = Hosts.StartUsec + 300_000;

    /// <param name="mode">Ram or dbengine.</param>
    /// <param name="charts">How many.</param>
    /// <param name="dimensions">Of each; every other one is a counter.</param>
    /// <param name="history">Rows of a ring in memory; dbengine has its own.</param>
    public Fed(MemoryMode mode, int charts, int dimensions, int history = 600)
    {
        if (mode == MemoryMode.DbEngine)
        {
            _folder = Directory.CreateTempSubdirectory("edge-bench-").FullName;
            Engine = new Engine(new EngineOptions { Folder = _folder, SyncSeconds = 0 }, _nowUsec);
            history = Engine.RingRows(Engine.BlockRows);
        }

        Host = Hosts.Empty(mode, history);
        Engine?.Attach(Host);
        for (int c = 0; c < charts; c++)
        {
            Chart chart = Host.Define(new ChartDefinition { Type = "bench", Id = $"c{c}", UpdateEvery = 1 })!;
            for (int d = 0; d < dimensions; d++)
            {
                chart.Define($"d{d}", algorithm: d % 2 == 0 ? Algorithm.Absolute : Algorithm.Incremental);
            }
        }

        _values = new long[charts * dimensions];
        var random = new Random(1);
        for (int i = 0; i < Moves; i++)
        {
            _moves[i] = random.Next(-20, 21);
        }
    }

    public Host Host { get; }

    public Engine? Engine { get; }

    public Chart First => Host.Charts[0];

    /// <summary>A second of all charts; their rows go where the mode has them go.</summary>
    public void Append()
    {
        _nowUsec += 1_000_000;
        int at = 0;
        for (int c = 0; c < Host.Charts.Count; c++)
        {
            Chart chart = Host.Charts[c];
            for (int d = 0; d < chart.Dimensions.Count; d++, at++)
            {
                _move = _move == Moves - 1 ? 0 : _move + 1;
                _values[at] += _moves[_move] + (d % 2 == 0 ? 0 : 1_000);
                chart.Set(chart.Dimensions[d], _values[at], _nowUsec);
            }

            chart.Commit(_nowUsec);
        }
    }

    /// <summary>Seconds, with the keeper's rounds.</summary>
    public void Run(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Append();
            Engine?.Round(_nowUsec);
        }
    }

    /// <summary>Blocks that ended are let go unwritten.</summary>
    public void DropClosed()
    {
        foreach (EngineHost host in Engine?.All ?? [])
        {
            foreach (ClosedBlock block in host.TakeClosed())
            {
                block.Dispose();
            }
        }
    }

    public void Dispose()
    {
        Engine?.Dispose();
        Host.Dispose();
        if (_folder != null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
