namespace Edge.Query;

/// <summary>
/// Averages of a row of groups where all samples are ordinary ones, column by column of the rows as they lie
/// in memory. What it cannot do, a <see cref="GroupReader"/> does with the same result.
/// </summary>
internal sealed class AverageReader
{
    private const uint HasNegative = 1u << 31;
    private const uint HasOther = 1u << 30;

    private ulong[] _sums = [];
    private uint[] _kinds = [];
    private uint[] _signs = [];
    private int _group;
    private ulong _sureBelow;
    private int _step;

    /// <summary>
    /// False: not for this answer. Averages go through seven decimals here, so they must be what is printed.
    /// </summary>
    public bool TryOpen(Question question, Window window, int columns)
    {
        if (question.Grouping != Grouping.Average || window.Divisor > 0 || window.Group > UnitSums.SamplesMax
            || question.Has(TableOptions.Percentage) || FormatNames.IsSingle(question.Format))
        {
            return false;
        }

        (_group, _step) = ((int)window.Group, window.UpdateEvery);
        _sureBelow = UnitSums.SureBelow((uint)Math.Max(1, _group));
        if (_sums.Length < columns)
        {
            (_sums, _kinds, _signs) = (new ulong[columns], new uint[columns], new uint[columns]);
        }

        return true;
    }

    /// <summary>Reads a group of some columns of one chart.</summary>
    /// <param name="lane">Of the chart.</param>
    /// <param name="columns">All of the answer.</param>
    /// <param name="read">Indices of those to be read.</param>
    /// <param name="sec">Of the first sample.</param>
    public void Read(in Lane lane, ReadOnlySpan<Column> columns, ReadOnlySpan<int> read, long sec)
    {
        foreach (int i in read)
        {
            (_sums[i], _kinds[i], _signs[i]) = (0, 0, 0);
        }

        for (int left = _group; left > 0;)
        {
            SampleRun run = lane.Run(sec, _step, left);
            foreach (int i in read)
            {
                int index = columns[i].Dimension.Index;
                if (index < run.Columns)
                {
                    _sums[i] += UnitSums.Add(run, index, ref _kinds[i], ref _signs[i]);
                }
                else
                {
                    _kinds[i] = uint.MaxValue;
                }
            }

            left -= run.Rows == 0 ? left : run.Rows;
            sec += (long)run.Rows * _step;
        }
    }

    /// <summary>
    /// The average of a column, to seven decimals. False: it has to be read sample by sample.
    /// </summary>
    public bool TryTake(int column, out double value)
    {
        value = 0;
        if (_kinds[column] != 0 || _signs[column] == (HasNegative | HasOther)
            || !UnitSums.TryAverage(_sums[column], (uint)_group, _sureBelow, out ulong units))
        {
            return false;
        }

        bool isNegative = _signs[column] == HasNegative;
        value = units * UnitSums.Unit;
        value = isNegative ? -value : value;

        // What is negative and rounds to 0 keeps its sign in print.
        return !isNegative || units > 0;
    }
}
