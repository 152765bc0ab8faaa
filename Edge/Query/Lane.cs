using Edge.Store;
using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// A chart's samples during one answer: its ring, and before it what is kept elsewhere. Valid as long as the
/// host's gate is held. A second before those of the oldest row or after the newest has no samples (a range
/// of the reference's ring would be clamped, which shows young charts of a context too early).
/// </summary>
internal readonly struct Lane
{
    private readonly nint _ring;
    private readonly int _rowBytes;
    private readonly int _count;
    private readonly int _updateEvery;
    private readonly int _entries;
    private readonly int _lastRow;
    private readonly long _lastSec;
    private readonly IPast? _past;

    /// <summary>
    /// First second that the oldest row of the ring stands for; a row stands for the interval that it ends.
    /// </summary>
    private readonly long _oldestSec;

    /// <param name="chart">The ring and the past of this one.</param>
    /// <param name="samplesPerPoint">See <see cref="SamplesPerPoint"/>.</param>
    public Lane(Chart chart, int samplesPerPoint = 1)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        SamplesPerPoint = samplesPerPoint;
        _count = clock.Count;
        _updateEvery = clock.UpdateEvery;
        _ring = clock.Ring;
        _rowBytes = clock.Columns * sizeof(uint);
        _entries = clock.Entries;
        _lastRow = (clock.CurrentEntry == 0 ? clock.Entries : clock.CurrentEntry) - 1;
        _past = chart.Past?.HasRows == true ? chart.Past : null;
        _lastSec = chart.LastEntrySec;
        _oldestSec = chart.Series.Rows == 0 ? long.MaxValue : chart.Series.FirstEntrySec + 1;
    }

    /// <summary>
    /// 1: each point of the grid is one sample. More: the interval changed within the window, the grid has
    /// the largest one, and a point takes every sample since the point before it, at most so many (spec query
    /// 4.4).
    /// </summary>
    public int SamplesPerPoint { get; }

    /// <summary>
    /// The packed samples of the row of a second, by dimension index; empty: nothing is kept of it. May be
    /// shorter than there are dimensions.
    /// </summary>
    public ReadOnlySpan<uint> At(long sec)
    {
        if (sec > _lastSec)
        {
            return [];
        }

        return sec >= _oldestSec ? Native.Span<uint>(_ring + ((nint)RowOf(sec) * _rowBytes), _count)
            : _past == null || sec <= _past.FirstEntrySec || sec > _past.LastEntrySec ? []
            : _past.At(sec).Row(sec);
    }

    /// <summary>
    /// As many as possible of the rows from a second on, where they lie one after the other, a step apart.
    /// </summary>
    /// <param name="sec">Of the first row.</param>
    /// <param name="step">Seconds between two rows.</param>
    /// <param name="rows">At most so many.</param>
    /// <returns>Without rows where there is a hole, another interval or nothing.</returns>
    public SampleRun Run(long sec, int step, int rows)
    {
        if (SamplesPerPoint > 1 || sec > _lastSec)
        {
            return default;
        }

        if (sec < _oldestSec)
        {
            return PastRun(sec, step, rows);
        }

        int row = RowOf(sec);
        rows = Math.Min(rows, _entries - row);
        rows = (int)Math.Min(rows, ((_lastSec - sec) / _updateEvery) + 1);
        return step == _updateEvery
            ? SampleRun.Of(_ring + ((nint)row * _rowBytes), _rowBytes / sizeof(uint), _count, rows)
            : default;
    }

    private SampleRun PastRun(long sec, int step, int rows)
    {
        if (_past == null || sec <= _past.FirstEntrySec || sec > _past.LastEntrySec)
        {
            return default;
        }

        PastRows past = _past.At(sec);
        if (past.IsHole || past.UpdateEvery != step)
        {
            return default;
        }

        // The ring is right where both have rows.
        long end = Math.Min(past.ToSec + 1, _oldestSec);
        long row = (sec - past.FromSec) / step;
        rows = (int)Math.Min(rows, (end - sec + step - 1) / step);
        rows = (int)Math.Min(rows, ((past.ToSec - past.FromSec) / step) + 1 - row);
        nint address = past.Address + (nint)(row * past.Stride * sizeof(uint));
        return SampleRun.Of(address, past.Stride, past.Count, rows);
    }

    /// <summary>
    /// Unpacks the samples of one dimension at points of the grid; absent ones are left out. Returns how many
    /// exist.
    /// </summary>
    /// <param name="dimension">Index.</param>
    /// <param name="sec">Of the first point.</param>
    /// <param name="step">Seconds between two points.</param>
    /// <param name="points">How many.</param>
    /// <param name="target">Room for <paramref name="points"/> x <see cref="SamplesPerPoint"/>.</param>
    /// <param name="didReset">Set when one of them carries the mark.</param>
    public int Gather(int dimension, long sec, int step, int points, Span<double> target, ref bool didReset)
    {
        int count = 0;
        bool takesAll = SamplesPerPoint > 1;
        long end = sec + ((points - 1L) * step) + 1;
        long from = takesAll ? sec - step + 1 : sec;
        if (from < _oldestSec && _past != null)
        {
            long pastEnd = Math.Min(end, _oldestSec);
            count = GatherPast(dimension, (from, sec), step, pastEnd, target, ref didReset);
        }

        end = Math.Min(end, _lastSec + 1);
        if (from < _oldestSec)
        {
            // Without a ring the oldest second is beyond all.
            long missing = Math.Min(points, ((_oldestSec - 1 - from) / step) + 1);
            from = takesAll ? _oldestSec : from + (missing * step);
        }

        if (from >= end)
        {
            return count;
        }

        int every = takesAll ? _updateEvery : step;
        sec = takesAll ? from + ((_lastSec - from) % every) : from;
        int row = RowOf(sec);
        bool isGrid = every == _updateEvery;
        for (; sec < end && count < target.Length; sec += every)
        {
            uint sample = Native.Ref<uint>(_ring + ((nint)row * _rowBytes) + (dimension * sizeof(uint)));
            if (StoredNumber.DoesExist(sample))
            {
                target[count++] = StoredNumber.Unpack(sample);
                didReset |= StoredNumber.DidReset(sample);
            }

            row = isGrid ? (row + 1 == _entries ? 0 : row + 1) : RowOf(Math.Min(sec + every, _lastSec));
        }

        return count;
    }

    /// <summary>
    /// The part of <see cref="Gather"/> before the ring: from the first second and the first point on, before
    /// <paramref name="end"/>.
    /// </summary>
    private int GatherPast(int dimension, (long Sec, long Point) start, int step, long end,
        Span<double> target, ref bool didReset)
    {
        int count = 0;
        long last = Math.Min(end - 1, _past!.LastEntrySec);
        for (long at = Math.Max(start.Sec, _past.FirstEntrySec + 1); at <= last && count < target.Length;)
        {
            PastRows rows = _past.At(at);
            if (rows.IsHole)
            {
                at = rows.ToSec + 1;
                continue;
            }

            int every = SamplesPerPoint > 1 ? rows.UpdateEvery : step;
            at = SamplesPerPoint > 1
                ? RowSec(rows, at)
                : start.Point + ((at - start.Point + step - 1) / step * step);
            for (; at <= last && at <= rows.ToSec && count < target.Length; at += every)
            {
                ReadOnlySpan<uint> row = rows.Row(at);
                uint sample = dimension < row.Length ? row[dimension] : StoredNumber.Empty;
                if (StoredNumber.DoesExist(sample))
                {
                    target[count++] = StoredNumber.Unpack(sample);
                    didReset |= StoredNumber.DidReset(sample);
                }
            }
        }

        return count;
    }

    /// <summary>Whether a dimension has a sample that is not 0, from <paramref name="sec"/> to
    /// <paramref name="lastSec"/>.</summary>
    public bool HasNonZero(int dimension, long sec, long lastSec)
    {
        lastSec = Math.Min(lastSec, _lastSec);
        if (sec < _oldestSec && _past != null
            && PastHasNonZero(dimension, sec, Math.Min(lastSec, _oldestSec - 1)))
        {
            return true;
        }

        sec = Math.Max(sec, _oldestSec);
        if (sec > lastSec)
        {
            return false;
        }

        int row = RowOf(sec);
        for (long left = ((lastSec - sec) / _updateEvery) + 1; left > 0; left--)
        {
            uint sample = Native.Ref<uint>(_ring + ((nint)row * _rowBytes) + (dimension * sizeof(uint)));
            if (IsNonZero(sample))
            {
                return true;
            }

            row = row + 1 == _entries ? 0 : row + 1;
        }

        return false;
    }

    private bool PastHasNonZero(int dimension, long sec, long lastSec)
    {
        lastSec = Math.Min(lastSec, _past!.LastEntrySec);
        for (long at = Math.Max(sec, _past.FirstEntrySec + 1); at <= lastSec;)
        {
            PastRows rows = _past.At(at);
            long end = rows.IsHole || dimension >= rows.Count ? 0 : Math.Min(rows.ToSec, lastSec);
            for (at = RowSec(rows, at); at <= end; at += rows.UpdateEvery)
            {
                if (IsNonZero(rows.Row(at)[dimension]))
                {
                    return true;
                }
            }

            at = rows.ToSec + 1;
        }

        return false;
    }

    /// <summary>Second of the row that stands for a second; of a hole, the second itself.</summary>
    private static long RowSec(in PastRows rows, long sec) => rows.IsHole
        ? sec
        : sec + ((rows.ToSec - sec) % rows.UpdateEvery);

    private static bool IsNonZero(uint sample) =>
        StoredNumber.DoesExist(sample) && StoredNumber.Unpack(sample) != 0;

    /// <param name="sec">Not before the oldest row of the ring, not after the newest.</param>
    private int RowOf(long sec)
    {
        // A division of 64 bits is as slow as all the rest.
        long back = _lastSec - sec;
        long row = _lastRow - (_updateEvery == 1 ? back : back / _updateEvery);
        return (int)(row < 0 ? row + _entries : row);
    }
}
