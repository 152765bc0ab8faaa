namespace Edge.Net;

/// <summary>
/// Why a connection ended; the first reason wins. What rooms log and do for each is their own table.
/// </summary>
internal enum CloseReason : byte
{
    /// <summary>Still open.</summary>
    None,

    /// <summary>The session asked for it, after everything was sent.</summary>
    Done,

    /// <summary>End of file from the peer.</summary>
    ByPeer,
    ReadFailed,
    SendFailed,

    /// <summary>Nothing could be sent for the time allowed.</summary>
    SendTimeout,

    /// <summary>The peer was silent for the time allowed.</summary>
    IdleTimeout,

    /// <summary>What had to be sent did not fit into the outbox.</summary>
    OutboxFull,

    /// <summary>The peer broke the protocol.</summary>
    Refused,

    /// <summary>The node stops, or the session was replaced by another.</summary>
    Stopped,

    /// <summary>An invariant failed; the log has <c>BUG</c>.</summary>
    Bug,
}
