using Edge.Store;
using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// An answer before it is written: which columns and rows it has, and the values of one row at a time,
/// computed when it is read. May be reused for the next answer. The caller holds the host's gate from <see
/// cref="TryOpen"/> until it has read the last row.
/// </summary>
internal sealed class Table : IDisposable
{
    private readonly GroupReader _groups = new();
    private readonly AverageReader _averages = new();
    private bool _isAverage;
    private Lane[] _lanes = [];
    private Column[] _columns = [];
    private int[] _visible = [];
    private int[] _read = [];
    private uint[] _packed = [];
    private uint[] _shown = [];
    private double[] _values = [];
    private bool[] _exists = [];
    private bool[] _resets = [];

    /// <summary>All rows of a smoothing method, a value for each column that is read; NaN: empty.</summary>
    private readonly Scratch _smoothed = new();
    private bool _isSmoothed;
    private int _laneCount;
    private int _columnCount;
    private int _visibleCount;
    private int _readCount;
    private bool _isSample;

    /// <summary>What a row shows is the beginning of the row that its only chart keeps.</summary>
    private bool _isStraight;
    private int _samplesPerPoint = 1;

    /// <summary>First sample of the row read last.</summary>
    private long _sec;
    private Extremes _extremes;

    public Question Question { get; private set; } = new();

    public Window Window { get; private set; }

    /// <summary>In order; hidden ones included.</summary>
    public ReadOnlySpan<Column> Columns => _columns.AsSpan(0, _columnCount);

    /// <summary>Indices of the columns that are shown.</summary>
    public ReadOnlySpan<int> Visible => _visible.AsSpan(0, _visibleCount);

    /// <summary>Samples that its rows are made of, absent ones included.</summary>
    public long SampleCount => Window.Rows * Window.Group * _readCount;

    private ReadOnlySpan<int> ReadColumns => _read.AsSpan(0, _readCount);

    /// <summary>
    /// Every row is one stored sample a column, shown as it is: <see cref="Packed"/> says it all.
    /// </summary>
    public bool IsRaw { get; private set; }

    /// <summary>Of the row read last, by column; 0: absent. Only when <see cref="IsRaw"/>.</summary>
    public ReadOnlySpan<uint> Packed => _packed.AsSpan(0, _columnCount);

    /// <summary>
    /// Of the row read last, by column, after all options. NaN is possible. Not when IsRaw.
    /// </summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _columnCount);

    /// <summary>False where <see cref="Values"/> is an empty point.</summary>
    public ReadOnlySpan<bool> Exists => _exists.AsSpan(0, _columnCount);

    /// <summary>Extremes of the rows read so far; meaningless for formats with one value a row.</summary>
    public Extremes Extremes => _extremes;

    /// <summary>Second of the first entry of what was asked for, and of the last.</summary>
    public long FirstEntrySec { get; private set; }

    public long LastEntrySec { get; private set; }

    /// <summary>The chart that gave the grid.</summary>
    public Chart Base { get; private set; } = null!;

    /// <summary>A shown column of the row read last carries the mark of a counter that was reset.</summary>
    public bool DidReset
    {
        get
        {
            foreach (int column in Visible)
            {
                if (IsRaw ? StoredNumber.DidReset(_packed[column]) : _resets[column])
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Resolves window and columns.</summary>
    /// <param name="charts">One, or those of a context, newest first.</param>
    /// <param name="question">What is wanted.</param>
    /// <returns>False: too much for one answer (see <see cref="Limits"/>).</returns>
    public bool TryOpen(ReadOnlySpan<Chart> charts, Question question)
    {
        Guard.That(charts.Length > 0);
        Question = question;
        _extremes = default;
        _isSmoothed = false;
        Base = charts[^1];
        Resolve(charts, question);
        if (!TryAddColumns(charts))
        {
            return false;
        }

        Select();
        if ((Int128)Window.Rows * Math.Max(1, _readCount) > Limits.ValuesMax
            || (question.Grouping == Grouping.Median && Window.Group > Limits.MedianSamplesMax))
        {
            return false;
        }

        _groups.Open(question, Window);
        _isAverage = _averages.TryOpen(question, Window, _columnCount);
        _isSample = Window.Group == 1 && _samplesPerPoint == 1 && question.Grouping is Grouping.Average
            or Grouping.Sum or Grouping.Min or Grouping.Max or Grouping.Median;
        IsRaw = _isSample && !question.Has(TableOptions.Absolute | TableOptions.Percentage)
            && !FormatNames.IsSingle(question.Format);
        _isStraight = IsRaw && _laneCount == 1 && !question.Has(TableOptions.JsonWrap) && ShowsInOrder();
        if (_columnCount > 0 && (_readCount == 0 || _read[0] != 0))
        {
            _extremes.AddFirst(0);
        }

        if (question.Grouping is Grouping.Ses or Grouping.Des && !Window.IsEmpty)
        {
            Smooth();
        }

        return true;
    }

    /// <summary>Computes a row; 0 is the oldest.</summary>
    public void Read(long row)
    {
        Guard.That((ulong)row < (ulong)Window.Rows);
        _sec = FirstSampleSec(row);
        if (_isSample)
        {
            ReadSamples(_sec);
        }
        else if (_isSmoothed)
        {
            ReadSmoothed(row);
        }
        else
        {
            ReadGroups(_sec);
        }

        if (Question.Has(TableOptions.JsonWrap) && !FormatNames.IsSingle(Question.Format))
        {
            Track(row);
        }

        if (!IsRaw)
        {
            Finish();
        }
    }

    /// <summary>
    /// Reads a row like <see cref="Read"/>, but need not keep it: <see cref="Packed"/> and <see
    /// cref="DidReset"/> may know nothing of it. Only when <see cref="IsRaw"/>.
    /// </summary>
    /// <returns>Its samples, one for each column that is shown; valid until the next row.</returns>
    public ReadOnlySpan<uint> ReadShown(long row)
    {
        Guard.That(IsRaw);
        if (_isStraight)
        {
            Guard.That((ulong)row < (ulong)Window.Rows);
            ReadOnlySpan<uint> kept = _lanes[0].At(Window.RowSec(row));
            if (kept.Length >= _visibleCount)
            {
                return kept[.._visibleCount];
            }
        }

        Read(row);
        return Shown();
    }

    /// <summary>The samples of the row read last that are shown. Only when <see cref="IsRaw"/>.</summary>
    public ReadOnlySpan<uint> Shown()
    {
        Guard.That(IsRaw);
        for (int i = 0; i < _visibleCount; i++)
        {
            _shown[i] = _packed[_visible[i]];
        }

        return _shown.AsSpan(0, _visibleCount);
    }

    /// <summary>The first columns, each at the place of its dimension in the rows.</summary>
    private bool ShowsInOrder()
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

    /// <summary>It may be opened again all the same.</summary>
    public void Dispose()
    {
        _smoothed.Dispose();
        _groups.Dispose();
    }

    // Window and columns -------------------------------------------------------------------------------

    private void Resolve(ReadOnlySpan<Chart> charts, Question question)
    {
        (long first, long last) = (long.MaxValue, 0);
        foreach (Chart chart in charts)
        {
            if (chart.HasRows)
            {
                first = Math.Min(first, chart.FirstEntrySec);
                last = Math.Max(last, chart.LastEntrySec);
            }
        }

        first = first == long.MaxValue ? last : first;
        (FirstEntrySec, LastEntrySec) = (Base.FirstEntrySec, Base.LastEntrySec);
        Window = Window.Resolve(question, first, last, Base.UpdateEvery);
        _samplesPerPoint = 1;
        (int min, int max) = Base.IntervalsIn(Window.After, Window.Before);
        if (max > 0 && (min, max) != (Base.UpdateEvery, Base.UpdateEvery))
        {
            // Spec query 4.4: the interval of what is kept is the one of the grid.
            Window = Window.Resolve(question, first, last, max);
            _samplesPerPoint = Math.Min(max / min, Limits.SamplesPerPointMax);
        }
    }

    /// <summary>Charts of a context that ended before the window are left out.</summary>
    private bool TryAddColumns(ReadOnlySpan<Chart> charts)
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
        _columnCount = 0;
        int lanes = 0;
        foreach (Chart chart in charts)
        {
            if (charts.Length > 1 && !Window.IsEmpty && chart.LastEntrySec < Window.After)
            {
                continue;
            }

            _lanes[lanes] = new Lane(chart, _samplesPerPoint);
            foreach (Dimension dimension in chart.Dimensions)
            {
                _columns[_columnCount++] = new Column { Chart = chart, Dimension = dimension, Lane = lanes };
            }

            lanes++;
        }

        _laneCount = lanes;
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
            _packed = new uint[columns];
            _shown = new uint[columns];
            _values = new double[columns];
            _exists = new bool[columns];
            _resets = new bool[columns];
        }
    }

    /// <summary>Spec query 4.1, 4.2. An empty window ignores the list of dimensions.</summary>
    private void Select()
    {
        Span<Column> columns = _columns.AsSpan(0, _columnCount);
        string? list = Window.IsEmpty ? null : Question.Dimensions;
        NamePatterns? patterns = list == null ? null : new NamePatterns(list);
        bool byId = Question.Has(TableOptions.MatchIds);
        bool byName = Question.Has(TableOptions.MatchNames);
        foreach (ref Column column in columns)
        {
            Dimension dimension = column.Dimension;
            column.IsVisible = patterns == null
                ? !dimension.IsHidden
                : ((byId || !byName) && patterns.Matches(dimension.Id))
                    || ((byName || !byId) && patterns.Matches(dimension.Name));
        }

        if (Question.Has(TableOptions.NonZero) && !Window.IsEmpty)
        {
            DropZeros(columns);
        }

        (_visibleCount, _readCount) = (0, 0);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].IsVisible)
            {
                _visible[_visibleCount++] = i;
            }

            // What is not shown may still be part of a total.
            if (columns[i].IsVisible || Question.Has(TableOptions.Percentage))
            {
                _read[_readCount++] = i;
            }
        }
    }

    private void DropZeros(Span<Column> columns)
    {
        bool hasAny = false;
        for (int i = 0; i < columns.Length; i++)
        {
            hasAny |= _resets[i] = columns[i].IsVisible && _lanes[columns[i].Lane].HasNonZero(
                columns[i].Dimension.Index, Window.After, Window.Before);
        }

        for (int i = 0; hasAny && i < columns.Length; i++)
        {
            columns[i].IsVisible = _resets[i];
        }
    }

    // Rows ---------------------------------------------------------------------------------------------

    private void ReadSamples(long sec)
    {
        int current = -1;
        ReadOnlySpan<uint> row = default;
        foreach (int i in ReadColumns)
        {
            ref readonly Column column = ref _columns[i];
            if (column.Lane != current)
            {
                current = column.Lane;
                row = _lanes[current].At(sec);
            }

            int index = column.Dimension.Index;
            _packed[i] = index < row.Length ? row[index] : StoredNumber.Empty;
        }

        foreach (int i in IsRaw ? [] : ReadColumns)
        {
            uint sample = _packed[i];
            _exists[i] = StoredNumber.DoesExist(sample);
            _values[i] = _exists[i] ? StoredNumber.Unpack(sample) : 0;
            _resets[i] = StoredNumber.DidReset(sample);
        }
    }

    private void ReadGroups(long sec)
    {
        // Columns of one chart stand together.
        for (int from = 0, to = 0; _isAverage && from < _readCount; from = to)
        {
            int lane = _columns[_read[from]].Lane;
            while (to < _readCount && _columns[_read[to]].Lane == lane)
            {
                to++;
            }

            _averages.Read(_lanes[lane], Columns, _read.AsSpan(from, to - from), sec);
        }

        Accumulator accumulator = default;
        foreach (int i in ReadColumns)
        {
            if (_isAverage && _averages.TryTake(i, out _values[i]))
            {
                (_exists[i], _resets[i]) = (true, false);
                continue;
            }

            _exists[i] = TryReadGroup(i, sec, ref accumulator, out _values[i]);
        }
    }

    private bool TryReadGroup(int column, long sec, ref Accumulator accumulator, out double value)
    {
        ref readonly Column of = ref _columns[column];
        _resets[column] = false;
        return _groups.TryRead(
            _lanes[of.Lane], of.Dimension.Index, sec, ref accumulator, ref _resets[column], out value);
    }

    /// <summary>
    /// The sum of the visible values of the row read last, digit by digit as the reference gets it.
    /// </summary>
    /// <returns>Null where this is not known: other groupings, or options that change values.</returns>
    public Extended? ExactSum()
    {
        if ((!_isSample && Question.Grouping != Grouping.Average)
            || Question.Has(TableOptions.Absolute | TableOptions.Percentage))
        {
            return null;
        }

        Extended sum = default;
        foreach (int column in Visible)
        {
            ref readonly Column of = ref _columns[column];
            if (_exists[column])
            {
                sum += _isSample
                    ? Extended.OfSample(_values[column])
                    : _groups.ExactAverage(_lanes[of.Lane], of.Dimension.Index, _sec);
            }
        }

        return sum;
    }

    /// <summary>
    /// Smoothing goes from old to new, answers mostly from new to old: all rows are computed first.
    /// </summary>
    private void Smooth()
    {
        Span<double> smoothed = _smoothed.Take((int)Window.Rows * _readCount);
        _isSmoothed = true;
        var accumulators = new Accumulator[_readCount];
        int at = 0;
        for (long row = 0; row < Window.Rows; row++)
        {
            long sec = FirstSampleSec(row);
            for (int k = 0; k < _readCount; k++)
            {
                bool exists = TryReadGroup(_read[k], sec, ref accumulators[k], out double value);
                smoothed[at++] = exists ? value : double.NaN;
            }
        }
    }

    private void ReadSmoothed(long row)
    {
        ReadOnlySpan<double> smoothed = _smoothed.Numbers[((int)row * _readCount)..];
        int at = 0;
        foreach (int i in ReadColumns)
        {
            double value = smoothed[at++];
            _exists[i] = !double.IsNaN(value);
            _values[i] = _exists[i] ? value : 0;
        }

        // Smoothed rows keep their values only; the marks are looked up again where they are shown.
        bool shows = Question.Format is TableFormat.DataTable or TableFormat.DataSource;
        foreach (int column in shows ? Visible : [])
        {
            ref readonly Column of = ref _columns[column];
            _resets[column] = _groups.DidReset(_lanes[of.Lane], of.Dimension.Index, _sec);
        }
    }

    private long FirstSampleSec(long row) => Window.RowSec(row) - ((Window.Group - 1) * Window.UpdateEvery);

    /// <summary>Spec query 4.3, steps 2 and 3.</summary>
    private void Finish()
    {
        if (Question.Has(TableOptions.Absolute))
        {
            foreach (int i in ReadColumns)
            {
                _values[i] = Math.Abs(_values[i]);
            }
        }

        if (!Question.Has(TableOptions.Percentage))
        {
            return;
        }

        double total = 0;
        foreach (int i in ReadColumns)
        {
            total += _values[i];
        }

        total = total == 0 ? 1 : total;
        foreach (int i in ReadColumns)
        {
            _values[i] = _values[i] * 100 / total;
        }

        _extremes = default;
        foreach (int column in Visible)
        {
            _extremes.Add(_values[column]);
        }
    }

    /// <summary>
    /// Before options; an empty point counts as 0. With percentages, <see cref="Finish"/> starts anew.
    /// </summary>
    private void Track(long row)
    {
        foreach (int i in ReadColumns)
        {
            double value = IsRaw ? StoredNumber.Unpack(_packed[i]) : _values[i];
            if (row == 0 && i == 0)
            {
                _extremes.AddFirst(value);
            }
            else
            {
                _extremes.Add(value);
            }
        }
    }
}
