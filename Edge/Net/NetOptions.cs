namespace Edge.Net;

/// <summary>Sizes and limits of sockets.</summary>
internal sealed record NetOptions
{
    /// <summary>First size of a receive buffer.</summary>
    public int ReceiveBytesMin { get; init; } = 4096;

    /// <summary>Last size: 16 to 64 KiB gained 15 % in a flood, more than that only another 10 %.</summary>
    public int ReceiveBytesMax { get; init; } = 64 * 1024;

    /// <summary>
    /// Reads of one connection in a row; 8 x 64 KiB are some 17,000 samples, which amortise any yield.
    /// </summary>
    public int ReadsInARow { get; init; } = 8;

    /// <summary>First size of an outbox; it takes no memory while the kernel takes everything.</summary>
    public int OutboxBytesMin { get; init; } = 4096;

    /// <summary>What <see cref="IConnection.OutboxMax"/> starts with.</summary>
    public int OutboxBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Option <c>listen backlog</c>.</summary>
    public int Backlog { get; init; } = 4096;

    /// <summary>Option <c>default port</c>.</summary>
    public string DefaultPort { get; init; } = "19999";

    /// <summary>Option <c>web server max sockets</c>; 0: a quarter of the process's limit.</summary>
    public int SocketsMax { get; init; }

    /// <summary>Threads of the socket engine.</summary>
    public int WireThreads { get; init; } = 1;

    /// <summary>Throws when a value makes no sense; called by the set of connections.</summary>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ReceiveBytesMin, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReceiveBytesMax, ReceiveBytesMin);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadsInARow, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutboxBytesMin, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutboxBytesMax, OutboxBytesMin);
        ArgumentOutOfRangeException.ThrowIfLessThan(WireThreads, 1);
    }
}
