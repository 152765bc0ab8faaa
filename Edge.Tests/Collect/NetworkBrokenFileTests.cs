using System.Text;
using Edge.Collect;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>Whatever a file of the network holds, it costs its own charts at most.</summary>
public class NetworkBrokenFileTests
{
    private static readonly (string File, string Chart)[] Files =
    [
        ("/proc/net/netstat", "system.ip"), ("/proc/net/snmp", "ipv4.packets"),
        ("/proc/net/snmp6", "system.ipv6"), ("/proc/net/sockstat6", "ipv6.sockstat6_tcp_sockets"),
        ("/proc/net/ip_vs_stats", "ipvs.net"), ("/proc/net/sctp/snmp", "sctp.packets"),
        ("/proc/net/wireless", "wireless.wlan0_status"),
        ("/proc/net/stat/nf_conntrack", "netfilter.conntrack_new"),
        ("/proc/net/stat/synproxy", "netfilter.synproxy_entries"),
        ("/proc/net/rpc/nfs", "nfs.net"), ("/proc/net/rpc/nfsd", "nfsd.io"),
        ("/sys/class/infiniband/mlx5_0/ports/1/counters/port_rcv_data",
            "Infiniband.ib_cntbytes_mlx5_0-1"),
        ("/sys/class/infiniband/mlx5_0/ports/1/state", "Infiniband.ib_cntbytes_mlx5_0-1"),
        ("/sys/class/infiniband/mlx5_0/ports/1/rate", "Infiniband.ib_cntbytes_mlx5_0-1"),
    ];

    public static TheoryData<string> All
    {
        get
        {
            var all = new TheoryData<string>();
            foreach ((string file, _) in Files)
            {
                all.Add(file);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_prefix_is_survived_from_the_start_and_later(string file)
    {
        using var tree = new ProcTree("network");
        byte[] whole = Encoding.UTF8.GetBytes(tree.Read(file));
        using var bench = new Bench(tree);
        bench.Tick();
        for (int length = 0; length < whole.Length; length += whole.Length < 600 ? 1 : 7)
        {
            tree.Write(file, whole[..length]);
            bench.Tick();
            using var fresh = new Bench(tree);
            fresh.Tick();
            Assert.Equal(0, bench.Collectors.BugCount + fresh.Collectors.BugCount);
        }

        OthersGoOn(file, bench);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Empty_or_missing_from_the_start_it_costs_only_its_own_charts(string file)
    {
        using var tree = new ProcTree("network");
        tree.Write(file, "");
        using var empty = new Bench(tree);
        empty.Tick(3);
        OthersGoOn(file, empty);
        tree.Delete(file);
        using var missing = new Bench(tree);
        missing.Tick(3);
        OthersGoOn(file, missing);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Random_bytes_are_survived(string file)
    {
        using var tree = new ProcTree("network");
        byte[] whole = Encoding.UTF8.GetBytes(tree.Read(file));
        using var bench = new Bench(tree);
        var random = new Random(20_231_115);
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
        using var tree = new ProcTree("network");
        using (FileStream huge = File.Create(tree.PathOf(file)))
        {
            huge.SetLength(Limits.FileBytesMax + 1L);
        }

        using var bench = new Bench(tree);
        bench.Tick(2);
        OthersGoOn(file, bench);
    }

    [Fact]
    public void Files_with_very_many_of_everything_are_bounded()
    {
        using var tree = new ProcTree("network");
        var pairs = new StringBuilder();
        var keys = new StringBuilder();
        var adapters = new StringBuilder("head\nhead\n");
        string names = string.Concat(Enumerable.Range(0, 20_000).Select(i => $" N{i}"));
        for (int i = 0; i < 5_000; i++)
        {
            pairs.Append(i % 2 == 0 ? "Ip: InReceives\nIp: 1\n" : "Tcp: InSegs\nTcp: 2\n");
            keys.Append($"Ip6N{i} {i}\n");
            adapters.Append($" w{i}: 0 0 0 0 0 0 0 0 0 0\n");
        }

        tree.Write("/proc/net/snmp", pairs.ToString())
            .Write("/proc/net/netstat",
                $"TcpExt:{names} ListenDrops\nTcpExt:{names} 5\nIpExt: InOctets\nIpExt: 7\n")
            .Write("/proc/net/snmp6", keys.ToString() + "Ip6InOctets 5\n")
            .Write("/proc/net/wireless", adapters.ToString());
        using var bench = new Bench(tree);
        bench.Tick(3);
        Assert.Equal(0, bench.Collectors.BugCount);
        Assert.Equal("InReceives=1 OutRequests=0 ForwDatagrams=0 InDelivers=0", bench.Values("ipv4.packets"));
        Assert.False(bench.Has("ip.tcp_accept_queue"));
        Assert.Equal("InOctets=7 OutOctets=0", bench.Values("system.ip"));
        Assert.False(bench.Has("system.ipv6"));
        Assert.Equal(Limits.WirelessAdaptersMax,
            bench.Host.Charts.Count(chart => chart.Context == "wireless.status"));
    }

    [Fact]
    public void A_line_of_names_that_no_kernel_has_is_read_all_the_same()
    {
        string names = new('N', Limits.CounterNamesBytes);
        using var tree = new ProcTree()
            .Write("/proc/net/netstat", $"IpExt: {names} InOctets OutOctets\nIpExt: 1 5 6\n");
        using var bench = new Bench(tree, modules: "/proc/net/netstat");
        bench.Tick(2);
        Assert.Equal("InOctets=5 OutOctets=6", bench.Values("system.ip"));
    }

    /// <summary>The other files' charts are collected.</summary>
    private static void OthersGoOn(string file, Bench bench)
    {
        bench.Tick(2);
        Assert.Equal(0, bench.Collectors.BugCount);
        foreach ((string other, string chart) in Files)
        {
            bool isPort = file.Contains("/ports/1/", StringComparison.Ordinal)
                && other.Contains("/ports/1/", StringComparison.Ordinal);
            if (other != file && !isPort)
            {
                Assert.NotEqual("", bench.Values(chart));
            }
        }

        Assert.NotEqual("", bench.Values("Infiniband.ib_cntpackets_hfi1_0-1"));
    }
}
