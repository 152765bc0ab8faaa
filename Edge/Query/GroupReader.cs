using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// Makes one value of the samples of one dimension in one row. Samples go through a small block on the stack,
/// so that a group of any size costs no memory; only a median has to hold its whole group.
/// </summary>
internal sealed class GroupReader : IDisposable
{
    private const int BlockSamples = 128;

    /// <summary>For lanes whose points have several samples: one point at least.</summary>
    private const int WideBlockSamples = Limits.SamplesPerPointMax;

    private Question _question = new();
    private Window _window;
    private readonly Scratch _median = new();

    /// <summary>Rate of the smoothing methods, 0 to 1.</summary>
    private double _alpha;

    public void Open(Question question, Window window)
    {
        _question = question;
        _window = window;

        // Spec query 3: the window of the smoothing is the rows when each is one sample, else the samples of
        // one row.
        int windowMax = question.Grouping == Grouping.Ses ? question.SesWindowMax : question.DesWindowMax;
        long smoothed = window.Group == 1 ? window.Rows : window.Group;
        smoothed = windowMax > 1 ? Math.Min(smoothed, windowMax) : smoothed;
        _alpha = 2.0 / (smoothed + 1);
    }

    /// <summary>False: the group is empty, the value is 0.</summary>
    /// <param name="lane">Of the dimension's chart.</param>
    /// <param name="dimension">Its index there.</param>
    /// <param name="sec">Of the first sample.</param>
    /// <param name="accumulator">Empty, or that of the row before for the smoothing methods.</param>
    /// <param name="didReset">Set when one of the samples carries the mark.</param>
    /// <param name="value">May be NaN (see <see cref="Grouping.Cv"/>).</param>
    public bool TryRead(in Lane lane, int dimension, long sec, ref Accumulator accumulator, ref bool didReset,
        out double value)
    {
        if (_question.Grouping == Grouping.Median)
        {
            return TryReadMedian(lane, dimension, sec, ref didReset, out value);
        }

        Span<double> block = stackalloc double[BlockSize(lane)];
        long samples = 0;
        long at = sec;
        for (long left = _window.Group; left > 0;)
        {
            int count = Gather(lane, dimension, ref at, ref left, block, ref didReset);
            accumulator.Add(_question.Grouping, block[..count], _alpha);
            samples += count;
        }

        bool exists = accumulator.TryTake(_question.Grouping, _window.Divisor, out value);

        // Formats with one value a row settle their sum instead, from averages that were not touched.
        if (exists && _question.Grouping == Grouping.Average && !FormatNames.IsSingle(_question.Format)
            && Ties.IsNear(value, samples))
        {
            value = Ties.Settle(value, ExactAverage(lane, dimension, sec));
        }

        return exists;
    }

    /// <summary>
    /// An average once more, digit by digit as the reference gets it. The group is not empty.
    /// </summary>
    public Extended ExactAverage(in Lane lane, int dimension, long sec)
    {
        Span<double> block = stackalloc double[BlockSize(lane)];
        Extended sum = default;
        ulong samples = 0;
        bool ignored = false;
        for (long left = _window.Group; left > 0;)
        {
            int count = Gather(lane, dimension, ref sec, ref left, block, ref ignored);
            foreach (double sample in block[..count])
            {
                sum += Extended.OfSample(sample);
            }

            samples += (ulong)count;
        }

        Guard.That(samples > 0);
        if (_window.Divisor == 0)
        {
            return sum / Extended.Of(samples);
        }

        var seconds = Extended.Of((ulong)_window.ViewUpdateEvery);
        return sum / (seconds / Extended.Of((ulong)_question.ResamplingSeconds));
    }

    /// <summary>Whether a sample of the group carries the mark of a counter that was reset.</summary>
    public bool DidReset(in Lane lane, int dimension, long sec)
    {
        Span<double> block = stackalloc double[BlockSize(lane)];
        bool didReset = false;
        for (long left = _window.Group; left > 0;)
        {
            Gather(lane, dimension, ref sec, ref left, block, ref didReset);
        }

        return didReset;
    }

    public void Dispose() => _median.Dispose();

    private static int BlockSize(in Lane lane) => lane.SamplesPerPoint > 1 ? WideBlockSamples : BlockSamples;

    /// <summary>The next points of a group, as many as a block has room for.</summary>
    private int Gather(
        in Lane lane, int dimension, ref long sec, ref long left, Span<double> block, ref bool didReset)
    {
        int points = (int)Math.Min(left, block.Length / lane.SamplesPerPoint);
        int count = lane.Gather(dimension, sec, _window.UpdateEvery, points, block, ref didReset);
        sec += (long)points * _window.UpdateEvery;
        left -= points;
        return count;
    }

    private bool TryReadMedian(in Lane lane, int dimension, long sec, ref bool didReset, out double value)
    {
        int group = (int)_window.Group;
        Guard.That(group <= Limits.MedianSamplesMax);
        int room = (int)Math.Min((long)group * lane.SamplesPerPoint, Limits.MedianSamplesMax);
        Span<double> samples = _median.Take(room);
        int count = lane.Gather(dimension, sec, _window.UpdateEvery, group, samples, ref didReset);
        value = count == 0 ? 0 : Accumulator.Median(samples[..count]);
        return count > 0;
    }
}
