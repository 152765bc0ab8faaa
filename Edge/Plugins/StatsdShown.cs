using Edge.Store;

namespace Edge.Plugins;

/// <summary>A dimension and what it shows.</summary>
internal sealed class StatsdShown(Dimension dimension, StatsdMetric metric, StatsdValue value)
{
    public Dimension Dimension { get; } = dimension;

    public StatsdMetric Metric { get; } = metric;

    public StatsdValue Value { get; } = value;
}
