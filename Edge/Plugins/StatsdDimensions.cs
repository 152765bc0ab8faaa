using Edge.Store;

namespace Edge.Plugins;

/// <summary>
/// What of a metric a dimension shows, as a collected integer (spec collectors 12.3, 12.4).
/// </summary>
internal static class StatsdDimensions
{
    /// <summary>Of what is one value in every interval, and may be a fraction.</summary>
    public static bool IsDecimal(StatsdKind kind, StatsdValue value) =>
        value != StatsdValue.Events && (kind == StatsdKind.Gauge || StatsdKinds.IsSampled(kind));

    public static Algorithm AlgorithmOf(StatsdKind kind, StatsdValue value) =>
        value == StatsdValue.Events || kind is StatsdKind.Counter or StatsdKind.Meter
            ? Algorithm.Incremental
            : Algorithm.Absolute;

    /// <param name="shown">As of the last flush; of a timer or histogram <see cref="StatsdValue.Last"/> is
    /// the
    /// average.</param>
    /// <param name="detail">Fractions are shown in so many parts of one.</param>
    public static long Of(StatsdShown shown, long detail)
    {
        (StatsdMetric metric, StatsdValue value) = (shown.Metric, shown.Value);
        if (value == StatsdValue.Events)
        {
            return metric.Events;
        }

        if (!StatsdKinds.IsSampled(metric.Kind))
        {
            return metric.Kind == StatsdKind.Gauge ? (long)(metric.Gauge * detail) : metric.Total;
        }

        StatsdSummary summary = metric.Summary;
        double number = value switch
        {
            StatsdValue.Min => summary.Min,
            StatsdValue.Max => summary.Max,
            StatsdValue.Sum => summary.Sum,
            StatsdValue.Percentile => summary.Percentile,
            StatsdValue.Median => summary.Median,
            StatsdValue.Deviation => summary.Deviation,
            _ => summary.Average,
        };
        return (long)Math.Round(number * detail);
    }
}
