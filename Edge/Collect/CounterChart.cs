using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// A chart of a <see cref="TableText"/>. Its definition is made of the text when it first has something to
/// show, so that one which never has costs next to nothing.
/// </summary>
/// <param name="rowAt">Where its row begins in the table.</param>
/// <param name="demand">Never <c>no</c>.</param>
/// <param name="cells">In the order of the row.</param>
internal sealed class CounterChart(int rowAt, OnDemand demand, CounterCell[] cells)
{
    private OnDemand _demand = demand;
    private Dimension?[] _columns = [];
    private bool _wasThere;

    /// <summary>Null before the first collection.</summary>
    public Chart? Chart { get; private set; }

    /// <summary>The chart of the next row.</summary>
    public CounterChart? Next { get; set; }

    public bool IsOff => _demand == OnDemand.No;

    public void Collect(CounterCharts charts, long nowUsec)
    {
        bool isThere = false;
        bool isNonZero = false;
        foreach (CounterCell cell in cells)
        {
            isThere |= cell.IsShown && cell.IsTested && charts.IsFound(cell.Slot);
            isNonZero |= cell.IsTested && charts[cell.Slot] != 0;
        }

        // Keys that this kernel does not have count as 0; those that it had and that are gone do not.
        if (!isThere && (_wasThere || charts.OnlyFound))
        {
            return;
        }

        _wasThere |= isThere;
        if (!charts.Site.Shows(ref _demand, isNonZero))
        {
            return;
        }

        Chart ??= Create(charts);
        if (Chart == null)
        {
            _demand = OnDemand.No;
            return;
        }

        for (int i = 0; i < cells.Length; i++)
        {
            if (_columns[i] is Dimension column)
            {
                Chart.Set(column, charts[cells[i].Slot], nowUsec);
            }
        }

        Chart.Commit(nowUsec);
    }

    /// <summary>What it shows is gone for good.</summary>
    public void Retire()
    {
        Chart?.SetObsolete(true);
        Chart = null;
        _demand = OnDemand.No;
    }

    private Chart? Create(CounterCharts charts)
    {
        ReadOnlySpan<byte> rest = charts.Table[rowAt..];
        ChartRow.Next(ref rest, out ChartRow row);
        Chart? chart = charts.Site.Define(row.Define(charts.Module, charts.Device));
        if (chart == null)
        {
            return null;
        }

        _columns = new Dimension?[cells.Length];
        rest = row.Dimensions;
        for (int i = 0; DimensionRow.Next(ref rest, out DimensionRow dimension); i++)
        {
            if (cells[i].IsShown && (!charts.OnlyFound || charts.IsFound(cells[i].Slot)))
            {
                _columns[i] = dimension.Define(chart, charts.Width);
            }
        }

        return chart;
    }
}
