using System.Globalization;
using Edge.Store;

namespace Edge.Plugins;

/// <summary>
/// The chart that a metric has for itself (spec collectors 12.3). Pulse, the host's gate held.
/// </summary>
internal sealed class StatsdPrivateChart
{
    /// <summary>Of timers and histograms, in this order.</summary>
    private static readonly StatsdValue[] s_sampled =
    [
        StatsdValue.Min, StatsdValue.Max, StatsdValue.Average, StatsdValue.Percentile, StatsdValue.Median,
        StatsdValue.Deviation, StatsdValue.Sum,
    ];

    private readonly StatsdMetric _metric;
    private readonly StatsdOptions _options;
    private readonly Chart? _chart;
    private readonly List<StatsdShown> _dimensions = [];

    public StatsdPrivateChart(Host host, StatsdMetric metric, StatsdOptions options, bool isKept)
    {
        (_metric, _options) = (metric, options);
        string kind = StatsdKinds.Word(metric.Kind);
        int dot = metric.Name.IndexOf('.');
        string type = $"statsd_{kind}_{(dot < 0 ? metric.Name : metric.Name[..dot])}";
        _chart = host.Define(new ChartDefinition
        {
            Type = KernelNames.Id(type),
            Id = KernelNames.Id(dot < 0 ? kind : metric.Name[(dot + 1)..]),
            Family = StatsdKinds.Plural(metric.Kind), Context = $"statsd_{kind}.{metric.Name}",
            Title = $"statsd private chart for {kind} {metric.Name}", Units = StatsdKinds.Units(metric.Kind),
            Style = StatsdKinds.Style(metric.Kind), Priority = 90_000, UpdateEvery = options.UpdateEvery,
            Flags = ChartFlags.StoreFirst | (options.PrivateHidden ? ChartFlags.Hidden : ChartFlags.None),
            Plugin = StatsdCharts.Plugin, Module = "private_chart", IsKept = isKept,
            History = options.PrivateHistory,
        });
        if (_chart != null)
        {
            AddDimensions(kind);
        }
    }

    public void Collect(long nowUsec)
    {
        if (_chart == null || (!_metric.IsFresh && _options.Gaps[(int)_metric.Kind]))
        {
            return;
        }

        foreach (StatsdShown shown in _dimensions)
        {
            _chart.Set(shown.Dimension, StatsdDimensions.Of(shown, _options.DecimalDetail), nowUsec);
        }

        _chart.Commit(nowUsec);
    }

    private void AddDimensions(string kind)
    {
        if (StatsdKinds.IsSampled(_metric.Kind))
        {
            string percent = _options.Percentile.ToString("0.0", CultureInfo.InvariantCulture) + "%";
            foreach (StatsdValue value in s_sampled)
            {
                Add(value == StatsdValue.Percentile ? percent : StatsdValueNames.Of(value), null, value);
            }
        }
        else
        {
            Add(kind, _metric.Kind == StatsdKind.Set ? "set size" : null, StatsdValue.Last);
        }

        if (_options.ShowsEvents)
        {
            Add("events", null, StatsdValue.Events);
        }
    }

    private void Add(string id, string? name, StatsdValue value)
    {
        long divisor = StatsdDimensions.IsDecimal(_metric.Kind, value) ? _options.DecimalDetail : 1;
        if (_chart!.Define(id, name, StatsdDimensions.AlgorithmOf(_metric.Kind, value), 1, divisor)
            is { } dimension)
        {
            _dimensions.Add(new StatsdShown(dimension, _metric, value));
        }
    }
}
