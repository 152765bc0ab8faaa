namespace Edge.Plugins;

/// <summary>What of a metric is shown.</summary>
internal enum StatsdValue : byte
{
    Last,
    Events,
    Min,
    Max,
    Sum,
    Average,
    Percentile,
    Median,
    Deviation,
}
