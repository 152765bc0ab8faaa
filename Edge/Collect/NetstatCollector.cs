namespace Edge.Collect;

/// <summary>/proc/net/netstat: what IPv4 and TCP count beside the standard (spec collectors 5.2).</summary>
internal sealed class NetstatCollector(Site site)
    : CounterCollector(site, Module, new PairedLines(), Table)
{
    public const string Module = "/proc/net/netstat";

    /// <summary>Of the key that stands first in the table.</summary>
    private const int SynRetransSlot = 0;

    private readonly Site _site = site;

    /// <summary>A chart of /proc/net/snmp shows one of these counters, and is collected after this.</summary>
    protected override void HasRead(CounterCharts charts) =>
        _site.SynRetransmits = charts[SynRetransSlot];

    private static ReadOnlySpan<byte> Table() =>
        """
        +TcpExt:TCPSynRetrans
        system.ip | network | IP Bandwidth | kilobits/s | area 501 | bandwidth | IpExt: |
            InOctets=received*8/1000, OutOctets=sent*-8/1000
        ip.inerrors | errors | IP Input Errors | packets/s | line 4100 detail | input errors | IpExt: |
            InNoRoutes=noroutes, InTruncatedPkts=truncated, !InCsumErrors=checksum
        ip.mcast | multicast | IP Multicast Bandwidth |
          kilobits/s | area 4600 detail | multicast bandwidth | IpExt: |
            InMcastOctets=received*8/1000, OutMcastOctets=sent*-8/1000
        ip.bcast | broadcast | IP Broadcast Bandwidth |
          kilobits/s | area 4500 detail | broadcast bandwidth | IpExt: |
            InBcastOctets=received*8/1000, OutBcastOctets=sent*-8/1000
        ip.mcastpkts | multicast | IP Multicast Packets |
          packets/s | line 4610 detail | multicast packets | IpExt: |
            InMcastPkts=received, OutMcastPkts=sent*-1
        ip.bcastpkts | broadcast | IP Broadcast Packets |
          packets/s | line 4510 detail | broadcast packets | IpExt: |
            InBcastPkts=received, OutBcastPkts=sent*-1
        ip.ecnpkts | ecn | IP ECN Statistics | packets/s | line 4700 detail | ECN packets | IpExt: |
            InCEPkts=CEP, InNoECTPkts=NoECTP*-1, InECT0Pkts=ECTP0, InECT1Pkts=ECTP1
        ip.tcpmemorypressures | tcp | TCP Memory Pressures |
          events/s | line 4290 | TCP memory pressures | TcpExt: |
            TCPMemoryPressures=pressures
        ip.tcpconnaborts | tcp | TCP Connection Aborts |
          connections/s | line 4210 | TCP connection aborts | TcpExt: |
            TCPAbortOnData=baddata, TCPAbortOnClose=userclosed, TCPAbortOnMemory=nomemory,
            TCPAbortOnTimeout=timeout, TCPAbortOnLinger=linger, TCPAbortFailed=failed*-1
        ip.tcpreorders | tcp | TCP Reordered Packets by Detection Method |
          packets/s | line 4220 | TCP reorders | TcpExt: |
            TCPTSReorder=timestamp, TCPSACKReorder=sack, TCPFACKReorder=fack, TCPRenoReorder=reno
        ip.tcpofo | tcp | TCP Out-Of-Order Queue |
          packets/s | line 4250 | TCP out-of-order queue | TcpExt: |
            TCPOFOQueue=inqueue, TCPOFODrop=dropped*-1, TCPOFOMerge=merged, !OfoPruned=pruned*-1
        ip.tcpsyncookies | tcp | TCP SYN Cookies | packets/s | line 4260 | TCP SYN cookies | TcpExt: |
            SyncookiesRecv=received, SyncookiesSent=sent*-1, SyncookiesFailed=failed*-1
        ip.tcp_syn_queue | tcp | TCP SYN Queue Issues |
          packets/s | line 4215 | TCP SYN queue | TcpExt: |
            TCPReqQFullDrop=drops, TCPReqQFullDoCookies=cookies
        ip.tcp_accept_queue | tcp | TCP Accept Queue Issues |
          packets/s | line 4216 | TCP accept queue | TcpExt: |
            ListenOverflows=overflows, ListenDrops=drops
        """u8;
}
