using System.Text;
using Edge.Collect;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>Whatever a file holds, it costs its own charts at most, and bounded memory.</summary>
public class BrokenFileTests
{
    private static readonly string[] Files =
    [
        "/proc/stat", "/proc/uptime", "/proc/loadavg", "/proc/sys/kernel/random/entropy_avail",
        "/proc/pressure/cpu",
        "/proc/pressure/memory", "/proc/pressure/io", "/proc/interrupts", "/proc/softirqs", "/proc/vmstat",
        "/proc/meminfo", "/proc/1/net/dev", "/proc/net/sockstat", "/proc/net/softnet_stat", "/proc/diskstats",
        "/proc/schedstat", "/proc/self/mountinfo", "/sys/class/net/eth0/speed",
        "/sys/class/net/eth0/operstate",
        "/sys/devices/system/cpu/cpu0/cpufreq/stats/time_in_state",
        "/sys/devices/system/cpu/cpu0/cpuidle/state0/time", "/sys/block/bcache0/bcache/dirty_data",
    ];

    public static TheoryData<string> All
    {
        get
        {
            var all = new TheoryData<string>();
            foreach (string file in Files)
            {
                all.Add(file);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Truncated_anywhere_it_is_survived(string file)
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree);
        bench.Tick();
        byte[] whole = Encoding.UTF8.GetBytes(tree.Read(file));
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 97))
        {
            tree.Write(file, whole[..length]);
            bench.Tick();
            Assert.Equal(0, bench.Collectors.BugCount);
        }

        OthersGoOn(file, bench);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Empty_from_the_start_it_costs_only_its_own_charts(string file)
    {
        using var tree = new ProcTree("handmade");
        tree.Write(file, "");
        using var bench = new Bench(tree);
        bench.Tick(12);
        OthersGoOn(file, bench);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Missing_from_the_start_it_costs_only_its_own_charts(string file)
    {
        using var tree = new ProcTree("handmade");
        tree.Delete(file);
        using var bench = new Bench(tree);
        bench.Tick(12);
        OthersGoOn(file, bench);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Random_bytes_are_survived(string file)
    {
        using var tree = new ProcTree("handmade");
        byte[] whole = Encoding.UTF8.GetBytes(tree.Read(file));
        using var bench = new Bench(tree);
        var random = new Random(20_231_114);
        for (int round = 0; round < 60; round++)
        {
            byte[] broken = (byte[])whole.Clone();
            for (int i = 0; i < 1 + (broken.Length / 20); i++)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            tree.Write(file, broken);
            bench.Tick();
        }

        OthersGoOn(file, bench);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_huge_file_is_refused(string file)
    {
        using var tree = new ProcTree("handmade");
        using (FileStream huge = File.Create(tree.PathOf(file)))
        {
            huge.SetLength(Limits.FileBytesMax + 1L);
        }

        using var bench = new Bench(tree);
        bench.Tick(2);
        OthersGoOn(file, bench);
    }

    [Fact]
    public void A_machine_with_very_many_of_everything_is_bounded()
    {
        using var tree = new ProcTree("handmade");
        var interrupts = new StringBuilder("  CPU0 CPU1\n");
        var devices = new StringBuilder("head\nhead\n");
        var disks = new StringBuilder();
        for (int i = 0; i < Limits.MatrixRowsMax + 100; i++)
        {
            interrupts.Append($"{i}: 1 1 chip edge dev{i}\n");
        }

        for (int i = 0; i < Limits.DevicesMax + 100; i++)
        {
            devices.Append($"v{i}: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
            disks.Append($"9 {i} d{i} 0 0 0 0 0 0 0 0 0 0 0\n");
        }

        tree.Write("/proc/interrupts", interrupts.ToString()).Write("/proc/1/net/dev", devices.ToString())
            .Write("/proc/diskstats", disks.ToString());
        using var bench = new Bench(tree);
        bench.Tick(2);
        Assert.Equal(0, bench.Collectors.BugCount);
        Assert.Equal(Limits.MatrixRowsMax, bench.Chart("system.interrupts").Dimensions.Count);
    }

    [Fact]
    public void Cores_with_absurd_numbers_have_no_chart()
    {
        using var tree = new ProcTree("handmade");
        tree.Write("/proc/stat", "cpu 1 1 1 1 1 1 1 1\ncpu99999999999 1 1 1 1 1 1 1 1\ncpux 1 1 1 1 1 1 1 1\n"
            + "cpu0 1 1 1 1 1 1 1\ncpu3 1 1 1 1 1 1 1 1 1 1\n");
        using var bench = new Bench(tree, modules: "/proc/stat");
        bench.Tick(2);
        Assert.Equal(["cpu.cpu3"], bench.Host.Charts.Where(c => c.Context == "cpu.cpu").Select(c => c.Id));
        Assert.Equal(4, bench.Host.Variables["active_processors"]);
    }

    /// <summary>The other files' charts are collected.</summary>
    private static void OthersGoOn(string file, Bench bench)
    {
        bench.Tick(3);
        Assert.Equal(0, bench.Collectors.BugCount);
        (string File, string Chart)[] charts =
        [
            ("/proc/stat", "system.ctxt"), ("/proc/uptime", "system.uptime"),
            ("/proc/vmstat", "system.pgpgio"),
            ("/proc/interrupts", "system.interrupts"), ("/proc/meminfo", "system.ram"),
            ("/proc/1/net/dev", "system.net"), ("/proc/net/sockstat", "ipv4.sockstat_sockets"),
            ("/proc/net/softnet_stat", "system.softnet_stat"), ("/proc/diskstats", "disk.sda"),
            ("/proc/loadavg", "system.active_processes"),
        ];
        foreach ((string other, string chart) in charts)
        {
            if (other != file)
            {
                Assert.NotEqual("", bench.Values(chart));
            }
        }
    }
}
