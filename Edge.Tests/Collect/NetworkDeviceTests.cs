using Edge.Collect;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>Wireless interfaces, InfiniBand ports, and NFS.</summary>
public class NetworkDeviceTests
{
    private const string Port = "/sys/class/infiniband/mlx5_0/ports";
    private const string Section = "plugin:proc:/sys/class/infiniband";

    [Theory]
    [InlineData("status for all interfaces", "status")]
    [InlineData("quality for all interfaces", "link_quality signal_level noise_level")]
    [InlineData("discarded packets for all interfaces", "discarded_packets")]
    [InlineData("missed beacon for all interface", "missed_beacon")]
    public void A_switch_takes_charts_of_all_wireless_interfaces(string option, string kinds)
    {
        using var tree = new ProcTree("network");
        using var all = new Bench(tree, modules: "/proc/net/wireless");
        var settings = new TableSettings().With("plugin:proc:/proc/net/wireless", option, "no");
        using var bench = new Bench(tree, settings, modules: "/proc/net/wireless");
        all.Tick();
        bench.Tick();
        Assert.Equal(
            kinds.Split(' ').SelectMany(kind =>
                new[] { $"wireless.wlan0_{kind}", $"wireless.wlx-A.1_{kind}" }).Order(),
            all.Host.Charts.Select(c => c.Id).Except(bench.Host.Charts.Select(c => c.Id)).Order());
        foreach (string chart in bench.Recorder.Charts)
        {
            Assert.Equal(all.Values(chart), bench.Values(chart));
        }
    }

    [Fact]
    public void Options_are_asked_for_where_there_is_no_wireless_interface()
    {
        using var tree = new ProcTree().Write("/proc/net/wireless", "head\nhead\n");
        var settings = new TableSettings();
        using var bench = new Bench(tree, settings, modules: "/proc/net/wireless");
        bench.Tick();
        Assert.Contains(("plugin:proc:/proc/net/wireless", "missed beacon for all interface"),
            settings.Asked);
        Assert.DoesNotContain(("plugin:proc:/proc/net/wireless", ""), settings.Asked);
        Assert.Equal(1, bench.Collectors.ActiveCount);
    }

    [Fact]
    public void Wireless_interfaces_come_and_go()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, modules: "/proc/net/wireless");
        bench.Tick();
        string both = tree.Read("/proc/net/wireless");
        tree.Write("/proc/net/wireless", both[..both.IndexOf(" wlx", StringComparison.Ordinal)]);
        bench.Tick();
        Assert.True(bench.Chart("wireless.wlx-A.1_status").IsObsolete);
        Assert.False(bench.Chart("wireless.wlan0_status").IsObsolete);
        tree.Write("/proc/net/wireless", both);
        bench.Tick();
        Assert.False(bench.Chart("wireless.wlx-A.1_status").IsObsolete);
        Assert.Equal("status=0", bench.Values("wireless.wlx-A.1_status"));
    }

    [Fact]
    public void A_short_line_and_one_that_comes_twice_are_left_out()
    {
        using var tree = new ProcTree().Write("/proc/net/wireless",
            "head\nhead\nw0: 1 2 3 4 5 6 7 8 9\nw1: 1 2. -3.9 4 5 6 7 8 9 10\nw1: 9 9 9 9 9 9 9 9 9 9\n");
        using var bench = new Bench(tree, modules: "/proc/net/wireless");
        bench.Tick();
        Assert.False(bench.Has("wireless.w0_status"));
        Assert.Equal("status=1", bench.Values("wireless.w1_status"));
        Assert.Equal("signal_level=-3", bench.Values("wireless.w1_signal_level"));
    }

    [Fact]
    public void Ports_that_are_not_connected_wait_and_are_looked_at_every_half_minute()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, modules: "/sys/class/infiniband");
        bench.Tick();
        Assert.False(bench.Has("Infiniband.ib_cntbytes_mlx5_0-2"));
        tree.Write($"{Port}/2/state", "4: ACTIVE\n").Write($"{Port}/1/state", "1: DOWN\n")
            .Write($"{Port}/2/rate", "25 Gb/sec (1X EDR)\n");
        bench.Tick(29);
        Assert.False(bench.Has("Infiniband.ib_cntbytes_mlx5_0-2"));
        Assert.NotEqual("", bench.Values("Infiniband.ib_cntbytes_mlx5_0-1"));
        bench.Tick();
        Assert.Equal(8, bench.Chart("Infiniband.ib_cntbytes_mlx5_0-2").Dimensions[0].Multiplier);
        Assert.Equal(25, bench.Chart("Infiniband.ib_cntbytes_mlx5_0-2").Variables["link_speed"]);
        Assert.Equal("", bench.Values("Infiniband.ib_cntbytes_mlx5_0-1"));
        Assert.False(bench.Has("Infiniband.ib_hwcnterrors_mlx5_0-2"));
    }

    [Fact]
    public void All_ports_are_collected_when_it_is_asked_for()
    {
        using var tree = new ProcTree("network");
        tree.Delete($"{Port}/2/state");
        using var bench = new Bench(tree,
            new TableSettings().With(Section, "monitor only active ports", "no"),
            modules: "/sys/class/infiniband");
        bench.Tick();
        Assert.Equal(32, bench.Chart("Infiniband.ib_cntbytes_mlx5_0-2").Dimensions[0].Multiplier);
        Assert.Equal(40, bench.Chart("Infiniband.ib_cntbytes_mlx5_0-2").Variables["link_speed"]);
    }

    [Theory]
    [InlineData(Section, "bandwidth counters", "no", "cntbytes_hfi1_0-1 cntbytes_mlx5_0-1")]
    [InlineData(Section, "packets counters", "no", "cntpackets_hfi1_0-1 cntpackets_mlx5_0-1")]
    [InlineData(Section, "errors counters", "no", "cnterrors_hfi1_0-1 cnterrors_mlx5_0-1")]
    [InlineData(Section, "hardware packets counters", "no", "hwcntpackets_mlx5_0-1")]
    [InlineData(Section, "hardware errors counters", "no", "hwcnterrors_mlx5_0-1")]
    [InlineData(Section + ":mlx5_0-1", "bytes", "no", "cntbytes_mlx5_0-1")]
    [InlineData(Section + ":mlx5_0-1", "packets", "no", "cntpackets_mlx5_0-1")]
    [InlineData(Section + ":hfi1_0-1", "errors", "no", "cnterrors_hfi1_0-1")]
    [InlineData(Section + ":mlx5_0-1", "hwpackets", "no", "hwcntpackets_mlx5_0-1")]
    [InlineData(Section + ":mlx5_0-1", "hwerrors", "no", "hwcnterrors_mlx5_0-1")]
    [InlineData(Section, "disable by default interfaces matching", "hfi*",
        "cntbytes_hfi1_0-1 cntpackets_hfi1_0-1 cnterrors_hfi1_0-1")]
    public void A_switch_takes_charts_of_ports(string section, string option, string value, string charts)
    {
        using var tree = new ProcTree("network");
        using var all = new Bench(tree, modules: "/sys/class/infiniband");
        using var bench = new Bench(tree, new TableSettings().With(section, option, value),
            modules: "/sys/class/infiniband");
        all.Tick();
        bench.Tick();
        Assert.Equal(charts.Split(' ').Select(chart => $"Infiniband.ib_{chart}").Order(),
            all.Host.Charts.Select(c => c.Id).Except(bench.Host.Charts.Select(c => c.Id)).Order());
        foreach (string chart in bench.Recorder.Charts)
        {
            Assert.Equal(all.Values(chart), bench.Values(chart));
        }
    }

    [Fact]
    public void A_counter_that_cannot_be_read_is_left_alone_and_keeps_its_value()
    {
        const string File = $"{Port}/1/counters/port_rcv_data";
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, modules: "/sys/class/infiniband");
        bench.Tick();
        tree.Delete(File);
        bench.Tick();
        tree.Write(File, "99\n");
        bench.Tick();
        Assert.Equal("Received=10001 Sent=10002", bench.Values("Infiniband.ib_cntbytes_mlx5_0-1"));
    }

    [Fact]
    public void Without_ports_infiniband_ends()
    {
        using var tree = new ProcTree().Write($"{Port}/1/state", "4: ACTIVE\n");
        using var bench = new Bench(tree, modules: "/sys/class/infiniband");
        bench.Tick();
        Assert.Equal(0, bench.Collectors.ActiveCount);
    }

    [Fact]
    public void A_line_of_zeros_is_not_collected_and_one_of_procedures_never_again()
    {
        using var tree = new ProcTree().Write("/proc/net/rpc/nfs",
            "net 0 0 0 0\nrpc 0 0 0\nproc3 3 0 0 0\nproc4 2 1 0\n");
        using var bench = new Bench(tree, options: new CollectOptions { EnableZeroMetrics = true },
            modules: "/proc/net/rpc/nfs");
        bench.Tick();
        Assert.Equal(["nfs.proc4"], bench.Host.Charts.Select(c => c.Id));
        Assert.Equal(["null", "read"], bench.Chart("nfs.proc4").Dimensions.Select(d => d.Id));
        tree.Write("/proc/net/rpc/nfs", "net 1 0 0 0\nrpc 1 2 3\nproc3 3 1 1 1\nproc4 2 2 0\n");
        bench.Tick();
        Assert.Equal("udp=0 tcp=0", bench.Values("nfs.net"));
        Assert.Equal("calls=1 retransmits=2 auth_refresh=3", bench.Values("nfs.rpc"));
        Assert.False(bench.Has("nfs.proc3"));
        tree.Write("/proc/net/rpc/nfs", "net 0 0 0 0\nrpc 1 2 3\nproc4 2 0 0\n");
        bench.Tick();
        Assert.Equal("", bench.Values("nfs.net"));
        Assert.Equal("", bench.Values("nfs.proc4"));
        tree.Write("/proc/net/rpc/nfs", "net 0 4 0 0\nproc4 2 9 9\n");
        bench.Tick();
        Assert.Equal("udp=4 tcp=0", bench.Values("nfs.net"));
        Assert.Equal("", bench.Values("nfs.proc4"));
    }

    [Fact]
    public void A_line_that_is_cut_off_does_not_end_its_chart()
    {
        using var tree = new ProcTree().Write("/proc/net/rpc/nfs", "proc3 4 0 0 0");
        using var bench = new Bench(tree, modules: "/proc/net/rpc/nfs");
        bench.Tick();
        tree.Write("/proc/net/rpc/nfs", "proc3 4 0 0 0 7\n");
        bench.Tick();
        Assert.Equal("null=0 getattr=0 setattr=0 lookup=7", bench.Values("nfs.proc3"));
    }

    [Fact]
    public void Threads_are_shown_where_the_kernel_tells_how_long_they_worked()
    {
        const string Modern = "th 8 5 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000\n";
        using var tree = new ProcTree().Write("/proc/net/rpc/nfsd", Modern);
        using var bench = new Bench(tree, modules: "/proc/net/rpc/nfsd");
        bench.Tick();
        Assert.Empty(bench.Host.Charts);
        tree.Write("/proc/net/rpc/nfsd", Modern.Replace(" 0.000\n", " 0.001\n", StringComparison.Ordinal));
        bench.Tick();
        Assert.Equal("threads=8", bench.Values("nfsd.threads"));
        Assert.Equal("full_count=5", bench.Values("nfsd.threads_fullcnt"));
        Assert.EndsWith(" 80%-90%=0 90%-100%=1", bench.Values("nfsd.threads_histogram"));
    }
}
