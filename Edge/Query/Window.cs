using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// Which rows an answer has: a grid of groups of samples, resolved from what was asked and what is kept (spec
/// query 2). All times are seconds.
/// </summary>
internal readonly record struct Window
{
    /// <summary>
    /// Second of the first sample of the oldest row; what jsonwrap reports as <c>after</c>.
    /// </summary>
    public long After { get; private init; }

    /// <summary>Seconds between the samples of the grid.</summary>
    public int UpdateEvery { get; private init; }

    /// <summary>Samples a row.</summary>
    public long Group { get; private init; }

    public long Rows { get; private init; }

    /// <summary>
    /// With resampling: what the sum of a row is divided by instead of the count. 0: no resampling.
    /// </summary>
    public double Divisor { get; private init; }

    /// <summary>Both times were given as timestamps, so that the answer cannot change much.</summary>
    public bool IsAbsolute { get; private init; }

    /// <summary>Nothing lies between the two times.</summary>
    public bool IsEmpty => Rows == 0;

    /// <summary>Seconds between rows; 1 for an empty window.</summary>
    public long ViewUpdateEvery => IsEmpty ? 1 : Group * UpdateEvery;

    /// <summary>Second of the newest row; 0 for an empty window.</summary>
    public long Before => IsEmpty ? 0 : RowSec(Rows - 1);

    /// <summary>Second of the last sample of a row, oldest row first.</summary>
    public long RowSec(long row) => After + ((row + 1) * Group * UpdateEvery) - UpdateEvery;

    /// <param name="question">Its times, points and options.</param>
    /// <param name="first">First entry, one interval before the oldest sample.</param>
    /// <param name="last">Last entry.</param>
    /// <param name="updateEvery">Of the grid.</param>
    public static Window Resolve(Question question, long first, long last, int updateEvery)
    {
        Guard.That(updateEvery > 0);
        Guard.That(first <= last);
        bool isAbsolute = IsTimestamp(question.After) && IsTimestamp(question.Before);
        (long after, long before) = Times(question, first, last, updateEvery);
        if (question.Has(TableOptions.AllowPast))
        {
            first = Math.Min(first, after);
        }

        long available = (before - after) / updateEvery;
        if (available <= 0)
        {
            return new Window { UpdateEvery = updateEvery, IsAbsolute = isAbsolute };
        }

        long points = question.Points == 0 || question.Points > available ? available : question.Points;
        long group = Math.Max(1, available / points);
        if (available % points > points / 2)
        {
            group++;
        }

        double divisor = 0;
        if (question.ResamplingSeconds > updateEvery)
        {
            divisor = Resample(question.ResamplingSeconds, updateEvery, points, before, ref after, ref group);
        }

        bool isAligned = !question.Has(TableOptions.Unaligned);
        if (isAligned)
        {
            before -= before % (group * updateEvery);
            after -= after % (group * updateEvery);
        }

        Window window = Fit(after, before, (first, last), (group, updateEvery), isAligned);
        return window with { Divisor = divisor, IsAbsolute = isAbsolute };
    }

    private static bool IsTimestamp(long time) => Math.Abs(time) > Limits.RelativeSecondsMax;

    /// <summary>2.1: what the two times mean.</summary>
    private static (long After, long Before) Times(Question question, long first, long last, int updateEvery)
    {
        (long after, long before) = (question.After, question.Before);
        if (after == 0 && before == 0)
        {
            (after, before) = (first, last);
        }
        else
        {
            if (!IsTimestamp(before))
            {
                before = RoundAway(before, updateEvery);
                before += before > 0 ? first : last;
            }

            if (!IsTimestamp(after))
            {
                after = before + (after == 0 ? -updateEvery : RoundAway(after, updateEvery));
            }
        }

        long floor = question.Has(TableOptions.AllowPast) ? long.MinValue : first;
        before = Math.Max(Math.Min(before, last), floor);
        after = Math.Max(Math.Min(after, last), floor);
        return after > before ? (before, after) : (after, before);
    }

    private static long RoundAway(long time, int updateEvery)
    {
        long over = time % updateEvery;
        return over == 0 ? time : time - over + (time > 0 ? updateEvery : -updateEvery);
    }

    /// <summary>2.5: widens the group to whole resampling intervals; gives the divisor.</summary>
    private static double Resample(
        long seconds, int updateEvery, long points, long before, ref long after, ref long group)
    {
        long duration = before - after;
        if (seconds > duration)
        {
            after = before - seconds;
            duration = seconds;
            group = duration / updateEvery / points;
        }

        long over = duration % seconds;
        if (over > seconds / 10)
        {
            after -= seconds - over;
            duration = before - after;
            group = duration / updateEvery / points;
        }

        long unit = (seconds + updateEvery - 1) / updateEvery;
        group = Math.Max(group, unit);
        group += (unit - (group % unit)) % unit;
        return (double)(group * updateEvery) / seconds;
    }

    /// <summary>2.6: whole rows inside what is kept.</summary>
    private static Window Fit(long after, long before, (long First, long Last) kept,
        (long Group, int UpdateEvery) grid, bool isAligned)
    {
        (long group, int updateEvery) = grid;
        long step = (isAligned ? group : 1) * updateEvery;
        if (before > kept.Last)
        {
            before = kept.Last - (kept.Last % step);
        }

        long rows = (before - after) / (updateEvery * group);
        long from = before - (rows * group * updateEvery) + updateEvery;
        if (from < kept.First)
        {
            // Not divided by the interval: the reference's own arithmetic, which only the next line notices.
            rows = (before - kept.First) / group;
            from = before - (rows * group * updateEvery) + updateEvery;
            if (from < kept.First)
            {
                from = kept.First - (kept.First % step) + step;
            }
        }

        if (from > before)
        {
            (from, before) = (before, from);
        }

        rows = ((before - from) / updateEvery / group) + 1;
        return new Window { After = from, UpdateEvery = updateEvery, Group = group, Rows = rows };
    }
}
