using Edge.Store;

namespace Edge.Stream;

/// <summary>The charts of one link, <c>edge.send_..._HOST</c> or <c>edge.receive_..._HOST</c>; contexts are
/// the same without the host, so that one alarm template fits all. The local host's gate is held.</summary>
internal sealed class StreamMonitorLink
{
    private readonly Host _local;
    private readonly string _role;
    private readonly string _host;
    private readonly FixedChart _state;
    private readonly FixedChart _traffic;
    private readonly FixedChart _updates;
    private readonly FixedChart _reconnects;
    private readonly FixedChart? _buffer;
    private readonly FixedChart? _lost;

    /// <param name="local">Whose charts they are.</param>
    /// <param name="tally">Of the link.</param>
    /// <param name="role">Receiving or sending.</param>
    /// <param name="name">Unique among the live links.</param>
    /// <param name="host">As it stands in chart ids.</param>
    public StreamMonitorLink(Host local, LinkTally tally, LinkRole role, string name, string host)
    {
        _local = local;
        _role = role == LinkRole.Sending ? "send" : "receive";
        _host = host;
        Tally = tally;
        Name = name;
        string who = role == LinkRole.Sending ? $"Sending {host}" : $"Receiving {host}";
        _state = Define("state", $"{who}: State", "state", ChartStyle.Line, 0,
            ("state", Algorithm.Absolute, 1, 1));
        _traffic = Define("traffic", $"{who}: Traffic", "kilobits/s", ChartStyle.Area, 1,
            ("received", Algorithm.Incremental, 8, 1000), ("sent", Algorithm.Incremental, -8, 1000));
        _updates = Define("updates", $"{who}: Chart Updates", "updates/s", ChartStyle.Line, 2,
            ("updates", Algorithm.Incremental, 1, 1));
        _reconnects = Define("reconnects", $"{who}: Reconnects", "reconnects", ChartStyle.Line, 3,
            ("reconnects", Algorithm.Absolute, 1, 1));
        if (role == LinkRole.Sending)
        {
            _buffer = Define("buffer", $"{who}: Buffer Use", "percentage", ChartStyle.Area, 4,
                ("used", Algorithm.Absolute, 1, 100));
            _lost = Define("lost", $"{who}: Not Sent When Collected", "samples/s", ChartStyle.Line, 5,
                ("samples", Algorithm.Incremental, 1, 1), ("updates", Algorithm.Incremental, 1, 1));
        }
    }

    public LinkTally Tally { get; }

    public string Name { get; }

    /// <summary>The last one in which the link was seen.</summary>
    public long Round { get; set; }

    public void Collect(in LinkReading reading, long nowUsec)
    {
        _state.Collect(nowUsec, reading.StateNumber);
        _traffic.Collect(nowUsec, reading.BytesReceived, reading.BytesSent);
        _updates.Collect(nowUsec, reading.Updates);
        _reconnects.Collect(nowUsec, reading.Reconnects);
        _buffer?.Collect(nowUsec, reading.BufferBytes * 10_000L / Math.Max(1, reading.BufferMax));
        _lost?.Collect(nowUsec, reading.LostSamples, reading.LostBlocks);
    }

    public void Retire()
    {
        _state.Retire();
        _traffic.Retire();
        _updates.Retire();
        _reconnects.Retire();
        _buffer?.Retire();
        _lost?.Retire();
    }

    private FixedChart Define(string what, string title, string units, ChartStyle style, int place,
        params ReadOnlySpan<(string Id, Algorithm Algorithm, long Multiplier, long Divisor)> dimensions) =>
        new(_local, new ChartDefinition
        {
            Type = "edge",
            Id = $"{_role}_{what}_{_host}",
            Context = $"edge.{_role}_{what}",
            Family = StreamMonitor.Family,
            Title = title,
            Units = units,
            Style = style,
            Priority = 135_001 + place,
            Plugin = StreamMonitor.Plugin,
            Module = StreamMonitor.Module,
        }, dimensions);
}
