namespace Edge.Net;

/// <summary>What a session sees of its connection. Any thread.</summary>
internal interface IConnection
{
    Peer Peer { get; }

    Access Access { get; }

    /// <summary>TLS below; always false for plain ports.</summary>
    bool IsEncrypted { get; }

    /// <summary>
    /// What the port asks of clients that are not encrypted: optional, they are as welcome as others;
    /// default, their streams are; force, neither pages nor streams are for them (spec tls 3.1).
    /// </summary>
    TlsDemand PlainDemand => TlsDemand.Optional;

    /// <summary>What went wrong with an encrypted connection, as OpenSSL words it where it can; null: nothing
    /// did, or it is plain.</summary>
    string? TlsError => null;

    /// <summary>Bytes accepted by <see cref="TrySend"/> that the kernel has not taken yet.</summary>
    int OutboxBytes { get; }

    long BytesSent { get; }

    long BytesReceived { get; }

    /// <summary>Number of successful sends.</summary>
    long Sends { get; }

    /// <summary>
    /// Wall clock, microseconds; the time of opening as long as nothing was sent or received.
    /// </summary>
    long LastSentUsec { get; }

    long LastReceivedUsec { get; }

    /// <summary>
    /// Queues all or nothing and sends at once what the socket takes, in the caller's thread; the rest goes
    /// when the peer reads. False: closed, or the outbox (see <see cref="OutboxMax"/>) has no room; nothing
    /// was queued.
    /// </summary>
    bool TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>Most bytes the outbox holds. A session may set it when it takes over.</summary>
    int OutboxMax { get; set; }

    /// <summary>Hands the connection over. To be called from within Consume only.</summary>
    void Switch(ISession next);

    /// <summary>Closes when the outbox is empty; nothing is read any more.</summary>
    void Finish(CloseReason reason = CloseReason.Done);

    /// <summary>
    /// Closes now; what is in the outbox is lost. The session's Closed follows, also when called from it.
    /// </summary>
    void Abort(CloseReason reason);
}
