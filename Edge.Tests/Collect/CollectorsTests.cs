using Edge.Collect;
using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Collect;

public class CollectorsTests
{
    /// <summary>
    /// Only optimized code makes the samples of a ring without allocating (it expands constant tables).
    /// </summary>
    [Theory]
    [InlineData("none")]
#if !DEBUG
    [InlineData("ram")]
#endif
    public void A_tick_allocates_nothing_once_everything_is_known(string mode)
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree, mode: mode == "ram" ? MemoryMode.Ram : MemoryMode.None);
        bench.Recorder.IsOff = true;
        bench.Tick(70);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bench.Tick(65);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_tick_over_the_real_proc_allocates_nothing_once_everything_is_known()
    {
        using var host = new Host(new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = "g" },
            new StoreOptions { Mode = MemoryMode.None });
        using var collectors = new Collectors(host, new CollectOptions(), new DefaultSettings());
        long nowUsec = Bench.StartUsec;
        long least = long.MaxValue;

        // A counter of the machine may leave zero just now and add a dimension: some tick of many is quiet.
        for (int i = 0; i < 100; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using (host.Gate.Enter())
            {
                collectors.Tick(nowUsec);
            }

            least = i < 20 ? least : Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            nowUsec += Clock.UsecPerSecond;
        }

        Assert.Equal(0, least);
        Assert.NotNull(host.Find("system.cpu"));
    }

    [Fact]
    public void A_bug_in_one_collector_costs_only_that_one()
    {
        using var tree = new ProcTree("machine");
        var calls = new List<string>();
        CollectorRow[] rows =
        [
            new("good", "good", _ => new Fake(() => calls.Add("good"))),
            new("bad", "bad", _ => new Fake(() => throw new InvalidOperationException("boom"))),
            new("worse", "worse", _ => throw new InvalidOperationException("unborn")),
            new("last", "last", _ => new Fake(() => calls.Add("last"))),
        ];
        using var host = new Host(new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = "g" },
            new StoreOptions());
        using var collectors = new Collectors(host, new CollectOptions(), new DefaultSettings(), rows);
        Assert.Equal(3, collectors.ActiveCount);
        for (int i = 0; i < 2; i++)
        {
            using (host.Gate.Enter())
            {
                collectors.Tick(Bench.StartUsec + i);
            }
        }

        Assert.Equal(["good", "last", "good", "last"], calls);
        Assert.Equal(2, collectors.BugCount);
        Assert.Equal(2, collectors.ActiveCount);
    }

    [Fact]
    public void A_tick_without_the_gate_is_a_bug()
    {
        using var tree = new ProcTree();
        using var bench = new Bench(tree);
        Assert.Throws<BugException>(() => bench.Collectors.Tick(Bench.StartUsec));
    }

    [Fact]
    public void Modules_are_switched_by_their_keys_and_the_operator_has_the_last_word()
    {
        using var tree = new ProcTree("machine");
        TableSettings settings = new TableSettings().With("plugin:proc", "/proc/vmstat", "no")
            .With("plugin:proc", "/proc/uptime", "yes");
        using var bench = new Bench(tree, settings, new CollectOptions
        {
            Modules = new Dictionary<string, bool> { ["/proc/uptime"] = false, ["/proc/loadavg"] = false },
        });
        bench.Tick();
        Assert.False(bench.Has("mem.pgfaults"));
        Assert.False(bench.Has("system.load"));
        Assert.True(bench.Has("system.uptime"));
        Assert.True(bench.Has("system.cpu"));
    }

    [Fact]
    public void Without_any_file_every_module_ends_but_those_that_keep_looking()
    {
        using var tree = new ProcTree();
        using var bench = new Bench(tree);
        bench.Tick(3);
        Assert.Empty(bench.Host.Charts);

        // Disks and btrfs.
        Assert.Equal(2, bench.Collectors.ActiveCount);
        Assert.Equal(0, bench.Collectors.BugCount);
    }

    [Fact]
    public void A_file_that_comes_too_late_is_not_noticed_but_that_of_the_disks_is()
    {
        using var tree = new ProcTree();
        using var machine = new ProcTree("machine");
        using var bench = new Bench(tree);
        bench.Tick();
        tree.Write("/proc/uptime", machine.Read("/proc/uptime"));
        tree.Write("/proc/diskstats", machine.Read("/proc/diskstats"));
        bench.Tick(2);
        Assert.False(bench.Has("system.uptime"));
        Assert.True(bench.Has("disk.vda"));
    }

    [Fact]
    public void A_file_that_is_gone_for_a_while_costs_those_ticks_only()
    {
        using var tree = new ProcTree("machine");
        using var bench = new Bench(tree, modules: "/proc/uptime");
        bench.Tick();
        string text = tree.Read("/proc/uptime");
        using (FileStream huge = File.OpenWrite(tree.PathOf("/proc/uptime")))
        {
            huge.SetLength(Edge.Collect.Limits.FileBytesMax + 1L);
        }

        bench.Tick();
        Assert.Equal("", bench.Values("system.uptime"));
        tree.Delete("/proc/uptime");
        bench.Tick();
        tree.Write("/proc/uptime", text);
        bench.Tick();
        Assert.NotEqual("", bench.Values("system.uptime"));
        Assert.Equal(1, bench.Collectors.ActiveCount);
    }

    [Theory]
    [InlineData(1, 5, 2)]
    [InlineData(2, 6, 2)]
    [InlineData(3, 6, 3)]
    [InlineData(4, 8, 4)]
    [InlineData(10, 10, 10)]
    public void Load_and_pressure_keep_their_own_pace(int updateEvery, int loadEvery, int pressureEvery)
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree, options: new CollectOptions { UpdateEvery = updateEvery });
        var load = new List<int>();
        var pressure = new List<int>();
        for (int second = 0; second <= 40; second += updateEvery)
        {
            bench.Tick();
            if (bench.Values("system.load") != "")
            {
                load.Add(second);
            }

            if (bench.Values("system.io_full_pressure") != "")
            {
                pressure.Add(second);
            }
        }

        Assert.Equal(Enumerable.Range(0, (40 / loadEvery) + 1).Select(i => i * loadEvery), load);
        Assert.Equal(Enumerable.Range(0, (40 / pressureEvery) + 1).Select(i => i * pressureEvery), pressure);
        Assert.Equal(Math.Max(5, updateEvery), bench.Chart("system.load").UpdateEvery);
        Assert.Equal(Math.Max(2, updateEvery), bench.Chart("system.io_full_pressure").UpdateEvery);
        Assert.Equal(updateEvery, bench.Chart("system.active_processes").UpdateEvery);
    }

    private sealed class Fake(Action action) : ICollector
    {
        public string? Collect(long nowUsec)
        {
            action();
            return null;
        }

        public void Dispose()
        {
        }
    }
}
