using System.Text;
using Xunit;

namespace Edge.Tests.Collect;

public class StatCollectorTests
{
    private const string Section = "plugin:proc:/proc/stat";

    [Fact]
    public void Each_chart_has_its_switch()
    {
        (string Option, string Chart)[] all =
        [
            ("cpu utilization", "system.cpu"), ("per cpu core utilization", "cpu.cpu0"),
            ("cpu interrupts", "system.intr"),
            ("context switches", "system.ctxt"), ("processes started", "system.forks"),
            ("processes running", "system.processes"), ("core_throttle_count", "cpu.core_throttling"),
            ("cpu frequency", "cpu.cpufreq"), ("cpu idle states", "cpu.cpu1_cpuidle"),
        ];
        foreach ((string option, string chart) in all)
        {
            using var tree = new ProcTree("handmade");
            using var bench = new Bench(tree, new TableSettings().With(Section, option, "no"),
                modules: "/proc/stat");
            bench.Tick();
            foreach ((string other, string kept) in all)
            {
                // What the files of a core say is looked for when its chart is made.
                bool isOff = other == option || (option == "per cpu core utilization"
                    && kept.StartsWith("cpu."));
                Assert.True(bench.Has(kept) != isOff, $"{kept} with {option} = no");
            }

            Assert.Equal(2, bench.Host.Variables["active_processors"]);
        }
    }

    [Fact]
    public void Package_throttling_is_shown_when_asked_for()
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree, new TableSettings().With(Section, "package_throttle_count", "yes"),
            modules: "/proc/stat");
        bench.Tick();
        Assert.Equal("cpu0=20 cpu1=21", bench.Values("cpu.package_throttling"));
        Assert.Equal(5002, bench.Chart("cpu.package_throttling").Priority);
    }

    [Fact]
    public void A_large_machine_is_spared_the_files_of_its_cores()
    {
        using var tree = new ProcTree("handmade");
        var stat = new StringBuilder("cpu 1 1 1 1 1 1 1 1 1 1\n");
        for (int i = 0; i < 51; i++)
        {
            stat.Append($"cpu{i} 1 1 1 1 1 1 1 1 1 1\n");
        }

        tree.Write("/proc/stat", stat.ToString());
        using var bench = new Bench(tree, modules: "/proc/stat");
        bench.Tick();
        Assert.True(bench.Has("cpu.cpu50"));
        Assert.False(bench.Has("cpu.core_throttling"));
        Assert.False(bench.Has("cpu.cpufreq"));
        Assert.False(bench.Has("cpu.cpu0_cpuidle"));
    }

    [Fact]
    public void Cores_that_go_offline_and_come_back_keep_their_charts()
    {
        const string total = "cpu 9 9 9 9 9 9 9 9 0 0\n";
        const string zero = "cpu0 1 1 1 1 1 1 1 1 0 0\n";
        const string one = "cpu1 2 2 2 2 2 2 2 2 0 0\n";
        const string two = "cpu2 3 3 3 3 3 3 3 3 0 0\n";
        using var tree = new ProcTree().Write("/proc/stat", total + zero + one + two);
        using var bench = new Bench(tree, modules: "/proc/stat");
        bench.Tick();
        tree.Write("/proc/stat", total + zero + two);
        bench.Tick();
        Assert.Equal("", bench.Values("cpu.cpu1"));
        Assert.StartsWith("guest_nice=0 guest=0 steal=3", bench.Values("cpu.cpu2"));
        tree.Write("/proc/stat", total + zero + one);
        bench.Tick();
        Assert.StartsWith("guest_nice=0 guest=0 steal=2", bench.Values("cpu.cpu1"));
        Assert.Equal(2, bench.Host.Variables["active_processors"]);
    }

    [Fact]
    public void Old_kernels_without_guest_columns_and_process_lines_count_zeros()
    {
        using var tree = new ProcTree().Write("/proc/stat", "cpu 1 2 3 4 5 6 7 8\n");
        using var bench = new Bench(tree, modules: "/proc/stat");
        bench.Tick();
        Assert.Equal("guest_nice=0 guest=0 steal=8 softirq=7 irq=6 user=1 system=3 nice=2 iowait=5 idle=4",
            bench.Values("system.cpu"));
        Assert.Equal("started=0", bench.Values("system.forks"));
        Assert.Equal("running=0 blocked=0", bench.Values("system.processes"));
        Assert.False(bench.Has("system.intr"));
    }

    [Fact]
    public void The_frequency_of_the_moment_stands_in_for_the_mean_one()
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree, modules: "/proc/stat");
        bench.Tick(2);
        Assert.Equal("cpu0=1200000 cpu1=1300000", bench.Values("cpu.cpufreq"));
        tree.Write("/sys/devices/system/cpu/cpu0/cpufreq/stats/time_in_state",
            "800000 101\n1600000 201\n2400000 300\n");
        bench.Tick();
        Assert.Equal("cpu0=1200000 cpu1=0", bench.Values("cpu.cpufreq"));
    }

    [Fact]
    public void A_throttling_file_that_fails_is_not_read_again()
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree,
            new TableSettings().With(Section, "keep per core files open", "no"), modules: "/proc/stat");
        bench.Tick();
        const string file = "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count";
        tree.Delete(file);
        bench.Tick();
        Assert.Equal("cpu1=11", bench.Values("cpu.core_throttling"));
        tree.Write(file, "99\n");
        bench.Tick();
        Assert.Equal("cpu1=11", bench.Values("cpu.core_throttling"));
    }

    [Fact]
    public void A_new_idle_state_is_found_and_a_lost_one_scanned_again()
    {
        using var tree = new ProcTree("handmade");
        const string cpu0 = "/sys/devices/system/cpu/cpu0/cpuidle";
        using var bench = new Bench(tree,
            new TableSettings().With(Section, "keep cpuidle files open", "no"), modules: "/proc/stat");
        bench.Tick();
        tree.Write($"{cpu0}/state2/name", "C6\n").Write($"{cpu0}/state2/time", "77\n");
        bench.Tick();
        Assert.EndsWith("cpu0_cpuidle_state1_time=90000 cpu0_cpuidle_state2_time=77",
            bench.Values("cpu.cpu0_cpuidle"));
        Assert.Equal("C6", bench.Chart("cpu.cpu0_cpuidle").Dimensions[3].Name);
        tree.Delete($"{cpu0}/state2/name").Delete($"{cpu0}/state2/time");
        bench.Tick(2);
        Assert.EndsWith("cpu0_cpuidle_state1_time=90000", bench.Values("cpu.cpu0_cpuidle"));
    }

    [Fact]
    public void A_file_to_monitor_may_be_elsewhere()
    {
        using var tree = new ProcTree().Write("/elsewhere", "ctxt 5\n");
        using var bench = new Bench(tree,
            new TableSettings().With(Section, "filename to monitor", tree.PathOf("/elsewhere")),
                modules: "/proc/stat");
        bench.Tick();
        Assert.Equal("switches=5", bench.Values("system.ctxt"));
    }
}
