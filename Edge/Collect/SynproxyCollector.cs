namespace Edge.Collect;

/// <summary>
/// /proc/net/stat/synproxy: connections that the packet filter opens in place of servers (spec collectors
/// 5.13). Any value that is not zero shows all charts.
/// </summary>
internal sealed class SynproxyCollector(Site site)
    : CounterCollector(site, Module, new HexColumns(Columns, isFirstShared: false), Table)
{
    public const string Module = "/proc/net/stat/synproxy";

    private const int Columns = 6;

    private static ReadOnlySpan<byte> Table() =>
        """
        +entries, received, invalid, valid, retransmits, reopened
        netfilter.synproxy_entries | synproxy | SYNPROXY Entries Used |
          entries | line 8754 | SYNPROXY entries | |
            #entries, ?received, ?invalid, ?valid, ?retransmits, ?reopened
        netfilter.synproxy_syn_received | synproxy | SYNPROXY SYN Packets received |
          packets/s | line 8751 | SYNPROXY SYN received | |
            received, ?entries, ?invalid, ?valid, ?retransmits, ?reopened
        netfilter.synproxy_conn_reopened | synproxy | SYNPROXY Connections Reopened |
          connections/s | line 8753 | SYNPROXY connections reopened | |
            reopened, ?entries, ?received, ?invalid, ?valid, ?retransmits
        netfilter.synproxy_cookies | synproxy | SYNPROXY TCP Cookies |
          cookies/s | line 8752 | SYNPROXY cookies | |
            valid, invalid*-1, retransmits, ?entries, ?received, ?reopened
        """u8;
}
