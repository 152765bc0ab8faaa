using Edge.Protocol;
using Edge.Store;

namespace Edge.Stream;

/// <summary>One link as it was at one moment: what charts, pages and tables show. Made with the host's gate
/// held, read without it.</summary>
internal readonly struct LinkReading
{
    public required Host Host { get; init; }

    public required LinkRole Role { get; init; }

    /// <summary>Stands for the link from reading to reading; null: there is none.</summary>
    public LinkTally? Tally { get; init; }

    /// <summary>A word; see <see cref="StateNumber"/>.</summary>
    public required string State { get; init; }

    /// <summary>
    /// Receiving: 0 orphan, 1 connected. Sending: the number of its <see cref="SenderState"/>.
    /// </summary>
    public byte StateNumber { get; init; }

    /// <summary>Nothing is wrong with it: the child is connected, or the parent takes what we send.</summary>
    public bool IsUp { get; init; }

    /// <summary>Its host is sent elsewhere already; it only gets rid of its last bytes.</summary>
    public bool IsFormer { get; init; }

    /// <summary>Wall clock; 0: since the start.</summary>
    public long SinceUsec { get; init; }

    /// <summary>Who is at the far end; while nobody is, whom we look for. May be empty.</summary>
    public string Peer { get; init; }

    /// <summary>The number that was agreed; -1: nothing is agreed now.</summary>
    public int Version { get; init; }

    public Capabilities Capabilities { get; init; }

    public bool IsEncrypted { get; init; }

    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    public long SentPerSecond { get; init; }

    public long ReceivedPerSecond { get; init; }

    public int BufferBytes { get; init; }

    public int BufferMax { get; init; }

    public long Connections { get; init; }

    public long Reconnects { get; init; }

    public long Updates { get; init; }

    public long LostBlocks { get; init; }

    public long LostSamples { get; init; }

    public long LostBytes { get; init; }

    public string? LastError { get; init; }

    public long LastErrorUsec { get; init; }

    public static LinkReading OfLocal(Host host) => new()
    {
        Host = host, Role = LinkRole.Local, State = "collecting", IsUp = true, Peer = "", Version = -1,
    };

    /// <summary>A host that an archive brought back and no child has come for.</summary>
    public static LinkReading OfOrphan(Host host) => new()
    {
        Host = host, Role = LinkRole.Receiving, State = "orphan", Peer = "", Version = -1,
    };

    public static LinkReading Of(Host host, Sender sender)
    {
        LinkTally tally = sender.Tally;
        return Filled(tally) with
        {
            Host = host,
            Role = LinkRole.Sending,
            State = NameOf(sender.State),
            StateNumber = (byte)sender.State,
            IsUp = sender.IsStreaming,
            SinceUsec = sender.SinceUsec,
            Peer = sender.Where,
            Version = sender.IsStreaming ? sender.Version : -1,
            Capabilities = sender.IsStreaming ? sender.Capabilities : Capabilities.None,
            Updates = tally.Updates,
        };
    }

    public static LinkReading Of(ReceivedHost received)
    {
        LinkTally tally = received.Tally;
        Receiver? receiver = received.Reception?.Receiver;
        bool isUp = received.Reception != null;
        return Filled(tally) with
        {
            Host = received.Host,
            Role = LinkRole.Receiving,
            State = isUp ? "connected" : "orphan",
            StateNumber = isUp ? (byte)1 : (byte)0,
            IsUp = isUp,
            SinceUsec = tally.ChangedUsec,
            Peer = received.Reception?.From ?? received.LastFrom,
            Version = receiver?.Version ?? -1,
            Capabilities = receiver?.Capabilities ?? Capabilities.None,
            Updates = tally.Updates + (receiver?.Updates ?? 0),
        };
    }

    private static string NameOf(SenderState state) => state switch
    {
        SenderState.Idle => "idle",
        SenderState.Waiting => "waiting",
        SenderState.Connecting => "connecting",
        SenderState.Handshake => "handshake",
        SenderState.Streaming => "streaming",
        _ => "leaving",
    };

    private static LinkReading Filled(LinkTally tally) => new()
    {
        Host = null!,
        Role = LinkRole.Local,
        State = "",
        Peer = "",
        Tally = tally,
        IsEncrypted = tally.IsEncrypted,
        BytesSent = tally.BytesSent,
        BytesReceived = tally.BytesReceived,
        SentPerSecond = tally.SentPerSecond,
        ReceivedPerSecond = tally.ReceivedPerSecond,
        BufferBytes = tally.BufferBytes,
        BufferMax = tally.BufferMax,
        Connections = tally.Connections,
        Reconnects = tally.Reconnects,
        LostBlocks = tally.LostBlocks,
        LostSamples = tally.LostSamples,
        LostBytes = tally.LostBytes,
        LastError = tally.LastError,
        LastErrorUsec = tally.LastErrorUsec,
    };
}
