using Edge.Archive;
using Edge.Query;
using Edge.Store;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>
/// A host in the compressed store beside the same host with everything in memory: fed alike, asked alike.
/// Simulated time; rounds of the keeper are called by the rig.
/// </summary>
internal sealed class EngineRig : IDisposable
{
    private readonly EngineOptions _options;
    private readonly Random _random;
    private readonly Dictionary<string, long> _counters = [];

    public EngineRig(string folder, int seed, long quotaBytes = 64L << 20, long cacheBytes = 32L << 20,
        int syncSeconds = 0)
    {
        _options = new EngineOptions
        {
            Folder = folder, QuotaBytes = quotaBytes, CacheBytes = cacheBytes,
            SyncSeconds = syncSeconds,
        };
        _random = new Random(seed);
        Memory = NewHost(100_000);
        Engine = new Engine(_options, NowUsec);
        Host = NewHost(Engine.RingRows(Engine.BlockRows));
        Engine.Attach(Host);
    }

    public Engine Engine { get; private set; }

    public Host Host { get; private set; }

    public Host Memory { get; }

    public long NowSec { get; private set; } = 1_700_000_000;

    public long NowUsec => NowSec * 1_000_000;

    /// <summary>Defines a chart at both, with dimensions of random algorithms.</summary>
    public void Define(string id, int dimensions, int updateEvery = 1, ChartFlags flags = 0)
    {
        string[] parts = id.Split('.', 2);
        var algorithms = new Algorithm[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            algorithms[i] = (Algorithm)_random.Next(4);
        }

        foreach (Host host in (Host[])[Host, Memory])
        {
            Chart chart = host.Define(new ChartDefinition
            {
                Type = parts[0], Id = parts[1], Context = id, UpdateEvery = updateEvery,
                Flags = flags,
            })!;
            for (int i = chart.Dimensions.Count; i < dimensions; i++)
            {
                chart.Define(
                    $"d{i}", algorithm: algorithms[i], multiplier: (i % 3) + 1, divisor: (i % 2) + 1);
            }
        }
    }

    /// <summary>Another dimension for a chart that is collected already.</summary>
    public void Widen(string id, Algorithm algorithm)
    {
        foreach (Host host in (Host[])[Host, Memory])
        {
            Chart chart = host.Find(id)!;
            chart.Define($"d{chart.Dimensions.Count}", algorithm: algorithm);
        }
    }

    /// <summary>
    /// Seconds of collections; some are late, some are missing if <paramref name="isWild"/>.
    /// </summary>
    /// <param name="seconds">How many.</param>
    /// <param name="isWild">See above.</param>
    /// <param name="hasKeeper">False: the keeper has no round.</param>
    public void Run(int seconds, bool isWild = false, bool hasKeeper = true)
    {
        for (int i = 0; i < seconds; i++)
        {
            NowSec++;
            foreach (Chart chart in Host.Charts)
            {
                if (NowSec % chart.UpdateEvery != 0 || (isWild && _random.Next(60) == 0))
                {
                    continue;
                }

                long nowUsec = NowUsec + _random.Next(isWild ? 900_000 : 20_000);
                Collect(chart, nowUsec, isWild);
            }

            Host.Flush(NowUsec);
            if (hasKeeper)
            {
                Engine.Round(NowUsec);
            }
        }
    }

    public void Pause(int seconds) => NowSec += seconds;

    /// <summary>The host disconnects and another object takes its place, as for a child that comes
    /// back; memory goes on.</summary>
    public void Reconnect()
    {
        Host old = Host;
        using (old.Gate.Enter())
        {
            Engine.Detach(old);
        }

        Host = NewHost(Engine.RingRows(Engine.BlockRows));
        Engine.Attach(Host);
        Redefine(old);
        old.Dispose();
    }

    /// <summary>The node ends in order and starts again; what the ring had is gone.</summary>
    public void Restart()
    {
        using (Host.Gate.Enter())
        {
            Engine.Stop(NowUsec);
        }

        Reopen();
    }

    /// <summary>Starts again, whatever state it was left in.</summary>
    public void Reopen() => ReopenAfter(() => { });

    /// <summary>As after a kill; something happens to the files in between.</summary>
    /// <param name="happens">That.</param>
    /// <param name="without">A chart that does not come back.</param>
    public void ReopenAfter(Action happens, string? without = null)
    {
        Host old = Host;
        Engine.Dispose();
        happens();
        Engine = new Engine(_options, NowUsec);
        Host = NewHost(Engine.RingRows(Engine.BlockRows));
        Engine.Attach(Host);
        Redefine(old, without);
        old.Dispose();
    }

    /// <summary>What another host object had, in the present one.</summary>
    private void Redefine(Host old, string? without = null)
    {
        foreach (Chart chart in old.Charts.Where(chart => chart.Id != without))
        {
            Chart next = Host.Define(new ChartDefinition
            {
                Type = chart.Type, Id = chart.Id[(chart.Type.Length + 1)..], Context = chart.Context,
                UpdateEvery = chart.UpdateEvery,
            })!;
            foreach (Dimension dimension in chart.Dimensions)
            {
                next.Define(dimension.Id, algorithm: dimension.Algorithm, multiplier: dimension.Multiplier,
                    divisor: dimension.Divisor);
            }
        }
    }

    public static string Ask(Host host, string chart, string query)
    {
        using var table = new Table();
        Assert.True(table.TryOpen([host.Find(chart)!], QuestionText.Parse(query)));
        var writer = new ByteWriter();
        TableWriter.Write(table, writer);
        return System.Text.Encoding.UTF8.GetString(writer.Written);
    }

    /// <summary>Both hosts say the same of a chart between two seconds.</summary>
    public void Compare(string chart, long fromSec, long toSec)
    {
        foreach (string rest in (string[])["", "&points=17", "&points=5&group=max"])
        {
            string query = $"after={fromSec}&before={toSec}&format=csv&options=seconds,unaligned{rest}";
            string expected = Ask(Memory, chart, query);
            Assert.True(expected.Length > 40, expected);
            Assert.Equal(expected, Ask(Host, chart, query));
        }
    }

    /// <summary>The same of every chart.</summary>
    public void CompareAll(long fromSec, long toSec)
    {
        foreach (Chart chart in Host.Charts)
        {
            Compare(chart.Id, fromSec, toSec);
        }
    }

    public void Dispose()
    {
        Engine.Dispose();
        Host.Dispose();
        Memory.Dispose();
    }

    private static Host NewHost(int entries) => new(
        new HostInfo
        {
            Hostname = "h", RegistryHostname = "h", MachineGuid = "11111111-2222-3333-4444-555555555555",
        },
        new StoreOptions { HistoryEntries = entries, Mode = MemoryMode.Ram });

    private void Collect(Chart chart, long nowUsec, bool isWild)
    {
        Chart other = Memory.Find(chart.Id)!;
        bool skips = isWild && _random.Next(20) == 0;
        for (int i = 0; i < chart.Dimensions.Count; i++)
        {
            if (skips && _random.Next(2) == 0)
            {
                continue;
            }

            string key = chart.Id + i;
            long value = _counters.GetValueOrDefault(key) + _random.Next(-3, 1000);
            _counters[key] = isWild && _random.Next(200) == 0 ? 0 : value;
            chart.Set(chart.Dimensions[i], _counters[key], nowUsec);
            other.Set(other.Dimensions[i], _counters[key], nowUsec);
        }

        chart.Commit(nowUsec);
        other.Commit(nowUsec);
    }
}
