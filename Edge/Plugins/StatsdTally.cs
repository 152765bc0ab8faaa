namespace Edge.Plugins;

/// <summary>What the server counts about itself, since its start. Guarded by the server's gate.</summary>
internal sealed class StatsdTally
{
    /// <summary>By <see cref="StatsdKind"/>: lines that made sense.</summary>
    public long[] Events { get; } = new long[StatsdKinds.Count];

    /// <summary>Lines with a type that there is not.</summary>
    public long Unknown { get; set; }

    /// <summary>
    /// Lines that were cut by the end of their connection, or are longer than a line may be.
    /// </summary>
    public long Errors { get; set; }

    /// <summary>Lines that a limit kept out.</summary>
    public long Refused { get; set; }

    public long TcpReads { get; set; }

    public long TcpBytes { get; set; }

    public long TcpPackets { get; set; }

    public long Connects { get; set; }

    public long Disconnects { get; set; }

    public long UdpReads { get; set; }

    public long UdpBytes { get; set; }

    public long UdpPackets { get; set; }

    /// <summary>CPU of the thread that reads, in microseconds.</summary>
    public long UserUsec { get; set; }

    public long SystemUsec { get; set; }
}
