using Edge.Store;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>The server's charts about itself (spec collectors 12.5), and one of ours of what was lost.
/// Pulse, the host's gate held.</summary>
internal sealed class StatsdOwnCharts
{
    private const string Module = "stats";
    private readonly FixedChart _metrics;
    private readonly FixedChart _useful;
    private readonly FixedChart _events;
    private readonly FixedChart _reads;
    private readonly FixedChart _bytes;
    private readonly FixedChart _packets;
    private readonly FixedChart _connects;
    private readonly FixedChart _connected;
    private readonly FixedChart _privateCharts;
    private readonly FixedChart _lost;
    private readonly FixedChart _charting;
    private readonly FixedChart _collector;

    // What was taken under the server's gate.
    private readonly long[] _counts = new long[StatsdKinds.Count];
    private readonly long[] _usefulCounts = new long[StatsdKinds.Count];
    private readonly long[] _eventCounts = new long[StatsdKinds.Count + 2];
    private long _tcpReads;
    private long _udpReads;
    private long _tcpBytes;
    private long _udpBytes;
    private long _tcpPackets;
    private long _udpPackets;
    private long _connectCount;
    private long _disconnectCount;
    private long _charts;
    private long _dropped;
    private long _refused;
    private long _userUsec;
    private long _systemUsec;
    private long _chartingUserUsec;
    private long _chartingSystemUsec;

    public StatsdOwnCharts(Host host, StatsdOptions options)
    {
        (string, Algorithm, long, long)[] absolute = Kinds(Algorithm.Absolute);
        _metrics = Make("statsd_metrics", "Metrics in the netdata statsd database", "metrics",
            132_010, absolute);
        _useful = Make("statsd_useful_metrics", "Useful metrics in the netdata statsd database", "metrics",
            132_010, absolute);
        _events = Make("statsd_events", "Events processed by the netdata statsd server", "events/s", 132_011,
            [.. Kinds(Algorithm.Incremental), Rate("unknown"), Rate("errors")]);
        _reads = Make("statsd_reads", "Read operations made by the netdata statsd server", "reads/s", 132_012,
            [Rate("tcp"), Rate("udp")]);
        _bytes = Make("statsd_bytes", "Bytes read by the netdata statsd server", "kilobits/s", 132_013,
            [Rate("tcp", 8, 1000), Rate("udp", 8, 1000)]);
        _packets = Make("statsd_packets", "Network packets processed by the netdata statsd server",
            "packets/s", 132_014, [Rate("tcp"), Rate("udp")]);
        _connects = Make("tcp_connects", "statsd server TCP connects and disconnects", "events", 132_015,
            [Rate("connects"), Rate("disconnects", -1)], ChartStyle.Line);
        _connected = Make("tcp_connected", "statsd server TCP connected sockets", "sockets", 132_016,
            [("connected", Algorithm.Absolute, 1, 1)], ChartStyle.Line);
        _privateCharts = Make("private_charts", "Private metric charts created by the netdata statsd server",
            "charts", 132_020, [("charts", Algorithm.Absolute, 1, 1)], ChartStyle.Area);
        _lost = Make("statsd_lost", "Lost by the statsd server", "events/s", 132_021,
            [Rate("datagrams"), Rate("refused")]);
        _charting = Make("plugin_statsd_charting_cpu", "NetData statsd charting thread CPU usage",
            "milliseconds/s", 132_001, [Rate("user", 1, 1000), Rate("system", 1, 1000)], ChartStyle.Stacked,
            "netdata.statsd_cpu");
        _collector = Make("plugin_statsd_collector1_cpu", "NetData statsd collector thread No 1 CPU usage",
            "milliseconds/s", 132_002, [Rate("user", 1, 1000), Rate("system", 1, 1000)], ChartStyle.Stacked,
            "netdata.statsd_cpu");

        FixedChart Make(string id, string title, string units, int priority,
            (string Id, Algorithm Algorithm, long Multiplier, long Divisor)[] dimensions,
            ChartStyle style = ChartStyle.Stacked, string? context = null) =>
            new(host, new ChartDefinition
            {
                Type = "netdata", Id = id, Family = "statsd", Context = context, Title = title, Units = units,
                Priority = priority, Style = style, Plugin = StatsdCharts.Plugin, Module = Module,
                UpdateEvery = options.UpdateEvery,
            }, dimensions);
    }

    /// <summary>Under the server's gate.</summary>
    public void Take(StatsdMetrics metrics, int[] useful, int privateCharts, long dropped)
    {
        StatsdTally tally = metrics.Tally;
        for (int i = 0; i < StatsdKinds.Count; i++)
        {
            _counts[i] = metrics.CountOf((StatsdKind)i);
            _usefulCounts[i] = useful[i];
            _eventCounts[i] = tally.Events[i];
        }

        (_eventCounts[^2], _eventCounts[^1]) = (tally.Unknown, tally.Errors);
        (_tcpReads, _udpReads) = (tally.TcpReads, tally.UdpReads);
        (_tcpBytes, _udpBytes) = (tally.TcpBytes, tally.UdpBytes);
        (_tcpPackets, _udpPackets) = (tally.TcpPackets, tally.UdpPackets);
        (_connectCount, _disconnectCount) = (tally.Connects, tally.Disconnects);
        (_userUsec, _systemUsec) = (tally.UserUsec, tally.SystemUsec);
        (_refused, _dropped, _charts) = (tally.Refused, dropped, privateCharts);
    }

    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="userUsec">Of this thread, before the flush.</param>
    /// <param name="systemUsec">The same in the kernel.</param>
    public void Collect(long nowUsec, long userUsec, long systemUsec)
    {
        _metrics.Collect(nowUsec, _counts);
        _useful.Collect(nowUsec, _usefulCounts);
        _events.Collect(nowUsec, _eventCounts);
        _reads.Collect(nowUsec, _tcpReads, _udpReads);
        _bytes.Collect(nowUsec, _tcpBytes, _udpBytes);
        _packets.Collect(nowUsec, _tcpPackets, _udpPackets);
        _connects.Collect(nowUsec, _connectCount, _disconnectCount);
        _connected.Collect(nowUsec, _connectCount - _disconnectCount);
        _privateCharts.Collect(nowUsec, _charts);
        _lost.Collect(nowUsec, _dropped, _refused);
        CpuUsage.OfThread(out long user, out long system);
        _chartingUserUsec += user - userUsec;
        _chartingSystemUsec += system - systemUsec;
        _charting.Collect(nowUsec, _chartingUserUsec, _chartingSystemUsec);
        _collector.Collect(nowUsec, _userUsec, _systemUsec);
    }

    private static (string Id, Algorithm Algorithm, long Multiplier, long Divisor) Rate(
        string id, long multiplier = 1, long divisor = 1) => (id, Algorithm.Incremental, multiplier, divisor);

    private static (string Id, Algorithm Algorithm, long Multiplier, long Divisor)[] Kinds(
        Algorithm algorithm)
    {
        var kinds = new (string, Algorithm, long, long)[StatsdKinds.Count];
        for (int i = 0; i < kinds.Length; i++)
        {
            kinds[i] = (StatsdKinds.Plural((StatsdKind)i), algorithm, 1, 1);
        }

        return kinds;
    }
}
