namespace Edge.Stream;

/// <summary>How much a parent asks of a child that can replay (spec stream-caps 12).</summary>
internal sealed record ReplayTerms
{
    /// <summary><c>enable replication</c>.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary><c>seconds to replicate</c>: how far back a host goes that nothing is known of.</summary>
    public int SecondsMax { get; init; } = 86_400;

    /// <summary><c>seconds per replication step</c>: how much one request asks for.</summary>
    public int StepSeconds { get; init; } = 600;

    /// <summary>A chart of which the child keeps rows is asked for not sooner than this after its definition.
    /// A netdata defines a chart in the middle of a collection and answers from another thread: at once, it
    /// tells the new clock with the counters of before, and the next sample is that of two intervals, or of
    /// all that was ever counted. 0: at once.</summary>
    public long SettleUsec { get; init; }
}
