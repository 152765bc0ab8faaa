namespace Edge.Stream;

/// <summary>
/// Where the sending of a host stands (spec streaming 15.1). What moves it is in brackets:
/// <code>
/// Idle --[first chart]--> Connecting --[connected]--> Handshake --[accepted]--> Streaming
///   \                       ^     |                       |                       |
///    `--[too soon]--> Waiting &lt;----+-------[failed]--------+--------[ended]--------'
///
/// any but Idle --[stop]--> Leaving --[all is sent]--> Idle
/// </code>
/// </summary>
internal enum SenderState : byte
{
    /// <summary>No chart was collected yet, or it was stopped.</summary>
    Idle,

    /// <summary>After an end or a failure: for <c>reconnect delay seconds</c>, and until some destination may
    /// be dialled again.</summary>
    Waiting,

    /// <summary>A round over the destinations is under way.</summary>
    Connecting,

    /// <summary>The request is sent, the answer is not complete.</summary>
    Handshake,
    Streaming,

    /// <summary>Stopped; what is in the outbox still goes.</summary>
    Leaving,
}
