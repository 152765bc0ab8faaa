using System.Globalization;
using Edge.Store;

namespace Edge.Plugins;

/// <summary>
/// The chart that a metric has for itself (spec collectors 12.3). Pulse, the host's gate held.
/// </summary>
internal sealed class StatsdPrivateChart
{
    private static readonly (StatsdValue Value, string Id)[] SampledRows =
    [
        (StatsdValue.Min, "min"), (StatsdValue.Max, "max"), (StatsdValue.Average, "average"),
        (StatsdValue.Percentile, ""), (StatsdValue.Median, "median"), (StatsdValue.Deviation, "stddev"),
        (StatsdValue.Sum, "sum"),
    ];

    private readonly StatsdMetric _metric;
    private readonly StatsdOptions _options;
    private readonly Chart? _chart;
    private readonly List<(Dimension Dimension, StatsdValue Value)> _dimensions = [];

    public StatsdPrivateChart(Host host, StatsdMetric metric, StatsdOptions options, bool isKept)
    {
        (_metric, _options) = (metric, options);
        string kind = StatsdKinds.Word(metric.Kind);
        int dot = metric.Name.IndexOf('.');
        string type = $"statsd_{kind}_{(dot < 0 ? metric.Name : metric.Name[..dot])}";
        _chart = host.Define(new ChartDefinition
        {
            Type = Names.Identifier(type),
            Id = Names.Identifier(dot < 0 ? kind : metric.Name[(dot + 1)..]),
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

        foreach ((Dimension dimension, StatsdValue value) in _dimensions)
        {
            _chart.Set(dimension, StatsdDimensions.Of(_metric, value, _options.DecimalDetail), nowUsec);
        }

        _chart.Commit(nowUsec);
    }

    private void AddDimensions(string kind)
    {
        if (StatsdKinds.IsSampled(_metric.Kind))
        {
            string percent = _options.Percentile.ToString("0.0", CultureInfo.InvariantCulture) + "%";
            foreach ((StatsdValue value, string id) in SampledRows)
            {
                Add(value == StatsdValue.Percentile ? percent : id, null, value);
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
            _dimensions.Add((dimension, value));
        }
    }
}
