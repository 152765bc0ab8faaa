using System.Diagnostics;

namespace Edge.Sys;

/// <summary>The clocks of the machine. Only Boot and Net read them; everywhere else time is an
/// argument.</summary>
internal static class Clock
{
    public const long UsecPerSecond = 1_000_000;

    /// <summary>Wall clock, microseconds since 1970 (UTC).</summary>
    public static long NowUsec() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>A clock that never jumps, microseconds since some fixed moment.</summary>
    public static long MonotonicUsec() =>
        (long)(Stopwatch.GetTimestamp() * (UsecPerSecond / (double)Stopwatch.Frequency));
}
