namespace Edge.Collect;

/// <summary>/proc/net/snmp: the standard counters of IPv4, ICMP, TCP and UDP (spec collectors 5.3).</summary>
internal sealed class SnmpCollector(Site site)
    : CounterCollector(site, Module, new PairedLines(), Table)
{
    public const string Module = "/proc/net/snmp";

    // Of the keys that stand first in the table.
    private const int MaxConnSlot = 0;
    private const int SynRetransSlot = 1;

    private readonly Site _site = site;

    /// <summary>The host variable <c>tcp_max_connections</c>, usually -1.</summary>
    protected override void HasRead(CounterCharts charts)
    {
        charts.Set(SynRetransSlot, _site.SynRetransmits);
        if (charts.IsFound(MaxConnSlot))
        {
            _site.Host.SetVariable("tcp_max_connections", charts[MaxConnSlot]);
        }
    }

    private static ReadOnlySpan<byte> Table() =>
        """
        +Tcp:MaxConn, TcpExt:TCPSynRetrans
        ipv4.packets | packets | IPv4 Packets | packets/s | line 5130 | ipv4 packets | Ip: |
            InReceives=received, OutRequests=sent*-1, ForwDatagrams=forwarded, InDelivers=delivered
        ipv4.fragsout | fragments | IPv4 Fragments Sent |
          packets/s | line 5460 detail | ipv4 fragments sent | Ip: |
            FragOKs=ok, FragFails=failed*-1, FragCreates=created
        ipv4.fragsin | fragments | IPv4 Fragments Reassembly |
          packets/s | line 5461 detail | ipv4 fragments assembly | Ip: |
            ReasmOKs=ok, ReasmFails=failed*-1, ReasmReqds=all
        ipv4.errors | errors | IPv4 Errors | packets/s | line 5150 detail | ipv4 errors | Ip: |
            InDiscards, OutDiscards*-1, InHdrErrors, OutNoRoutes*-1, InAddrErrors, InUnknownProtos
        ipv4.icmp | icmp | IPv4 ICMP Packets | packets/s | line 5170 | ipv4 ICMP packets | Icmp: |
            InMsgs=received, OutMsgs=sent*-1, ?InErrors, ?OutErrors, ?InCsumErrors
        ipv4.icmp_errors | icmp | IPv4 ICMP Errors | packets/s | line 5171 | ipv4 ICMP packets | Icmp: |
            InErrors, OutErrors*-1, InCsumErrors, ?InMsgs, ?OutMsgs
        ipv4.icmpmsg | icmp | IPv4 ICMP Messages |
          packets/s | line 5172 | ipv4 ICMP messages | IcmpMsg: |
            InType0=InEchoReps, OutType0=OutEchoReps*-1, InType3=InDestUnreachs,
            OutType3=OutDestUnreachs*-1, InType5=InRedirects, OutType5=OutRedirects*-1,
            InType8=InEchos, OutType8=OutEchos*-1, InType9=InRouterAdvert,
            OutType9=OutRouterAdvert*-1, InType10=InRouterSelect, OutType10=OutRouterSelect*-1,
            InType11=InTimeExcds, OutType11=OutTimeExcds*-1, InType12=InParmProbs,
            OutType12=OutParmProbs*-1, InType13=InTimestamps, OutType13=OutTimestamps*-1,
            InType14=InTimestampReps, OutType14=OutTimestampReps*-1
        ipv4.tcpsock | tcp | IPv4 TCP Connections |
          active connections | line 5200 | ipv4 TCP connections | Tcp: |
            #CurrEstab=connections
        ipv4.tcppackets | tcp | IPv4 TCP Packets | packets/s | line 5204 | ipv4 TCP packets | Tcp: |
            InSegs=received, OutSegs=sent*-1
        ipv4.tcperrors | tcp | IPv4 TCP Errors | packets/s | line 5220 detail | ipv4 TCP errors | Tcp: |
            InErrs, InCsumErrors, RetransSegs*-1
        ipv4.tcpopens | tcp | IPv4 TCP Opens |
          connections/s | line 5205 detail | ipv4 TCP opens | Tcp: |
            ActiveOpens=active, PassiveOpens=passive
        ipv4.tcphandshake | tcp | IPv4 TCP Handshake Issues |
          events/s | line 5230 detail | ipv4 TCP handshake issues | Tcp: |
            EstabResets, OutRsts, AttemptFails, !TCPSynRetrans=SynRetrans@TcpExt:TCPSynRetrans
        ipv4.udppackets | udp | IPv4 UDP Packets | packets/s | line 5300 | ipv4 UDP packets | Udp: |
            InDatagrams=received, OutDatagrams=sent*-1
        ipv4.udperrors | udp | IPv4 UDP Errors | events/s | line 5310 detail | ipv4 UDP errors | Udp: |
            RcvbufErrors, SndbufErrors*-1, InErrors, NoPorts, InCsumErrors, IgnoredMulti
        ipv4.udplite | udplite | IPv4 UDPLite Packets |
          packets/s | line 5400 | ipv4 UDPLite packets | UdpLite: |
            InDatagrams=received, OutDatagrams=sent*-1, ?NoPorts, ?InErrors, ?InCsumErrors,
            ?RcvbufErrors, ?SndbufErrors, ?IgnoredMulti
        ipv4.udplite_errors | udplite | IPv4 UDPLite Errors |
          packets/s | line 5410 | ipv4 UDPLite packets | UdpLite: |
            RcvbufErrors, SndbufErrors*-1, InErrors, NoPorts, InCsumErrors, IgnoredMulti,
            ?InDatagrams, ?OutDatagrams
        """u8;
}
