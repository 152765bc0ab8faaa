using Edge.Collect;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>netstat, snmp, snmp6, sctp, ip_vs, connection tracking and SYN proxy.</summary>
public class NetworkCollectorTests
{
    [Theory]
    [InlineData("netstat", "bandwidth", "system.ip")]
    [InlineData("netstat", "input errors", "ip.inerrors")]
    [InlineData("netstat", "multicast bandwidth", "ip.mcast")]
    [InlineData("netstat", "broadcast bandwidth", "ip.bcast")]
    [InlineData("netstat", "multicast packets", "ip.mcastpkts")]
    [InlineData("netstat", "broadcast packets", "ip.bcastpkts")]
    [InlineData("netstat", "ECN packets", "ip.ecnpkts")]
    [InlineData("netstat", "TCP memory pressures", "ip.tcpmemorypressures")]
    [InlineData("netstat", "TCP connection aborts", "ip.tcpconnaborts")]
    [InlineData("netstat", "TCP reorders", "ip.tcpreorders")]
    [InlineData("netstat", "TCP out-of-order queue", "ip.tcpofo")]
    [InlineData("netstat", "TCP SYN cookies", "ip.tcpsyncookies")]
    [InlineData("netstat", "TCP SYN queue", "ip.tcp_syn_queue")]
    [InlineData("netstat", "TCP accept queue", "ip.tcp_accept_queue")]
    [InlineData("snmp", "ipv4 packets", "ipv4.packets")]
    [InlineData("snmp", "ipv4 fragments sent", "ipv4.fragsout")]
    [InlineData("snmp", "ipv4 fragments assembly", "ipv4.fragsin")]
    [InlineData("snmp", "ipv4 errors", "ipv4.errors")]
    [InlineData("snmp", "ipv4 ICMP packets", "ipv4.icmp ipv4.icmp_errors")]
    [InlineData("snmp", "ipv4 ICMP messages", "ipv4.icmpmsg")]
    [InlineData("snmp", "ipv4 TCP connections", "ipv4.tcpsock")]
    [InlineData("snmp", "ipv4 TCP packets", "ipv4.tcppackets")]
    [InlineData("snmp", "ipv4 TCP errors", "ipv4.tcperrors")]
    [InlineData("snmp", "ipv4 TCP opens", "ipv4.tcpopens")]
    [InlineData("snmp", "ipv4 TCP handshake issues", "ipv4.tcphandshake")]
    [InlineData("snmp", "ipv4 UDP packets", "ipv4.udppackets")]
    [InlineData("snmp", "ipv4 UDP errors", "ipv4.udperrors")]
    [InlineData("snmp", "ipv4 UDPLite packets", "ipv4.udplite ipv4.udplite_errors")]
    [InlineData("snmp6", "bandwidth", "system.ipv6")]
    [InlineData("snmp6", "ipv6 packets", "ipv6.packets")]
    [InlineData("snmp6", "ipv6 fragments sent", "ipv6.fragsout")]
    [InlineData("snmp6", "ipv6 fragments assembly", "ipv6.fragsin")]
    [InlineData("snmp6", "ipv6 errors", "ipv6.errors")]
    [InlineData("snmp6", "ipv6 UDP packets", "ipv6.udppackets")]
    [InlineData("snmp6", "ipv6 UDP errors", "ipv6.udperrors")]
    [InlineData("snmp6", "ipv6 UDPlite packets", "ipv6.udplitepackets")]
    [InlineData("snmp6", "ipv6 UDPlite errors", "ipv6.udpliteerrors")]
    [InlineData("snmp6", "multicast bandwidth", "ipv6.mcast")]
    [InlineData("snmp6", "broadcast bandwidth", "ipv6.bcast")]
    [InlineData("snmp6", "multicast packets", "ipv6.mcastpkts")]
    [InlineData("snmp6", "icmp", "ipv6.icmp")]
    [InlineData("snmp6", "icmp redirects", "ipv6.icmpredir")]
    [InlineData("snmp6", "icmp errors", "ipv6.icmperrors")]
    [InlineData("snmp6", "icmp echos", "ipv6.icmpechos")]
    [InlineData("snmp6", "icmp group membership", "ipv6.groupmemb")]
    [InlineData("snmp6", "icmp router", "ipv6.icmprouter")]
    [InlineData("snmp6", "icmp neighbor", "ipv6.icmpneighbor")]
    [InlineData("snmp6", "icmp mldv2", "ipv6.icmpmldv2")]
    [InlineData("snmp6", "icmp types", "ipv6.icmptypes")]
    [InlineData("snmp6", "ect", "ipv6.ect")]
    [InlineData("sockstat6", "ipv6 TCP sockets", "ipv6.sockstat6_tcp_sockets")]
    [InlineData("sockstat6", "ipv6 UDP sockets", "ipv6.sockstat6_udp_sockets")]
    [InlineData("sockstat6", "ipv6 RAW sockets", "ipv6.sockstat6_raw_sockets")]
    [InlineData("sockstat6", "ipv6 FRAG sockets", "ipv6.sockstat6_frag_sockets")]
    [InlineData("ip_vs_stats", "IPVS connections", "ipvs.sockets")]
    [InlineData("ip_vs_stats", "IPVS packets", "ipvs.packets")]
    [InlineData("ip_vs_stats", "IPVS bandwidth", "ipvs.net")]
    [InlineData("sctp/snmp", "established associations", "sctp.established")]
    [InlineData("sctp/snmp", "association transitions", "sctp.transitions")]
    [InlineData("sctp/snmp", "packets", "sctp.packets")]
    [InlineData("sctp/snmp", "packet errors", "sctp.packet_errors")]
    [InlineData("sctp/snmp", "fragmentation", "sctp.fragmentation")]
    [InlineData("sctp/snmp", "chunk types", "sctp.chunks")]
    [InlineData("stat/nf_conntrack", "netfilter connections", "netfilter.conntrack_sockets")]
    [InlineData("stat/nf_conntrack", "netfilter new connections", "netfilter.conntrack_new")]
    [InlineData("stat/nf_conntrack", "netfilter connection changes", "netfilter.conntrack_changes")]
    [InlineData("stat/nf_conntrack", "netfilter connection expectations", "netfilter.conntrack_expect")]
    [InlineData("stat/nf_conntrack", "netfilter connection searches", "netfilter.conntrack_search")]
    [InlineData("stat/nf_conntrack", "netfilter errors", "netfilter.conntrack_errors")]
    [InlineData("stat/synproxy", "SYNPROXY entries", "netfilter.synproxy_entries")]
    [InlineData("stat/synproxy", "SYNPROXY SYN received", "netfilter.synproxy_syn_received")]
    [InlineData("stat/synproxy", "SYNPROXY connections reopened", "netfilter.synproxy_conn_reopened")]
    [InlineData("stat/synproxy", "SYNPROXY cookies", "netfilter.synproxy_cookies")]
    [InlineData("rpc/nfs", "network", "nfs.net")]
    [InlineData("rpc/nfs", "rpc", "nfs.rpc")]
    [InlineData("rpc/nfs", "NFS v3 procedures", "nfs.proc3")]
    [InlineData("rpc/nfs", "NFS v4 procedures", "nfs.proc4")]
    [InlineData("rpc/nfsd", "read cache", "nfsd.readcache")]
    [InlineData("rpc/nfsd", "file handles", "nfsd.filehandles")]
    [InlineData("rpc/nfsd", "I/O", "nfsd.io")]
    [InlineData("rpc/nfsd", "threads", "nfsd.threads nfsd.threads_fullcnt nfsd.threads_histogram")]
    [InlineData("rpc/nfsd", "read ahead", "nfsd.readahead")]
    [InlineData("rpc/nfsd", "network", "nfsd.net")]
    [InlineData("rpc/nfsd", "rpc", "nfsd.rpc")]
    [InlineData("rpc/nfsd", "NFS v2 procedures", "nfsd.proc2")]
    [InlineData("rpc/nfsd", "NFS v3 procedures", "nfsd.proc3")]
    [InlineData("rpc/nfsd", "NFS v4 procedures", "nfsd.proc4")]
    [InlineData("rpc/nfsd", "NFS v4 operations", "nfsd.proc4ops")]
    public void A_switch_takes_its_charts_and_no_other(string file, string option, string charts)
    {
        using var tree = new ProcTree("network");
        using var all = new Bench(tree);
        using var bench = new Bench(tree,
            new TableSettings().With($"plugin:proc:/proc/net/{file}", option, "no"));
        all.Tick();
        bench.Tick();
        Assert.Equal(charts.Split(' ').Order(),
            all.Host.Charts.Select(c => c.Id).Except(bench.Host.Charts.Select(c => c.Id)).Order());

        // What is left out shifts nothing.
        foreach (string chart in bench.Recorder.Charts)
        {
            Assert.Equal(all.Values(chart), bench.Values(chart));
        }
    }

    [Theory]
    [InlineData("netstat", "IpExt", "InCsumErrors", "ip.inerrors", false)]
    [InlineData("netstat", "IpExt", "InTruncatedPkts", "ip.inerrors", true)]
    [InlineData("netstat", "TcpExt", "OfoPruned", "ip.tcpofo", false)]
    [InlineData("netstat", "TcpExt", "TCPOFOMerge", "ip.tcpofo", true)]
    [InlineData("netstat", "TcpExt", "TCPSynRetrans", "ipv4.tcphandshake", false)]
    [InlineData("snmp", "Tcp", "OutRsts", "ipv4.tcphandshake", true)]
    [InlineData("snmp", "Icmp", "InCsumErrors", "ipv4.icmp", true)]
    [InlineData("snmp", "Icmp", "OutMsgs", "ipv4.icmp_errors", true)]
    [InlineData("snmp", "UdpLite", "IgnoredMulti", "ipv4.udplite", true)]
    [InlineData("snmp", "Udp", "IgnoredMulti", "ipv4.udplite", false)]
    public void Auto_waits_for_the_counters_that_the_chart_is_tested_by(
        string file, string section, string key, string chart, bool expected)
    {
        using var tree = new ProcTree();
        tree.Write("/proc/net/netstat", "IpExt: InOctets\nIpExt: 0\n")
            .Write("/proc/net/snmp", "Ip: InReceives\nIp: 0\n")
            .Write($"/proc/net/{file}", $"{section}: {key}\n{section}: 3\n");
        using var bench = new Bench(tree);
        bench.Tick();
        Assert.Equal(expected, bench.Has(chart));
    }

    [Theory]
    [InlineData("Ip6OutNoRoutes", "ipv6.errors", false)]
    [InlineData("Ip6InTooBigErrors", "ipv6.errors", true)]
    [InlineData("Udp6InCsumErrors", "ipv6.udpliteerrors", true)]
    [InlineData("UdpLite6NoPorts", "ipv6.udpliteerrors", true)]
    [InlineData("Icmp6OutNeighborAdvertisements", "ipv6.icmpneighbor", true)]
    [InlineData("Icmp6InGroupMembReductions", "ipv6.groupmemb", true)]
    public void Auto_of_ipv6_waits_likewise(string key, string chart, bool expected)
    {
        using var tree = new ProcTree().Write("/proc/net/snmp6", $"{key} \t3\n");
        using var bench = new Bench(tree, modules: "/proc/net/snmp6");
        bench.Tick();
        Assert.Equal(expected, bench.Has(chart));
    }

    [Fact]
    public void With_zero_metrics_an_old_kernel_has_all_charts_of_its_files()
    {
        using var tree = new ProcTree().Write("/proc/net/snmp6", "Ip6InReceives 0\n")
            .Write("/proc/net/netstat", "IpExt: InOctets\nIpExt: 0\n");
        using var bench = new Bench(tree, options: new CollectOptions { EnableZeroMetrics = true });
        bench.Tick();
        Assert.Equal("InNoECTPkts=0 InECT1Pkts=0 InECT0Pkts=0 InCEPkts=0", bench.Values("ipv6.ect"));
        Assert.Equal("ListenOverflows=0 ListenDrops=0", bench.Values("ip.tcp_accept_queue"));
    }

    [Fact]
    public void Nothing_known_is_nothing_collected()
    {
        using var tree = new ProcTree().Write("/proc/net/snmp6", "What 0\n")
            .Write("/proc/net/netstat", "XyzExt: InOctets\nXyzExt: 0\n");
        using var bench = new Bench(tree, options: new CollectOptions { EnableZeroMetrics = true });
        bench.Tick();
        Assert.Empty(bench.Host.Charts);
        Assert.Equal(0, bench.Collectors.BugCount);
    }

    [Fact]
    public void Lines_that_come_later_are_noticed_and_columns_may_move()
    {
        using var tree = new ProcTree().Write("/proc/net/snmp",
            "Ip: InReceives OutRequests\nIp: 1 2\nTcp: InSegs OutSegs\nTcp: 3 4\n");
        using var bench = new Bench(tree, modules: "/proc/net/snmp");
        bench.Tick();
        Assert.False(bench.Has("ipv4.icmpmsg"));
        tree.Write("/proc/net/snmp", "Ip: OutRequests Odd InReceives\nIp: 2 9 1\n"
            + "IcmpMsg: InType3 OutType8\nIcmpMsg: 7 8\nTcp: OutSegs InSegs\nTcp: 4 3\n");
        bench.Tick();
        Assert.StartsWith("InReceives=1 OutRequests=2 ", bench.Values("ipv4.packets"));
        Assert.StartsWith("InType0=0 OutType0=0 InType3=7 ", bench.Values("ipv4.icmpmsg"));
        Assert.Equal("InSegs=3 OutSegs=4", bench.Values("ipv4.tcppackets"));
    }

    [Fact]
    public void Half_a_pair_costs_only_itself_and_a_short_line_its_last_columns()
    {
        using var tree = new ProcTree().Write("/proc/net/snmp",
            "Ip: InReceives OutRequests ForwDatagrams InDelivers\nIp: 1 2 3 4\n"
            + "Tcp: InSegs OutSegs\nTcp: 3 4\n");
        using var bench = new Bench(tree, modules: "/proc/net/snmp");
        bench.Tick();
        tree.Write("/proc/net/snmp", "\nIcmp: InMsgs\nIp: InReceives OutRequests ForwDatagrams InDelivers\n"
            + "Ip: 11 12\nno colon\nTcp: InSegs OutSegs\nTcp: 5 6\nUdp: InDatagrams\n");
        bench.Tick();
        Assert.Equal("InReceives=11 OutRequests=12 ForwDatagrams=3 InDelivers=4",
            bench.Values("ipv4.packets"));
        Assert.Equal("InSegs=5 OutSegs=6", bench.Values("ipv4.tcppackets"));
    }

    [Fact]
    public void A_section_that_is_gone_is_a_gap_and_no_jump()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree);
        bench.Tick();
        tree.Write("/proc/net/snmp", "Ip: InReceives\nIp: 5\n").Write("/proc/net/snmp6", "Ip6InOctets 5\n");
        bench.Tick();
        Assert.NotEqual("", bench.Values("ipv4.packets"));
        Assert.Equal("", bench.Values("ipv4.tcphandshake"));
        Assert.NotEqual("", bench.Values("system.ipv6"));
        Assert.Equal("", bench.Values("ipv6.icmp"));
    }

    [Fact]
    public void The_limit_of_connections_may_be_negative()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, modules: "/proc/net/snmp");
        bench.Tick();
        Assert.Equal(-1, bench.Host.Variables["tcp_max_connections"]);
        tree.Write("/proc/net/snmp", "Tcp: MaxConn\nTcp: 512\n");
        bench.Tick();
        Assert.Equal(512, bench.Host.Variables["tcp_max_connections"]);
    }

    [Fact]
    public void Without_netstat_nobody_retransmits_a_syn()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, modules: "/proc/net/snmp");
        bench.Tick();
        Assert.EndsWith(" TCPSynRetrans=0", bench.Values("ipv4.tcphandshake"));
    }

    [Fact]
    public void Broadcast_bandwidth_does_not_depend_on_broadcast_packets()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree,
            new TableSettings().With("plugin:proc:/proc/net/netstat", "broadcast packets", "no"));
        bench.Tick();
        Assert.Equal("InBcastOctets=1146 OutBcastOctets=1147", bench.Values("ip.bcast"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb\n1 2 3 4\n")]
    [InlineData("a\nb\n")]
    public void A_load_balancer_without_its_third_line_ends(string text)
    {
        using var tree = new ProcTree().Write("/proc/net/ip_vs_stats", text);
        using var bench = new Bench(tree, modules: "/proc/net/ip_vs/stats");
        bench.Tick();
        Assert.Equal(0, bench.Collectors.ActiveCount);
        Assert.Empty(bench.Host.Charts);
    }

    [Fact]
    public void Tracked_connections_are_those_of_the_first_cpu_that_tells_them()
    {
        using var tree = new ProcTree().Write("/proc/net/stat/nf_conntrack",
            "head\n0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n1f 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
            + "2f 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ff\n3f 9 9 9\n");
        using var bench = new Bench(tree, modules: "/proc/net/stat/conntrack");
        bench.Tick();
        Assert.Equal("connections=31", bench.Values("netfilter.conntrack_sockets"));
        Assert.Equal("searched=3 restarted=257 found=3", bench.Values("netfilter.conntrack_search"));
        Assert.False(bench.Host.Variables.Contains("netfilter_conntrack_max"));
    }

    [Fact]
    public void Without_the_statistics_only_the_number_of_connections_is_collected()
    {
        using var tree = new ProcTree("network");
        tree.Delete("/proc/net/stat/nf_conntrack");
        using var bench = new Bench(tree, modules: "/proc/net/stat/conntrack");
        bench.Tick();
        Assert.Equal(["netfilter.conntrack_sockets"], bench.Host.Charts.Select(c => c.Id));
        Assert.Equal("connections=154", bench.Values("netfilter.conntrack_sockets"));
        Assert.Equal(262_144, bench.Host.Variables["netfilter_conntrack_max"]);
        tree.Delete("/proc/sys/net/netfilter/nf_conntrack_count");
        using var none = new Bench(tree, modules: "/proc/net/stat/conntrack");
        none.Tick();
        Assert.Equal(0, none.Collectors.ActiveCount);
    }

    [Fact]
    public void The_limit_of_tracked_connections_is_read_every_ten_seconds_until_it_fails()
    {
        const string File = "/proc/sys/net/netfilter/nf_conntrack_max";
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, modules: "/proc/net/stat/conntrack");
        bench.Tick();
        tree.Write(File, "7\n");
        bench.Tick(9);
        Assert.Equal(262_144, bench.Host.Variables["netfilter_conntrack_max"]);
        bench.Tick();
        Assert.Equal(7, bench.Host.Variables["netfilter_conntrack_max"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Any_value_of_the_syn_proxy_shows_all_its_charts(int column)
    {
        string[] words = ["0", "0", "0", "0", "0", "0"];
        using var tree = new ProcTree()
            .Write("/proc/net/stat/synproxy", $"head\n{string.Join('\t', words)}\n");
        using var bench = new Bench(tree, modules: "/proc/net/stat/synproxy");
        bench.Tick();
        Assert.Empty(bench.Host.Charts);
        words[column] = "a";
        tree.Write("/proc/net/stat/synproxy", $"head\n{string.Join('\t', words)}\n");
        bench.Tick();
        Assert.Equal(4, bench.Recorder.Charts.Count);
    }

    [Fact]
    public void A_tick_allocates_nothing_once_everything_is_known()
    {
        using var tree = new ProcTree("network");
        using var bench = new Bench(tree, mode: MemoryMode.None);
        bench.Recorder.IsOff = true;
        bench.Tick(40);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bench.Tick(65);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
