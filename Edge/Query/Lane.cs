using Edge.Store;
using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// A chart's ring during one answer: where the samples of a second lie. Valid as long as the host's gate is
/// held. A second before those of the oldest row or after the newest has no samples (a range of the
/// reference's ring would be clamped, which shows young charts of a context too early).
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

    /// <summary>
    /// First second that the oldest row stands for; a row stands for the interval that it ends.
    /// </summary>
    private readonly long _oldestSec;

    public Lane(Chart chart)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        _count = clock.Count;
        _updateEvery = clock.UpdateEvery;
        _ring = clock.Ring;
        _rowBytes = clock.Columns * sizeof(uint);
        _entries = clock.Entries;
        _lastRow = (clock.CurrentEntry == 0 ? clock.Entries : clock.CurrentEntry) - 1;
        _lastSec = chart.Series.LastEntrySec;
        _oldestSec = _ring == 0 ? long.MaxValue : chart.Series.FirstEntrySec + 1;
    }


    /// <summary>
    /// The packed samples of the row of a second, by dimension index; empty: nothing is kept of it.
    /// </summary>
    public ReadOnlySpan<uint> At(long sec) => sec < _oldestSec || sec > _lastSec
        ? []
        : Native.Span<uint>(_ring + ((nint)RowOf(sec) * _rowBytes), _count);

    /// <summary>
    /// Unpacks up to <c>target.Length</c> samples of one dimension, one every <paramref name="step"/> seconds
    /// from
    /// <paramref name="sec"/> on; absent ones are left out. Returns how many exist.
    /// </summary>
    public int Gather(int dimension, long sec, int step, Span<double> target, ref bool didReset)
    {
        long end = sec + ((long)target.Length * step);
        if (sec < _oldestSec)
        {
            sec += (_oldestSec - sec + step - 1) / step * step;
        }

        end = Math.Min(end, _lastSec + 1);
        if (sec >= end)
        {
            return 0;
        }

        int count = 0;
        int row = RowOf(sec);
        bool isGrid = step == _updateEvery;
        for (; sec < end; sec += step)
        {
            uint sample = Native.Ref<uint>(_ring + ((nint)row * _rowBytes) + (dimension * sizeof(uint)));
            if (StoredNumber.DoesExist(sample))
            {
                target[count++] = StoredNumber.Unpack(sample);
                didReset |= StoredNumber.DidReset(sample);
            }

            row = isGrid ? (row + 1 == _entries ? 0 : row + 1) : RowOf(Math.Min(sec + step, _lastSec));
        }

        return count;
    }

    /// <summary>Whether a dimension has a sample that is not 0, from <paramref name="sec"/> to
    /// <paramref name="lastSec"/>.</summary>
    public bool HasNonZero(int dimension, long sec, long lastSec)
    {
        sec = Math.Max(sec, _oldestSec);
        lastSec = Math.Min(lastSec, _lastSec);
        if (sec > lastSec)
        {
            return false;
        }

        int row = RowOf(sec);
        for (long left = ((lastSec - sec) / _updateEvery) + 1; left > 0; left--)
        {
            uint sample = Native.Ref<uint>(_ring + ((nint)row * _rowBytes) + (dimension * sizeof(uint)));
            if (StoredNumber.DoesExist(sample) && StoredNumber.Unpack(sample) != 0)
            {
                return true;
            }

            row = row + 1 == _entries ? 0 : row + 1;
        }

        return false;
    }

    /// <param name="sec">Not before the oldest row, not after the newest.</param>
    private int RowOf(long sec)
    {
        long row = _lastRow - ((_lastSec - sec) / _updateEvery);
        return (int)(row < 0 ? row + _entries : row);
    }
}
