using Edge.Store;

namespace Edge.Query;

/// <summary>
/// The columns of an answer: which there are, which are read and which are shown, and the lanes of rows that
/// they come from. May be reused for the next answer.
/// </summary>
internal sealed class ColumnSet
{
    private Lane[] _lanes = [];
    private Column[] _columns = [];
    private int[] _visible = [];
    private int[] _read = [];
    private bool[] _hasNonZero = [];
    private int _visibleCount;
    private int _readCount;

    public int LaneCount { get; private set; }

    public int Count { get; private set; }

    /// <summary>In order; hidden ones included.</summary>
    public ReadOnlySpan<Column> All => _columns.AsSpan(0, Count);

    /// <summary>Rows of its charts, by <see cref="Column.Lane"/>.</summary>
    public Span<Lane> Lanes => _lanes.AsSpan(0, LaneCount);

    /// <summary>Indices of the columns that are shown.</summary>
    public ReadOnlySpan<int> Visible => _visible.AsSpan(0, _visibleCount);

    /// <summary>Of those that are read: what is not shown may still be part of a total.</summary>
    public ReadOnlySpan<int> Read => _read.AsSpan(0, _readCount);

    /// <summary>The first columns are shown, each at the place of its dimension in the rows.</summary>
    public bool ShowsInOrder()
    {
        for (int i = 0; i < _visibleCount; i++)
        {
            if (_visible[i] != i || _columns[i].Dimension.Index != i)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Charts of a context that ended before the window are left out.</summary>
    /// <returns>False: more columns than an answer may have.</returns>
    public bool TryOpen(ReadOnlySpan<Chart> charts, Question question, Window window, int samplesPerPoint)
    {
        long count = 0;
        foreach (Chart chart in charts)
        {
            count += chart.Dimensions.Count;
        }

        if (count > Limits.ColumnsMax)
        {
            return false;
        }

        Grow(charts.Length, (int)count);
        Count = 0;
        int lanes = 0;
        foreach (Chart chart in charts)
        {
            if (charts.Length > 1 && !window.IsEmpty && chart.LastEntrySec < window.After)
            {
                continue;
            }

            _lanes[lanes] = new Lane(chart, samplesPerPoint);
            foreach (Dimension dimension in chart.Dimensions)
            {
                _columns[Count++] = new Column { Chart = chart, Dimension = dimension, Lane = lanes };
            }

            lanes++;
        }

        LaneCount = lanes;
        Select(question, window);
        return true;
    }

    private void Grow(int lanes, int columns)
    {
        if (_lanes.Length < lanes)
        {
            _lanes = new Lane[lanes];
        }

        if (_columns.Length < columns)
        {
            _columns = new Column[columns];
            _visible = new int[columns];
            _read = new int[columns];
            _hasNonZero = new bool[columns];
        }
    }

    /// <summary>Spec query 4.1, 4.2. An empty window ignores the list of dimensions.</summary>
    private void Select(Question question, Window window)
    {
        Span<Column> columns = _columns.AsSpan(0, Count);
        string? list = window.IsEmpty ? null : question.Dimensions;
        NamePatterns? patterns = list == null ? null : new NamePatterns(list);
        bool byId = question.Has(TableOptions.MatchIds);
        bool byName = question.Has(TableOptions.MatchNames);
        foreach (ref Column column in columns)
        {
            Dimension dimension = column.Dimension;
            column.IsVisible = patterns == null
                ? !dimension.IsHidden
                : ((byId || !byName) && patterns.Matches(dimension.Id))
                    || ((byName || !byId) && patterns.Matches(dimension.Name));
        }

        if (question.Has(TableOptions.NonZero) && !window.IsEmpty)
        {
            DropZeros(columns, window);
        }

        (_visibleCount, _readCount) = (0, 0);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].IsVisible)
            {
                _visible[_visibleCount++] = i;
            }

            // What is not shown may still be part of a total.
            if (columns[i].IsVisible || question.Has(TableOptions.Percentage))
            {
                _read[_readCount++] = i;
            }
        }
    }

    private void DropZeros(Span<Column> columns, Window window)
    {
        bool hasAny = false;
        for (int i = 0; i < columns.Length; i++)
        {
            hasAny |= _hasNonZero[i] = columns[i].IsVisible && _lanes[columns[i].Lane].HasNonZero(
                columns[i].Dimension.Index, window.After, window.Before);
        }

        for (int i = 0; hasAny && i < columns.Length; i++)
        {
            columns[i].IsVisible = _hasNonZero[i];
        }
    }
}
