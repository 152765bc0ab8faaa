using Edge.Sys;

namespace Edge.Archive;

/// <summary>What is free of a piece of a file, in lines of 64 bytes. The first run that is long enough is
/// taken, so that the end stays whole.</summary>
internal sealed class FreeRuns
{
    public const int LineBytes = 64;

    /// <summary>By offset, no two of them touching.</summary>
    private readonly List<(long From, long To)> _runs;

    public FreeRuns(long bytes)
    {
        Guard.That(bytes > 0 && bytes % LineBytes == 0);
        _runs = [(0, bytes)];
        Bytes = bytes;
    }

    public long Bytes { get; }

    /// <summary>Whole lines.</summary>
    public static long Rounded(long bytes) => (bytes + LineBytes - 1) & -LineBytes;

    /// <summary>-1: no run is long enough.</summary>
    public long Take(long bytes)
    {
        long room = Rounded(bytes);
        for (int i = 0; i < _runs.Count; i++)
        {
            if (_runs[i].To - _runs[i].From >= room)
            {
                long from = _runs[i].From;
                Cut(i, from, from + room);
                return from;
            }
        }

        return -1;
    }

    /// <summary>False: a part of it is not free, or not here; then nothing is taken.</summary>
    public bool TryClaim(long from, long bytes)
    {
        long to = from + Rounded(bytes);
        int index = Behind(from) - 1;
        if (from < 0 || from % LineBytes != 0 || bytes <= 0 || index < 0 || _runs[index].To < to)
        {
            return false;
        }

        Cut(index, from, to);
        return true;
    }

    public void Return(long from, long bytes)
    {
        long to = from + Rounded(bytes);
        int next = Behind(from);
        Guard.That(from >= 0 && from % LineBytes == 0 && bytes > 0 && to <= Bytes);
        Guard.That(next == 0 || _runs[next - 1].To <= from);
        Guard.That(next == _runs.Count || _runs[next].From >= to);
        if (next < _runs.Count && _runs[next].From == to)
        {
            to = _runs[next].To;
            _runs.RemoveAt(next);
        }

        if (next > 0 && _runs[next - 1].To == from)
        {
            _runs[next - 1] = (_runs[next - 1].From, to);
        }
        else
        {
            _runs.Insert(next, (from, to));
        }
    }

    /// <summary>Takes a part out of a run.</summary>
    private void Cut(int index, long from, long to)
    {
        (long start, long end) = _runs[index];
        _runs.RemoveAt(index);
        if (to < end)
        {
            _runs.Insert(index, (to, end));
        }

        if (start < from)
        {
            _runs.Insert(index, (start, from));
        }
    }

    /// <summary>Index of the first run that begins behind an offset.</summary>
    private int Behind(long offset)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _runs[middle].From <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
