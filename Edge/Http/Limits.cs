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
    /// Up to here head and body are joined and sent at once: a copy of 16 KiB costs 1 us, a system call more.
    /// </summary>
    public const int JoinedBytesMax = 16 * 1024;

    /// <summary>
    /// A response buffer that has grown beyond this is not kept for the next answer; ours. The hour of ten
    /// dimensions, 3,600 rows of json, is 300 to 500 KiB: whoever asks for it again and again makes no
    /// garbage.
    /// </summary>
    public const int KeptBytesMax = 1 << 20;
}
