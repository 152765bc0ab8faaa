using System.Text;
using Edge.Store;

namespace Edge.Plugins;

/// <summary>
/// A chart of an application, which appears with the first of its metrics (spec collectors 12.4). Pulse, the
/// host's gate held.
/// </summary>
internal sealed class StatsdSyntheticChart(
    Host host, StatsdApp app, StatsdAppChart definition, StatsdOptions options)
{
    private readonly List<StatsdShown> _shown = [];
    private readonly StringBuilder _wild = new();
    private Chart? _chart;

    /// <summary>A new metric of the application. True: the chart shows it.</summary>
    public bool Add(StatsdMetric metric)
    {
        int before = _shown.Count;
        foreach (StatsdAppDimension dimension in definition.Dimensions)
        {
            if (dimension.Pattern == null && dimension.Metric == metric.Name)
            {
                Show(metric, dimension, definition.IdOf(dimension), NameOf(dimension));
            }
            else if (dimension.Pattern?.Matches(metric.Name, _wild) == true
                && _shown.Count < StatsdLimits.AppDimensions)
            {
                Show(metric, dimension, FreeId(metric, dimension), NameOf(dimension, metric));
            }
        }

        return _shown.Count > before;
    }

    public void Collect(long nowUsec)
    {
        if (_chart == null)
        {
            return;
        }

        bool isSet = false;
        foreach (StatsdShown shown in _shown)
        {
            if (shown.Metric.IsFresh || !app.LeavesGaps)
            {
                _chart.Set(shown.Dimension, StatsdDimensions.Of(shown, options.DecimalDetail), nowUsec);
                isSet = true;
            }
        }

        if (isSet)
        {
            _chart.Commit(nowUsec);
        }
    }

    private void Show(StatsdMetric metric, StatsdAppDimension dimension, string id, string name)
    {
        if (_chart == null)
        {
            Create();
        }

        long detail = StatsdDimensions.IsDecimal(metric.Kind, dimension.Value) ? options.DecimalDetail : 1;
        if (_chart?.Define(id, name, StatsdDimensions.AlgorithmOf(metric.Kind, dimension.Value),
            dimension.Multiplier, dimension.Divisor * detail, dimension.Flags) is { } shown)
        {
            _shown.Add(new StatsdShown(shown, metric, dimension.Value));
        }
    }

    /// <summary>With all dimensions that are known by name, in their order, whichever came first.</summary>
    private void Create()
    {
        _chart = host.Define(new ChartDefinition
        {
            Type = app.Name, Id = definition.Id, Name = definition.Name, Title = definition.Title,
            Family = definition.Family, Context = definition.Context, Units = definition.Units,
            Style = definition.Style, Priority = definition.Priority, UpdateEvery = options.UpdateEvery,
            Flags = ChartFlags.StoreFirst, Plugin = StatsdCharts.Plugin, Module = definition.Source,
            IsKept = app.IsKept, History = app.History,
        });
        foreach (StatsdAppDimension dimension in definition.Dimensions)
        {
            if (dimension.Pattern == null)
            {
                _chart?.Define(definition.IdOf(dimension), NameOf(dimension), Algorithm.Absolute,
                    dimension.Multiplier, dimension.Divisor, dimension.Flags);
            }
        }
    }

    private string NameOf(StatsdAppDimension dimension)
    {
        string name = dimension.Name.Length > 0 ? dimension.Name : dimension.Metric;
        return app.Dictionary.GetValueOrDefault(name, name);
    }

    private string NameOf(StatsdAppDimension dimension, StatsdMetric metric)
    {
        string wild = _wild.ToString();
        string known = app.Dictionary.GetValueOrDefault(wild)
            ?? app.Dictionary.GetValueOrDefault(metric.Name, wild);
        return dimension.Name + known;
    }

    private string FreeId(StatsdMetric metric, StatsdAppDimension dimension)
    {
        string id = metric.Name;
        string valued = $"{metric.Name}_{StatsdValueNames.Of(dimension.Value)}";
        for (int i = 0; _chart?.Find(id) != null; i++)
        {
            id = i == 0 ? valued : $"{valued}{i}";
        }

        return id;
    }
}
