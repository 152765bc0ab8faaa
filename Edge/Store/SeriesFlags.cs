namespace Edge.Store;

/// <summary>State bits of a chart's clock.</summary>
[Flags]
internal enum SeriesFlags
{
    None = 0,

    /// <summary>The next collection ignores the declared microseconds (spec database 3.2 rule 0).</summary>
    SyncClock = 1,
    StoreFirst = 2,

    /// <summary>Memory mode none: nothing is computed.</summary>
    PassOnly = 4,

    /// <summary>
    /// All dimensions have been collected twice, are live, and are absolute or incremental.
    /// </summary>
    Plain = 8,

    /// <summary>Not every multiplier and divisor is 1.</summary>
    Scaled = 16,

    /// <summary>Every dimension is incremental.</summary>
    AllIncremental = 32,

    /// <summary>Something was SET and waits for its END.</summary>
    Pending = 64,

    /// <summary>The collection before took the fast path, which does not keep the sum of the row.</summary>
    WasFast = 128,

    /// <summary>The peer's microseconds are taken as they are, whatever the wall clock says (spec stream-caps
    /// 10).</summary>
    Trusted = 256,

    /// <summary>The ring is a file's: <see cref="ChartClock.Pen"/> says how far it is written.</summary>
    Mapped = 512,

    /// <summary>There is memory for what a round sets (<see cref="RoundLayout"/>).</summary>
    HasRound = 1024,
}
