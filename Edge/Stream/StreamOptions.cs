namespace Edge.Stream;

/// <summary>Section <c>[stream]</c> of stream.conf with the defaults of spec streaming 15.5: valid for all
/// hosts.</summary>
internal sealed record StreamOptions
{
    /// <summary>Where the local host goes, and what received hosts inherit (spec streaming 17).</summary>
    public SendTarget Target { get; init; } = SendTarget.Off;

    /// <summary>Connecting, answering, and sending each may take this long.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    public int DefaultPort { get; init; } = 19999;

    /// <summary>Most that waits for a slow parent, per connection.</summary>
    public int BufferSizeBytes { get; init; } = 1_048_576;

    /// <summary>Shortest pause after every end of a connection and every failed round, give or take a fifth
    /// (<see cref="Jitter"/>); a parent that refuses is left alone for longer (<see
    /// cref="Backoff"/>).</summary>
    public int ReconnectDelaySeconds { get; init; } = 5;

    /// <summary>Collections of a chart that the parent puts at its own time after each definition.</summary>
    public int ResyncIterations { get; init; } = 60;

    /// <summary>The <c>ver</c> of the request: the highest protocol version, or a capability mask above
    /// 63.</summary>
    public int Offer { get; init; } = 3;

    /// <summary><c>[global] update every</c> of this node, which the request tells for every host.
    /// Seconds.</summary>
    public int UpdateEvery { get; init; } = 1;
}
