namespace Edge.Http;

/// <summary>
/// Where the room's maxima come from: the reference's own (spec streaming 3, api 9.1) unless said otherwise.
/// </summary>
internal static class Limits
{
    /// <summary>A request that is longer, or still incomplete at this size, is refused.</summary>
    public const int RequestBytesMax = 16384;

    /// <summary>Decoded target; what is longer is cut.</summary>
    public const int TargetBytesMax = 8192;

    /// <summary>A request is to be complete after so many reads.</summary>
    public const int ReadsMax = 10;

    /// <summary>
    /// Unsent bytes of earlier answers at which a keep-alive client that goes on asking without reading is
    /// cut; ours: the largest answers, all charts of a parent, are a few MiB.
    /// </summary>
    public const int UnsentBytesMax = 16 * 1024 * 1024;

    /// <summary>
    /// Up to here head and body are joined and sent at once: a copy of 64 KiB costs 3 us, a system call and a
    /// client that wakes up for a head alone more.
    /// </summary>
    public const int JoinedBytesMax = 64 * 1024;

    /// <summary>
    /// A response buffer that has grown beyond this is not kept for the next answer; ours. An hour of ten
    /// dimensions has 350 kB: new each time, it cost two collections of garbage, some ninety page faults and
    /// a third of the answer's time.
    /// </summary>
    public const int KeptBytesMax = 1024 * 1024;
}
