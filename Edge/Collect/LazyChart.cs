using Edge.Store;

namespace Edge.Collect;

/// <summary>A chart whose dimensions come one by one, each when it first has something to show.</summary>
internal sealed class LazyChart(Site site, ChartDefinition definition)
{
    private Chart? _chart;
    private bool _isRefused;
    private bool _isSet;

    public bool Exists => _chart != null;

    /// <summary>Creates the chart, if it is not there yet.</summary>
    public void Create()
    {
        if (_chart == null && !_isRefused)
        {
            _chart = site.Define(definition);
            _isRefused = _chart == null;
        }
    }

    /// <summary>Adds or renames a dimension; null when the host or the chart is full.</summary>
    public Dimension? Add(string id, string? name, Algorithm algorithm, long multiplier = 1, long divisor = 1,
        DimensionFlags flags = DimensionFlags.None)
    {
        Create();
        return _chart?.Define(id, name, algorithm, multiplier, divisor, flags);
    }

    public void Set(Dimension dimension, long value, long nowUsec)
    {
        _chart!.Set(dimension, value, nowUsec);
        _isSet = true;
    }

    /// <summary>Stores what was set; nothing set is nothing to store.</summary>
    public void Commit(long nowUsec)
    {
        if (_isSet)
        {
            _chart!.Commit(nowUsec);
            _isSet = false;
        }
    }
}
