using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/net/sockstat: IPv4 sockets in use, and the kernel's limits for TCP (spec collectors 5.5).
/// </summary>
internal sealed class SockstatCollector : ICollector
{
    public const string Module = "/proc/net/sockstat";

    private const string Section = "plugin:proc:/proc/net/sockstat";
    private const int SocketsUsed = 0;
    private const int TcpInuse = 1;
    private const int TcpOrphan = 2;
    private const int TcpTimewait = 3;
    private const int TcpAlloc = 4;
    private const int TcpMem = 5;
    private const int UdpInuse = 6;
    private const int UdpMem = 7;
    private const int UdpliteInuse = 8;
    private const int RawInuse = 9;
    private const int FragInuse = 10;
    private const int FragMemory = 11;

    private readonly Site _site;
    private readonly Source _source;
    private readonly long[] _values = new long[FragMemory + 1];
    private readonly DemandChart _sockets;
    private readonly DemandChart _tcp;
    private readonly DemandChart _tcpMem;
    private readonly DemandChart _udp;
    private readonly DemandChart _udpMem;
    private readonly DemandChart _udplite;
    private readonly DemandChart _raw;
    private readonly DemandChart _frag;
    private readonly DemandChart _fragMem;
    private readonly TcpLimits _limits;

    public SockstatCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, "/proc/net/sockstat"));
        _limits = new TcpLimits(site, site.Settings.Number(Section, "update constants every", 60));
        var page = new DimensionDefinition("mem", Algorithm.Absolute, Environment.SystemPageSize, 1024);
        _sockets = Sockets("ipv4 sockets", "sockets", "sockets", "IPv4 Sockets Used", 5100, Absolute("used"));
        _tcp = Sockets("ipv4 TCP sockets", "tcp_sockets", "tcp", "IPv4 TCP Sockets", 5201,
            Absolute("alloc"), Absolute("orphan"), Absolute("inuse"), Absolute("timewait"));
        _tcpMem = Memory("ipv4 TCP memory", "tcp_mem", "tcp", "IPv4 TCP Sockets Memory", 5290, page);
        _udp = Sockets("ipv4 UDP sockets", "udp_sockets", "udp", "IPv4 UDP Sockets", 5300, Absolute("inuse"));
        _udpMem = Memory("ipv4 UDP memory", "udp_mem", "udp", "IPv4 UDP Sockets Memory", 5390, page);
        _udplite = Sockets("ipv4 UDPLITE sockets", "udplite_sockets", "udplite", "IPv4 UDPLITE Sockets", 5400,
            Absolute("inuse"));
        _raw = Sockets("ipv4 RAW sockets", "raw_sockets", "raw", "IPv4 RAW Sockets", 5450, Absolute("inuse"));
        _frag = Chart("ipv4 FRAG sockets", "frag_sockets", "fragments", "IPv4 FRAG Sockets", 5460,
            "fragments", ChartStyle.Line, Absolute("inuse"));
        _fragMem = Memory("ipv4 FRAG memory", "frag_mem", "fragments", "IPv4 FRAG Sockets Memory", 5470,
            new DimensionDefinition("mem", Algorithm.Absolute, 1, 1024));
    }

    public string? Collect(long nowUsec)
    {
        _limits.Refresh(nowUsec);
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        if (!Parse(text))
        {
            return null;
        }

        long[] v = _values;
        _sockets.Collect([v[SocketsUsed]], nowUsec);
        _tcp.Collect([v[TcpAlloc], v[TcpOrphan], v[TcpInuse], v[TcpTimewait]], nowUsec);
        _tcpMem.Collect([v[TcpMem]], nowUsec);
        _udp.Collect([v[UdpInuse]], nowUsec);
        _udpMem.Collect([v[UdpMem]], nowUsec);
        _udplite.Collect([v[UdpliteInuse]], nowUsec);
        _raw.Collect([v[RawInuse]], nowUsec);
        _frag.Collect([v[FragInuse]], nowUsec);
        _fragMem.Collect([v[FragMemory]], nowUsec);
        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>KEY: name value name value ... False: not one line that is known.</summary>
    private bool Parse(ReadOnlySpan<byte> text)
    {
        bool any = false;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Colon);
            ReadOnlySpan<byte> key = words.Next();
            for (ReadOnlySpan<byte> name = words.Next(); !name.IsEmpty; name = words.Next())
            {
                int slot = SlotOf(key, name);
                long value = (long)words.Number();
                if (slot >= 0)
                {
                    _values[slot] = value;
                    any = true;
                }
            }
        }

        return any;
    }

    private static int SlotOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name)
    {
        if (key.SequenceEqual("TCP"u8))
        {
            return name.SequenceEqual("inuse"u8) ? TcpInuse
                : name.SequenceEqual("orphan"u8) ? TcpOrphan
                : name.SequenceEqual("tw"u8) ? TcpTimewait
                : name.SequenceEqual("alloc"u8) ? TcpAlloc
                : name.SequenceEqual("mem"u8) ? TcpMem : -1;
        }

        if (name.SequenceEqual("inuse"u8))
        {
            return key.SequenceEqual("UDP"u8) ? UdpInuse
                : key.SequenceEqual("UDPLITE"u8) ? UdpliteInuse
                : key.SequenceEqual("RAW"u8) ? RawInuse
                : key.SequenceEqual("FRAG"u8) ? FragInuse : -1;
        }

        return key.SequenceEqual("sockets"u8) && name.SequenceEqual("used"u8) ? SocketsUsed
            : key.SequenceEqual("UDP"u8) && name.SequenceEqual("mem"u8) ? UdpMem
            : key.SequenceEqual("FRAG"u8) && name.SequenceEqual("memory"u8) ? FragMemory : -1;
    }

    private static DimensionDefinition Absolute(string id) => new(id, Algorithm.Absolute);

    private DemandChart Sockets(
        string option, string id, string family, string title, int priority,
        params DimensionDefinition[] dimensions) =>
        Chart(option, id, family, title, priority, "sockets", ChartStyle.Line, dimensions);

    private DemandChart Memory(
        string option, string id, string family, string title, int priority, DimensionDefinition dimension) =>
        Chart(option, id, family, title, priority, "KiB", ChartStyle.Area, dimension);

    private DemandChart Chart(string option, string id, string family, string title, int priority,
        string units, ChartStyle style, params DimensionDefinition[] dimensions) =>
        new(_site, _site.Settings.OnDemand(Section, option, OnDemand.Auto), new ChartDefinition
        {
            Type = "ipv4", Id = $"sockstat_{id}", Family = family, Title = title, Units = units,
            Style = style,
            Priority = priority, Module = Module,
        }, dimensions);
}
