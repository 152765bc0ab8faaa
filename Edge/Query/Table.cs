using Edge.Store;
using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// An answer before it is written: which columns and rows it has, and the values of one row at a time, computed when
/// it is read. May be reused for the next answer. The caller holds the host's gate from <see cref="TryOpen"/> until it
/// has read the last row.
/// </summary>
internal sealed class Table
{
    private const int BlockSamples = 128;

    private Lane[] _lanes = [];
    private Column[] _columns = [];
    private int[] _visible = [];
    private uint[] _packed = [];
    private double[] _values = [];
    private bool[] _exists = [];
    private bool[] _resets = [];
    private Accumulator[] _accumulators = [];
    private double[] _median = [];

    /// <summary>All rows of a smoothing method, which has to go from old to new; NaN: empty.</summary>
    private double[]? _smoothed;
    private int _laneCount;
    private int _columnCount;
    private int _visibleCount;
    private bool _isSample;
    private double _alpha;

    /// <summary>First sample of the row read last.</summary>
    private long _sec;
    private Extremes _extremes;

    public Question Question { get; private set; } = new();

    public Window Window { get; private set; }

    /// <summary>In order; hidden ones included.</summary>
    public ReadOnlySpan<Column> Columns => _columns.AsSpan(0, _columnCount);

    /// <summary>Indices of the columns that are shown.</summary>
    public ReadOnlySpan<int> Visible => _visible.AsSpan(0, _visibleCount);

    /// <summary>Every row is one stored sample a column, shown as it is: <see cref="Packed"/> says it all.</summary>
    public bool IsRaw { get; private set; }

    /// <summary>Of the row read last, by column; 0: absent. Only when <see cref="IsRaw"/>.</summary>
    public ReadOnlySpan<uint> Packed => _packed.AsSpan(0, _columnCount);

    /// <summary>Of the row read last, by column, after all options. NaN is possible. Not when IsRaw.</summary>
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
        _smoothed = null;
        Base = charts[^1];
        Resolve(charts, question);
        AddColumns(charts);
        Select();
        int readCount = Columns.Length == 0 ? 0 : CountRead();
        if ((Int128)Window.Rows * Math.Max(1, readCount) > Limits.ValuesMax
            || (question.Grouping == Grouping.Median && Window.Group > Limits.MedianSamplesMax))
        {
            return false;
        }

        _isSample = Window.Group == 1 && Window.Divisor is 0 or 1 && question.Grouping is Grouping.Average or Grouping.Sum
            or Grouping.Min or Grouping.Max or Grouping.Median;
        IsRaw = _isSample && !question.Has(TableOptions.Absolute | TableOptions.Percentage)
            && !FormatNames.IsSingle(question.Format);
        if (_columnCount > 0 && !_columns[0].IsRead)
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
        long sec = Window.RowSec(row) - ((Window.Group - 1) * Window.UpdateEvery);
        _sec = sec;
        if (_isSample)
        {
            ReadSamples(sec);
        }
        else if (_smoothed != null)
        {
            ReadSmoothed(row);
        }
        else
        {
            ReadGroups(sec);
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

    // Window and columns -------------------------------------------------------------------------------------------

    private void Resolve(ReadOnlySpan<Chart> charts, Question question)
    {
        (long first, long last) = (long.MaxValue, 0);
        foreach (Chart chart in charts)
        {
            if (chart.Series.Rows > 0)
            {
                first = Math.Min(first, chart.Series.FirstEntrySec);
                last = Math.Max(last, chart.Series.LastEntrySec);
            }
        }

        first = first == long.MaxValue ? last : first;
        (FirstEntrySec, LastEntrySec) = (Base.Series.FirstEntrySec, Base.Series.LastEntrySec);
        Window = Window.Resolve(question, first, last, Base.UpdateEvery);
    }

    /// <summary>Charts of a context that ended before the window are left out.</summary>
    private void AddColumns(ReadOnlySpan<Chart> charts)
    {
        int count = 0;
        foreach (Chart chart in charts)
        {
            count += chart.Dimensions.Count;
        }

        Grow(charts.Length, count);
        _columnCount = 0;
        int lanes = 0;
        foreach (Chart chart in charts)
        {
            if (charts.Length > 1 && !Window.IsEmpty && chart.Series.LastEntrySec < Window.After)
            {
                continue;
            }

            _lanes[lanes] = new Lane(chart, _columnCount);
            foreach (Dimension dimension in chart.Dimensions)
            {
                _columns[_columnCount++] = new Column { Chart = chart, Dimension = dimension, Lane = lanes };
            }

            lanes++;
        }

        _laneCount = lanes;
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
            _packed = new uint[columns];
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

        _visibleCount = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i].IsRead = columns[i].IsVisible || Question.Has(TableOptions.Percentage);
            if (columns[i].IsVisible)
            {
                _visible[_visibleCount++] = i;
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

    private int CountRead()
    {
        int count = 0;
        foreach (ref readonly Column column in Columns)
        {
            count += column.IsRead ? 1 : 0;
        }

        return count;
    }

    // Rows ---------------------------------------------------------------------------------------------------------

    private void ReadSamples(long sec)
    {
        for (int i = 0; i < _laneCount; i++)
        {
            ref readonly Lane lane = ref _lanes[i];
            Span<uint> target = _packed.AsSpan(lane.FirstColumn, lane.Count);
            ReadOnlySpan<uint> row = lane.At(sec);
            if (row.IsEmpty)
            {
                target.Clear();
            }
            else
            {
                row.CopyTo(target);
            }
        }

        if (IsRaw)
        {
            return;
        }

        for (int i = 0; i < _columnCount; i++)
        {
            uint sample = _packed[i];
            _exists[i] = StoredNumber.DoesExist(sample);
            _values[i] = _exists[i] ? StoredNumber.Unpack(sample) : 0;
            _resets[i] = StoredNumber.DidReset(sample);
        }
    }

    private void ReadGroups(long sec)
    {
        Accumulator accumulator = default;
        for (int i = 0; i < _columnCount; i++)
        {
            (_exists[i], _values[i]) = (false, 0);
            if (_columns[i].IsRead)
            {
                _exists[i] = ReadGroup(i, sec, ref accumulator, out _values[i]);
            }
        }
    }

    private bool ReadGroup(int column, long sec, ref Accumulator accumulator, out double value)
    {
        ref readonly Lane lane = ref _lanes[_columns[column].Lane];
        int dimension = _columns[column].Dimension.Index;
        int step = Window.UpdateEvery;
        _resets[column] = false;
        if (Question.Grouping == Grouping.Median)
        {
            return ReadMedian(lane, dimension, sec, ref _resets[column], out value);
        }

        Span<double> block = stackalloc double[BlockSamples];
        long at = sec;
        long samples = 0;
        for (long left = Window.Group; left > 0; left -= BlockSamples)
        {
            Span<double> part = left < BlockSamples ? block[..(int)left] : block;
            int count = lane.Gather(dimension, at, step, part, ref _resets[column]);
            accumulator.Add(Question.Grouping, part[..count], _alpha);
            samples += count;
            at += (long)BlockSamples * step;
        }

        bool exists = accumulator.TryTake(Question.Grouping, Window.Divisor, out value);
        if (exists && Question.Grouping == Grouping.Average && !FormatNames.IsSingle(Question.Format)
            && Ties.IsNear(value, samples))
        {
            value = Ties.Settle(value, ExactAverage(lane, dimension, sec));
        }

        return exists;
    }

    /// <summary>The sum of the visible values of the row read last, digit by digit as the reference gets it.</summary>
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
            if (_exists[column])
            {
                sum += _isSample
                    ? Extended.OfSample(_values[column])
                    : ExactAverage(_lanes[_columns[column].Lane], _columns[column].Dimension.Index, _sec);
            }
        }

        return sum;
    }

    /// <summary>An average once more, digit by digit.</summary>
    private Extended ExactAverage(in Lane lane, int dimension, long sec)
    {
        Span<double> block = stackalloc double[BlockSamples];
        Extended sum = default;
        ulong samples = 0;
        bool ignored = false;
        for (long left = Window.Group; left > 0; left -= BlockSamples)
        {
            Span<double> part = left < BlockSamples ? block[..(int)left] : block;
            int count = lane.Gather(dimension, sec, Window.UpdateEvery, part, ref ignored);
            foreach (double sample in part[..count])
            {
                sum += Extended.OfSample(sample);
            }

            samples += (ulong)count;
            sec += (long)BlockSamples * Window.UpdateEvery;
        }

        return Window.Divisor > 0
            ? sum / (Extended.Of((ulong)Window.ViewUpdateEvery) / Extended.Of((ulong)Question.ResamplingSeconds))
            : sum / Extended.Of(samples);
    }

    private bool ReadMedian(in Lane lane, int dimension, long sec, ref bool didReset, out double value)
    {
        int group = (int)Window.Group;
        if (_median.Length < group)
        {
            _median = new double[group];
        }

        int count = lane.Gather(dimension, sec, Window.UpdateEvery, _median.AsSpan(0, group), ref didReset);
        value = count == 0 ? 0 : Accumulator.Median(_median.AsSpan(0, count));
        return count > 0;
    }

    /// <summary>Spec query 3: the window of the smoothing is the rows, or the samples of one.</summary>
    private void Smooth()
    {
        int windowMax = Question.Grouping == Grouping.Ses ? Question.SesWindowMax : Question.DesWindowMax;
        long window = Window.Group == 1 ? Window.Rows : Window.Group;
        window = windowMax > 1 ? Math.Min(window, windowMax) : window;
        _alpha = 2.0 / (window + 1);
        _smoothed = new double[Window.Rows * _columnCount];
        _accumulators = new Accumulator[_columnCount];
        for (long row = 0; row < Window.Rows; row++)
        {
            long sec = Window.RowSec(row) - ((Window.Group - 1) * Window.UpdateEvery);
            for (int i = 0; i < _columnCount; i++)
            {
                bool exists = ReadGroup(i, sec, ref _accumulators[i], out double value);
                _smoothed[(row * _columnCount) + i] = exists ? value : double.NaN;
            }
        }
    }

    private void ReadSmoothed(long row)
    {
        for (int i = 0; i < _columnCount; i++)
        {
            double value = _smoothed![(row * _columnCount) + i];
            _exists[i] = !double.IsNaN(value);
            _values[i] = _exists[i] ? value : 0;
            _resets[i] = false;
        }
    }

    /// <summary>Spec query 4.3, steps 2 and 3.</summary>
    private void Finish()
    {
        if (Question.Has(TableOptions.Absolute))
        {
            for (int i = 0; i < _columnCount; i++)
            {
                _values[i] = Math.Abs(_values[i]);
            }
        }

        if (!Question.Has(TableOptions.Percentage))
        {
            return;
        }

        double total = 0;
        for (int i = 0; i < _columnCount; i++)
        {
            total += _values[i];
        }

        total = total == 0 ? 1 : total;
        for (int i = 0; i < _columnCount; i++)
        {
            _values[i] = _values[i] * 100 / total;
        }

        _extremes = default;
        foreach (int column in Visible)
        {
            _extremes.Add(_values[column]);
        }
    }

    /// <summary>Before options; an empty point counts as 0. With percentages, <see cref="Finish"/> starts anew.</summary>
    private void Track(long row)
    {
        for (int i = 0; i < _columnCount; i++)
        {
            if (!_columns[i].IsRead)
            {
                continue;
            }

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
