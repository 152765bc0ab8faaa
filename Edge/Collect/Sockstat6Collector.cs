namespace Edge.Collect;

/// <summary>/proc/net/sockstat6: IPv6 sockets in use (spec collectors 5.6).</summary>
internal sealed class Sockstat6Collector(Site site)
    : CounterCollector(site, Module, new NamedValues(), Table)
{
    public const string Module = "/proc/net/sockstat6";

    private static ReadOnlySpan<byte> Table() =>
        """
        ipv6.sockstat6_tcp_sockets | tcp6 | IPv6 TCP Sockets |
          sockets | line 6500 | ipv6 TCP sockets | TCP6: |
            #inuse
        ipv6.sockstat6_udp_sockets | udp6 | IPv6 UDP Sockets |
          sockets | line 6600 | ipv6 UDP sockets | UDP6: |
            #inuse
        ipv6.sockstat6_udplite_sockets | udplite6 | IPv6 UDPLITE Sockets |
          sockets | line 6700 | ipv6 UDPLITE sockets | UDPLITE6: |
            #inuse
        ipv6.sockstat6_raw_sockets | raw6 | IPv6 RAW Sockets |
          sockets | line 6800 | ipv6 RAW sockets | RAW6: |
            #inuse
        ipv6.sockstat6_frag_sockets | fragments6 | IPv6 FRAG Sockets |
          fragments | line 6400 | ipv6 FRAG sockets | FRAG6: |
            #inuse
        """u8;
}
