namespace Edge.Plugins;

/// <summary>What a metric is; the same name with two kinds is two metrics.</summary>
internal enum StatsdKind : byte
{
    Gauge,
    Counter,
    /// <summary>In milliseconds; the wire calls it a timer.</summary>
    Timing,
    Meter,
    Histogram,
    Set,
}
