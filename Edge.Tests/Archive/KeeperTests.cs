using Edge.Archive;
using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Archive;

[Collection(nameof(Ledger))]
public sealed class KeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly List<Chart> _charts = [];
    private long _nowUsec = 1_795_343_000_000_000;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_thread_serves_rings_and_the_compressed_store()
    {
        string[] before = Keepers();
        using var keeper = new Keeper(Clock.MonotonicUsec, Clock.NowUsec);
        using Engine engine = NewEngine();
        RingKeeper rings = NewRings(out Host host);
        using (host)
        {
            keeper.Serve(engine);
            keeper.Serve(rings);
            Assert.True(SpinWait.SpinUntil(() => Keepers().Except(before).Any(), 10_000));
            Collect(2);
            keeper.Save();
            Assert.True(SpinWait.SpinUntil(() => File.Exists(_folder + "/t.c/ring.edge"), 10_000));
            Assert.Single(Keepers().Except(before));
            keeper.Stop();
        }
    }

    [Fact]
    public void The_journal_is_served_between_two_files()
    {
        long monotonic = 1;
        using var keeper = new Keeper(() => monotonic += 500_000, () => _nowUsec += 500_000);
        using Engine engine = NewEngine();
        RingKeeper rings = NewRings(out Host host);
        using (host)
        {
            int frames = 0;
            Collect(2);
            keeper.Serve(engine);
            keeper.Serve(rings);
            keeper.Stop();
            Action between = rings.Between!;
            rings.Between = () =>
            {
                between();
                frames++;
            };
            rings.Save();
            keeper.Round();
            Assert.True(frames >= _charts.Count);
        }
    }

    private Engine NewEngine() =>
        new(new EngineOptions { Folder = _folder + "/dbengine", QuotaBytes = 64 << 20 }, _nowUsec);

    private RingKeeper NewRings(out Host host)
    {
        var options = new RingOptions { CacheDirectory = _folder, NowUsec = () => _nowUsec };
        var info = new HostInfo
        {
            Hostname = "box", RegistryHostname = "box", MachineGuid = Guid.NewGuid().ToString(),
        };
        host = new Host(info, new StoreOptions { Mode = MemoryMode.Save, HistoryEntries = 10 })
        {
            Shelf = new RingShelf(options, info, isLocal: true, maps: false),
        };
        for (int i = 0; i < 3; i++)
        {
            Chart chart = host.Define(new ChartDefinition { Type = "t", Id = i == 0 ? "c" : $"c{i}" })!;
            chart.Define("x");
            _charts.Add(chart);
        }

        return new RingKeeper(new HostTable(host), options);
    }

    private void Collect(int rounds)
    {
        for (int i = 0; i <= rounds; i++, _nowUsec += Clock.UsecPerSecond)
        {
            foreach (Chart chart in _charts)
            {
                using (chart.Host.Gate.Enter())
                {
                    chart.CommitAll([i], i == 0 ? 0 : Clock.UsecPerSecond, _nowUsec);
                }
            }
        }
    }

    /// <summary>Ids of this process' threads of that name.</summary>
    private static string[] Keepers() => [.. Directory.GetDirectories("/proc/self/task").Where(IsKeeper)];

    private static bool IsKeeper(string task)
    {
        try
        {
            return File.ReadAllText(task + "/comm").Trim() == "keeper";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
