using Edge.Store;

namespace Edge.Plugins;

/// <summary>The kinds of metrics as lines and charts name them (spec collectors 12.2, 12.3).</summary>
internal static class StatsdKinds
{
    public const int Count = 6;

    /// <summary>In the order of <see cref="StatsdKind"/>, which is that of the server's own charts.</summary>
    private static readonly (string Word, string Plural, string Units, ChartStyle Style)[] Rows =
    [
        ("gauge", "gauges", "value", ChartStyle.Line),
        ("counter", "counters", "events/s", ChartStyle.Area),
        ("timer", "timers", "milliseconds", ChartStyle.Area),
        ("meter", "meters", "events/s", ChartStyle.Area),
        ("histogram", "histograms", "value", ChartStyle.Area),
        ("set", "sets", "entries", ChartStyle.Line),
    ];

    public static string Word(StatsdKind kind) => Rows[(int)kind].Word;

    public static string Plural(StatsdKind kind) => Rows[(int)kind].Plural;

    public static string Units(StatsdKind kind) => Rows[(int)kind].Units;

    public static ChartStyle Style(StatsdKind kind) => Rows[(int)kind].Style;

    /// <summary>Shown as what its samples of one interval have in common.</summary>
    public static bool IsSampled(StatsdKind kind) => kind is StatsdKind.Timing or StatsdKind.Histogram;

    /// <summary>The word in a line; null: there is no such kind. No word is a meter.</summary>
    public static StatsdKind? Of(ReadOnlySpan<byte> word) => word switch
    {
        [] or [(byte)'m'] => StatsdKind.Meter,
        [(byte)'g'] => StatsdKind.Gauge,
        [(byte)'c'] or [(byte)'C'] => StatsdKind.Counter,
        [(byte)'h'] => StatsdKind.Histogram,
        [(byte)'s'] => StatsdKind.Set,
        [(byte)'m', (byte)'s'] => StatsdKind.Timing,
        _ => null,
    };
}
