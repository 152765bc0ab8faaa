using Edge.Collect;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>meminfo, vmstat, loadavg, pressure, sockstat, softnet_stat.</summary>
public class SmallCollectorTests
{
    [Theory]
    [InlineData("plugin:proc:/proc/meminfo", "system ram", "off", "system.ram mem.available")]
    [InlineData("plugin:proc:/proc/meminfo", "system swap", "no", "system.swap")]
    [InlineData("plugin:proc:/proc/meminfo", "hardware corrupted ECC", "no", "mem.hwcorrupt")]
    [InlineData("plugin:proc:/proc/meminfo", "committed memory", "no", "mem.committed")]
    [InlineData("plugin:proc:/proc/meminfo", "writeback memory", "no", "mem.writeback")]
    [InlineData("plugin:proc:/proc/meminfo", "kernel memory", "no", "mem.kernel")]
    [InlineData("plugin:proc:/proc/meminfo", "slab memory", "no", "mem.slab")]
    [InlineData("plugin:proc:/proc/meminfo", "hugepages", "no", "mem.hugepages")]
    [InlineData("plugin:proc:/proc/meminfo", "transparent hugepages", "no", "mem.transparent_hugepages")]
    [InlineData("plugin:proc:/proc/vmstat", "swap i/o", "no", "system.swapio")]
    [InlineData("plugin:proc:/proc/vmstat", "disk i/o", "no", "system.pgpgio")]
    [InlineData("plugin:proc:/proc/vmstat", "memory page faults", "no", "mem.pgfaults")]
    [InlineData("plugin:proc:/proc/vmstat", "system-wide numa metric summary", "no", "mem.numa")]
    [InlineData("plugin:proc:/proc/loadavg", "enable load average", "no", "system.load")]
    [InlineData("plugin:proc:/proc/loadavg", "enable total processes", "no", "system.active_processes")]
    [InlineData("plugin:proc:/proc/pressure", "enable cpu some pressure", "no", "system.cpu_pressure")]
    [InlineData("plugin:proc:/proc/pressure", "enable memory some pressure", "no",
        "system.memory_some_pressure")]
    [InlineData("plugin:proc:/proc/pressure", "enable memory full pressure", "no",
        "system.memory_full_pressure")]
    [InlineData("plugin:proc:/proc/pressure", "enable io some pressure", "no", "system.io_some_pressure")]
    [InlineData("plugin:proc:/proc/pressure", "enable io full pressure", "no", "system.io_full_pressure")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 sockets", "no", "ipv4.sockstat_sockets")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 TCP sockets", "no", "ipv4.sockstat_tcp_sockets")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 TCP memory", "no", "ipv4.sockstat_tcp_mem")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 UDP sockets", "no", "ipv4.sockstat_udp_sockets")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 UDP memory", "no", "ipv4.sockstat_udp_mem")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 RAW sockets", "no", "ipv4.sockstat_raw_sockets")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 FRAG sockets", "no", "ipv4.sockstat_frag_sockets")]
    [InlineData("plugin:proc:/proc/net/sockstat", "ipv4 FRAG memory", "no", "ipv4.sockstat_frag_mem")]
    [InlineData("plugin:proc:/proc/net/softnet_stat", "softnet_stat per core", "no",
        "cpu.cpu0_softnet_stat cpu.cpu1_softnet_stat")]
    public void A_switch_takes_its_charts_and_no_other(string section, string option, string value,
        string charts)
    {
        using var tree = new ProcTree("handmade");
        using var all = new Bench(tree);
        using var bench = new Bench(tree, new TableSettings().With(section, option, value));
        all.Tick();
        bench.Tick();
        Assert.Equal(charts.Split(' ').Order(),
            all.Host.Charts.Select(c => c.Id).Except(bench.Host.Charts.Select(c => c.Id)).Order());
    }

    [Fact]
    public void Every_option_is_asked_for_in_its_section_before_or_at_the_first_tick()
    {
        using var tree = new ProcTree("handmade");
        var settings = new TableSettings();
        using var bench = new Bench(tree, settings);
        bench.Tick();
        foreach ((string section, string option) in new[]
        {
            ("plugin:proc", "/proc/diskstats"), ("plugin:proc:/proc/stat", "schedstat filename to monitor"),
            ("plugin:proc:/proc/pressure", "base path of pressure metrics"),
            ("plugin:proc:/proc/net/sockstat", "update constants every"),
            ("plugin:proc:/proc/net/dev:br-Lan1", "events"), ("plugin:proc:/proc/diskstats:sda", "backlog"),
            ("plugin:proc:/proc/diskstats", "performance metrics for disks with major 104"),
            ("plugin:proc:/proc/diskstats:bcache0", "bcache"),
            ("plugin:proc:/proc/uptime", "filename to monitor"),
        })
        {
            Assert.Contains((section, option), settings.Asked);
        }
    }

    [Fact]
    public void A_key_that_is_missing_keeps_its_last_value()
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree, modules: "/proc/meminfo");
        bench.Tick();
        tree.Change("/proc/meminfo", "Slab:             300000 kB\n", "");
        bench.Tick();
        Assert.StartsWith("Slab=300000 ", bench.Values("mem.kernel"));
        tree.Change("/proc/meminfo", "KernelStack:        1500", "KernelStack:        1600");
        bench.Tick();
        Assert.StartsWith("Slab=300000 KernelStack=1600", bench.Values("mem.kernel"));
    }

    [Fact]
    public void Keys_are_found_wherever_they_stand_and_only_whole()
    {
        using var tree = new ProcTree().Write("/proc/meminfo",
            "MemFree: 1 kB\nDirty: 2 kB\nWriteback: 3 kB\n");
        using var bench = new Bench(tree, modules: "/proc/meminfo");
        bench.Tick();
        tree.Write("/proc/meminfo",
            "WritebackTmp: 9 kB\nWriteback: 4 kB\nDirtyX: 7 kB\nMemFree: 1 kB\n  Dirty: 5 kB\n");
        bench.Tick();
        Assert.Equal("Dirty=5 Writeback=4 FuseWriteback=9 NfsWriteback=0 Bounce=0",
            bench.Values("mem.writeback"));
    }

    [Fact]
    public void Huge_pages_wait_for_pages_and_multiply_by_their_size()
    {
        using var tree = new ProcTree("handmade");
        tree.Change("/proc/meminfo", "HugePages_Total:      10", "HugePages_Total:       0");
        using var bench = new Bench(tree, modules: "/proc/meminfo");
        bench.Tick();
        Assert.False(bench.Has("mem.hugepages"));
        tree.Change("/proc/meminfo", "HugePages_Total:       0", "HugePages_Total:      10")
            .Change("/proc/meminfo", "Hugepagesize:       2048", "Hugepagesize:    1048576");
        bench.Tick();
        Assert.Equal(1_048_576, bench.Chart("mem.hugepages").Dimensions[0].Multiplier);
    }

    [Fact]
    public void Corrupted_and_available_memory_need_their_keys_even_with_zero_metrics()
    {
        using var tree = new ProcTree().Write("/proc/meminfo", "MemTotal: 10 kB\n");
        using var bench = new Bench(tree, options: new CollectOptions { EnableZeroMetrics = true },
            modules: "/proc/meminfo");
        bench.Tick();
        Assert.False(bench.Has("mem.hwcorrupt"));
        Assert.False(bench.Has("mem.available"));
        Assert.True(bench.Has("system.swap"));
    }

    [Theory]
    [InlineData(1, false, null, false)]
    [InlineData(2, false, null, true)]
    [InlineData(1, true, null, true)]
    [InlineData(1, false, "yes", true)]
    [InlineData(2, true, "no", false)]
    public void Numa_events_need_two_nodes_or_somebody_who_asks(int nodes, bool zero, string? option,
        bool expected)
    {
        using var tree = new ProcTree().Write("/proc/vmstat", "numa_local 5\npgfault 1\n");
        for (int i = 0; i < nodes; i++)
        {
            tree.Write($"/sys/devices/system/node/node{i}/.keep", "");
        }

        tree.Write("/sys/devices/system/node/nodes/.keep", "");
        var settings = new TableSettings();
        if (option != null)
        {
            settings.With("plugin:proc:/proc/vmstat", "system-wide numa metric summary", option);
        }

        using var bench = new Bench(tree, settings, new CollectOptions { EnableZeroMetrics = zero },
            modules: "/proc/vmstat");
        bench.Tick();
        Assert.Equal(expected, bench.Has("mem.numa"));
    }

    [Fact]
    public void Numa_events_are_decided_by_the_first_tick()
    {
        using var tree = new ProcTree().Write("/proc/vmstat", "numa_local 0\n")
            .Write("/sys/devices/system/node/node0/.keep", "").Write("/sys/devices/system/node/node1/.keep",
                "");
        using var bench = new Bench(tree, modules: "/proc/vmstat");
        bench.Tick();
        tree.Write("/proc/vmstat", "numa_local 7\n");
        bench.Tick();
        Assert.False(bench.Has("mem.numa"));
    }

    [Fact]
    public void One_pressure_file_is_enough_and_a_second_line_is_wanted_for_full()
    {
        using var tree = new ProcTree()
            .Write("/proc/pressure/io", "some avg10=1.00 avg60=2.00 avg300=3.99 total=5\n");
        using var bench = new Bench(tree, modules: "/proc/pressure");
        bench.Tick();
        Assert.Equal("some 10=100 some 60=200 some 300=399", bench.Values("system.io_some_pressure"));
        Assert.Equal(["system.io_some_pressure"], bench.Host.Charts.Select(c => c.Id));
        Assert.Equal(1, bench.Collectors.ActiveCount);
    }

    [Fact]
    public void Old_kernels_have_fewer_columns_of_softnet()
    {
        using var tree = new ProcTree().Write("/proc/net/softnet_stat",
            "0000000a 1 2 0 0 0 0 0 0\n0000000b 0 ff 0 0 0 0 0 0\n");
        using var bench = new Bench(tree, modules: "/proc/net/softnet_stat");
        bench.Tick();
        Assert.Equal("processed=21 dropped=1 squeezed=257", bench.Values("system.softnet_stat"));
        Assert.Equal("processed=11 dropped=0 squeezed=255", bench.Values("cpu.cpu1_softnet_stat"));
        Assert.Equal(4102, bench.Chart("cpu.cpu1_softnet_stat").Priority);
    }

    [Fact]
    public void Limits_of_tcp_are_host_variables_and_refreshed_once_a_minute()
    {
        using var tree = new ProcTree("handmade");
        using var bench = new Bench(tree, modules: "/proc/net/sockstat");
        bench.Tick();
        Assert.Equal(131072, bench.Host.Variables["tcp_max_orphans"]);
        Assert.Equal(185535 * 4, bench.Host.Variables["tcp_mem_low"]);
        tree.Write("/proc/sys/net/ipv4/tcp_max_orphans", "5\n");
        bench.Tick(59);
        Assert.Equal(131072, bench.Host.Variables["tcp_max_orphans"]);
        bench.Tick();
        Assert.Equal(5, bench.Host.Variables["tcp_max_orphans"]);
    }

    [Fact]
    public void Without_a_limit_of_process_ids_the_kernels_default_is_told()
    {
        using var tree = new ProcTree().Write("/proc/loadavg", "0.01 0.02 0.03 1/94 7203\n");
        using var bench = new Bench(tree, modules: "/proc/loadavg");
        bench.Tick();
        Assert.Equal(32768, bench.Chart("system.active_processes").Variables["pidmax"]);
        Assert.Equal("load1=10 load5=20 load15=30", bench.Values("system.load"));
        Assert.Equal("active=94", bench.Values("system.active_processes"));
    }
}
