using Edge.Store;

namespace Edge.Plugins;

/// <summary>The kinds of metrics as lines and charts name them (spec collectors 12.2, 12.3).</summary>
internal static class StatsdKinds
{
    public const int Count = 6;

    public static string Word(StatsdKind kind) => kind switch
    {
        StatsdKind.Gauge => "gauge",
        StatsdKind.Counter => "counter",
        StatsdKind.Timing => "timer",
        StatsdKind.Meter => "meter",
        StatsdKind.Histogram => "histogram",
        _ => "set",
    };

    public static string Plural(StatsdKind kind) => Word(kind) + "s";

    public static string Units(StatsdKind kind) => kind switch
    {
        StatsdKind.Counter or StatsdKind.Meter => "events/s",
        StatsdKind.Timing => "milliseconds",
        StatsdKind.Set => "entries",
        _ => "value",
    };

    public static ChartStyle Style(StatsdKind kind) =>
        kind is StatsdKind.Gauge or StatsdKind.Set ? ChartStyle.Line : ChartStyle.Area;

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
