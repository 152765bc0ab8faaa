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
    private readonly ColumnSet _set = new();
    private uint[] _packed = [];
    private uint[] _shown = [];
    private double[] _values = [];
    private bool[] _exists = [];
    private bool[] _resets = [];

    /// <summary>All rows of a smoothing method, a value for each column that is read; NaN: empty.</summary>
    private readonly Scratch _smoothed = new();
    private bool _isSmoothed;
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
    public ReadOnlySpan<Column> Columns => _set.All;

    /// <summary>Indices of the columns that are shown.</summary>
    public ReadOnlySpan<int> Visible => _set.Visible;

    /// <summary>Samples that its rows are made of, absent ones included.</summary>
    public long SampleCount => Window.Rows * Window.Group * ReadColumns.Length;

    private ReadOnlySpan<int> ReadColumns => _set.Read;

    /// <summary>
    /// Every row is one stored sample a column, shown as it is: <see cref="Packed"/> says it all.
    /// </summary>
    public bool IsRaw { get; private set; }

    /// <summary>Of the row read last, by column; 0: absent. Only when <see cref="IsRaw"/>.</summary>
    public ReadOnlySpan<uint> Packed => _packed.AsSpan(0, _set.Count);

    /// <summary>
    /// Of the row read last, by column, after all options. NaN is possible. Not when IsRaw.
    /// </summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _set.Count);

    /// <summary>False where <see cref="Values"/> is an empty point.</summary>
    public ReadOnlySpan<bool> Exists => _exists.AsSpan(0, _set.Count);

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
        if (!_set.TryOpen(charts, question, Window, _samplesPerPoint))
        {
            return false;
        }

        Grow(_set.Count);
        if ((Int128)Window.Rows * Math.Max(1, ReadColumns.Length) > Limits.ValuesMax
            || (question.Grouping == Grouping.Median && Window.Group > Limits.MedianSamplesMax))
        {
            return false;
        }

        _groups.Open(question, Window);
        _isAverage = _averages.TryOpen(question, Window, _set.Count);
        _isSample = Window.Group == 1 && _samplesPerPoint == 1 && question.Grouping is Grouping.Average
            or Grouping.Sum or Grouping.Min or Grouping.Max or Grouping.Median;
        IsRaw = _isSample && !question.Has(TableOptions.Absolute | TableOptions.Percentage)
            && !FormatNames.IsSingle(question.Format);
        _isStraight = IsRaw && _set.LaneCount == 1 && !question.Has(TableOptions.JsonWrap)
            && _set.ShowsInOrder();
        if (_set.Count > 0 && (ReadColumns.Length == 0 || ReadColumns[0] != 0))
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
            ReadOnlySpan<uint> kept = _set.Lanes[0].At(Window.RowSec(row));
            if (kept.Length >= Visible.Length)
            {
                return kept[..Visible.Length];
            }
        }

        Read(row);
        return Shown();
    }

    /// <summary>The samples of the row read last that are shown. Only when <see cref="IsRaw"/>.</summary>
    public ReadOnlySpan<uint> Shown()
    {
        Guard.That(IsRaw);
        for (int i = 0; i < Visible.Length; i++)
        {
            _shown[i] = _packed[Visible[i]];
        }

        return _shown.AsSpan(0, Visible.Length);
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

    private void Grow(int columns)
    {
        if (_packed.Length < columns)
        {
            _packed = new uint[columns];
            _shown = new uint[columns];
            _values = new double[columns];
            _exists = new bool[columns];
            _resets = new bool[columns];
        }
    }

    // Rows ---------------------------------------------------------------------------------------------

    private void ReadSamples(long sec)
    {
        int current = -1;
        ReadOnlySpan<uint> row = default;
        foreach (int i in ReadColumns)
        {
            ref readonly Column column = ref Columns[i];
            if (column.Lane != current)
            {
                current = column.Lane;
                row = _set.Lanes[current].At(sec);
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
        for (int from = 0, to = 0; _isAverage && from < ReadColumns.Length; from = to)
        {
            int lane = Columns[ReadColumns[from]].Lane;
            while (to < ReadColumns.Length && Columns[ReadColumns[to]].Lane == lane)
            {
                to++;
            }

            _averages.Read(_set.Lanes[lane], Columns, ReadColumns[from..to], sec);
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
        ref readonly Column of = ref Columns[column];
        _resets[column] = false;
        return _groups.TryRead(
            _set.Lanes[of.Lane], of.Dimension.Index, sec, ref accumulator, ref _resets[column], out value);
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
            ref readonly Column of = ref Columns[column];
            if (_exists[column])
            {
                sum += _isSample
                    ? Extended.OfSample(_values[column])
                    : _groups.ExactAverage(_set.Lanes[of.Lane], of.Dimension.Index, _sec);
            }
        }

        return sum;
    }

    /// <summary>
    /// Smoothing goes from old to new, answers mostly from new to old: all rows are computed first.
    /// </summary>
    private void Smooth()
    {
        Span<double> smoothed = _smoothed.Take((int)Window.Rows * ReadColumns.Length);
        _isSmoothed = true;
        var accumulators = new Accumulator[ReadColumns.Length];
        int at = 0;
        for (long row = 0; row < Window.Rows; row++)
        {
            long sec = FirstSampleSec(row);
            for (int k = 0; k < ReadColumns.Length; k++)
            {
                bool exists = TryReadGroup(ReadColumns[k], sec, ref accumulators[k], out double value);
                smoothed[at++] = exists ? value : double.NaN;
            }
        }
    }

    private void ReadSmoothed(long row)
    {
        ReadOnlySpan<double> smoothed = _smoothed.Numbers[((int)row * ReadColumns.Length)..];
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
            ref readonly Column of = ref Columns[column];
            _resets[column] = _groups.DidReset(_set.Lanes[of.Lane], of.Dimension.Index, _sec);
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
