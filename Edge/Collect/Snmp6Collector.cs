namespace Edge.Collect;

/// <summary>/proc/net/snmp6: the counters of IPv6, ICMPv6 and UDP over it (spec collectors 5.4).</summary>
internal sealed class Snmp6Collector(Site site)
    : CounterCollector(site, Module, new KeyedLines(), Table)
{
    public const string Module = "/proc/net/snmp6";

    private static ReadOnlySpan<byte> Table() =>
        """
        system.ipv6 | network | IPv6 Bandwidth | kilobits/s | area 502 | bandwidth | Ip6 |
            InOctets=received*8/1000, OutOctets=sent*-8/1000
        ipv6.packets | packets | IPv6 Packets | packets/s | line 6200 | ipv6 packets | Ip6 |
            InReceives=received, OutRequests=sent*-1, OutForwDatagrams=forwarded*-1,
            InDelivers=delivers
        ipv6.fragsout | fragments6 | IPv6 Fragments Sent |
          packets/s | line 6401 detail | ipv6 fragments sent | Ip6 |
            FragOKs=ok, FragFails=failed*-1, FragCreates=all
        ipv6.fragsin | fragments6 | IPv6 Fragments Reassembly |
          packets/s | line 6402 detail | ipv6 fragments assembly | Ip6 |
            ReasmOKs=ok, ReasmFails=failed*-1, ReasmTimeout=timeout*-1, ReasmReqds=all
        ipv6.errors | errors | IPv6 Errors | packets/s | line 6300 detail | ipv6 errors | Ip6 |
            InDiscards, OutDiscards*-1, InHdrErrors, InAddrErrors, InUnknownProtos, InTooBigErrors,
            InTruncatedPkts, InNoRoutes, !OutNoRoutes*-1
        ipv6.udppackets | udp6 | IPv6 UDP Packets | packets/s | line 6601 | ipv6 UDP packets | Udp6 |
            InDatagrams=received, OutDatagrams=sent*-1
        ipv6.udperrors | udp6 | IPv6 UDP Errors | events/s | line 6610 detail | ipv6 UDP errors | Udp6 |
            RcvbufErrors, SndbufErrors*-1, InErrors, NoPorts, InCsumErrors, IgnoredMulti
        ipv6.udplitepackets | udplite6 | IPv6 UDPlite Packets |
          packets/s | line 6701 | ipv6 UDPlite packets | UdpLite6 |
            InDatagrams=received, OutDatagrams=sent*-1
        ipv6.udpliteerrors | udplite6 | IPv6 UDP Lite Errors |
          events/s | line 6710 detail | ipv6 UDPlite errors | UdpLite6 |
            RcvbufErrors, SndbufErrors*-1, InErrors, NoPorts, InCsumErrors, ?@Udp6InCsumErrors
        ipv6.mcast | multicast6 | IPv6 Multicast Bandwidth |
          kilobits/s | area 6850 detail | multicast bandwidth | Ip6 |
            InMcastOctets=received*8/1000, OutMcastOctets=sent*-8/1000
        ipv6.bcast | broadcast6 | IPv6 Broadcast Bandwidth |
          kilobits/s | area 6840 detail | broadcast bandwidth | Ip6 |
            InBcastOctets=received*8/1000, OutBcastOctets=sent*-8/1000
        ipv6.mcastpkts | multicast6 | IPv6 Multicast Packets |
          packets/s | line 6851 detail | multicast packets | Ip6 |
            InMcastPkts=received, OutMcastPkts=sent*-1
        ipv6.icmp | icmp6 | IPv6 ICMP Messages | messages/s | line 6900 | icmp | Icmp6 |
            InMsgs=received, OutMsgs=sent*-1
        ipv6.icmpredir | icmp6 | IPv6 ICMP Redirects |
          redirects/s | line 6910 | icmp redirects | Icmp6 |
            InRedirects=received, OutRedirects=sent*-1
        ipv6.icmperrors | icmp6 | IPv6 ICMP Errors | errors/s | line 6920 | icmp errors | Icmp6 |
            InErrors, OutErrors*-1, InCsumErrors, InDestUnreachs, InPktTooBigs, InTimeExcds,
            InParmProblems, OutDestUnreachs*-1, OutPktTooBigs*-1, OutTimeExcds*-1, OutParmProblems*-1
        ipv6.icmpechos | icmp6 | IPv6 ICMP Echo | messages/s | line 6930 | icmp echos | Icmp6 |
            InEchos, OutEchos*-1, InEchoReplies, OutEchoReplies*-1
        ipv6.groupmemb | icmp6 | IPv6 ICMP Group Membership |
          messages/s | line 6940 | icmp group membership | Icmp6 |
            InQueries@Icmp6InGroupMembQueries, OutQueries@Icmp6OutGroupMembQueries*-1,
            InResponses@Icmp6InGroupMembResponses, OutResponses@Icmp6OutGroupMembResponses*-1,
            InReductions@Icmp6InGroupMembReductions, OutReductions@Icmp6OutGroupMembReductions*-1
        ipv6.icmprouter | icmp6 | IPv6 Router Messages | messages/s | line 6950 | icmp router | Icmp6 |
            InSolicits@Icmp6InRouterSolicits, OutSolicits@Icmp6OutRouterSolicits*-1,
            InAdvertisements@Icmp6InRouterAdvertisements,
            OutAdvertisements@Icmp6OutRouterAdvertisements*-1
        ipv6.icmpneighbor | icmp6 | IPv6 Neighbor Messages |
          messages/s | line 6960 | icmp neighbor | Icmp6 |
            InSolicits@Icmp6InNeighborSolicits, OutSolicits@Icmp6OutNeighborSolicits*-1,
            InAdvertisements@Icmp6InNeighborAdvertisements,
            OutAdvertisements@Icmp6OutNeighborAdvertisements*-1
        ipv6.icmpmldv2 | icmp6 | IPv6 ICMP MLDv2 Reports | reports/s | line 6970 | icmp mldv2 | Icmp6 |
            InMLDv2Reports=received, OutMLDv2Reports=sent*-1
        ipv6.icmptypes | icmp6 | IPv6 ICMP Types | messages/s | line 6980 | icmp types | Icmp6 |
            InType1, InType128, InType129, InType136, OutType1*-1, OutType128*-1, OutType129*-1,
            OutType133*-1, OutType135*-1, OutType143*-1
        ipv6.ect | packets | IPv6 ECT Packets | packets/s | line 6210 | ect | Ip6 |
            InNoECTPkts, InECT1Pkts, InECT0Pkts, InCEPkts
        """u8;
}
