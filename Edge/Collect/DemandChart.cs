using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// A chart whose dimensions are known beforehand and that appears when its switch and its values say so.
/// </summary>
internal sealed class DemandChart(
    Site site, OnDemand demand, ChartDefinition definition, params DimensionDefinition[] dimensions)
{
    private readonly Dimension?[] _columns = new Dimension?[dimensions.Length];
    private OnDemand _demand = demand;
    private bool _isRefused;

    /// <summary>A file that says something twice is heard once a tick.</summary>
    private long _lastUsec;

    /// <summary>Of the chart when it appears; null: none.</summary>
    public List<Label>? Labels { get; set; }

    /// <summary>Null before the first collection.</summary>
    public Chart? Chart { get; private set; }

    /// <summary>It is collected from now on.</summary>
    public bool IsOn => _demand == OnDemand.Yes;

    /// <summary>Shows and collects it if any value is not zero; true when it was collected.</summary>
    /// <param name="values">One per dimension, in their order.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public bool Collect(ReadOnlySpan<long> values, long nowUsec) =>
        Collect(values, values.ContainsAnyExcept(0), nowUsec);

    /// <param name="values">One per dimension, in their order.</param>
    /// <param name="isNonZero">What <c>auto</c> waits for.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public bool Collect(ReadOnlySpan<long> values, bool isNonZero, long nowUsec)
    {
        Sys.Guard.That(values.Length == _columns.Length);
        if (!site.Shows(ref _demand, isNonZero) || nowUsec == _lastUsec)
        {
            return false;
        }

        if (Chart == null && !Create())
        {
            return false;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (_columns[i] is Dimension column)
            {
                Chart!.Set(column, values[i], nowUsec);
            }
        }

        _lastUsec = nowUsec;
        Chart!.Commit(nowUsec);
        return true;
    }

    /// <summary>What it shows is gone.</summary>
    public void Retire()
    {
        Chart?.SetObsolete(true);
        Chart = null;
        _demand = OnDemand.No;
    }

    private bool Create()
    {
        if (_isRefused)
        {
            return false;
        }

        Chart = site.Define(definition);
        _isRefused = Chart == null;
        for (int i = 0; i < dimensions.Length && Chart != null; i++)
        {
            DimensionDefinition d = dimensions[i];
            _columns[i] = Chart.Define(d.Id, d.Name, d.Algorithm, d.Multiplier, d.Divisor, d.Flags);
        }

        if (Labels != null)
        {
            Chart?.SetLabels(Labels);
        }

        return Chart != null;
    }
}
