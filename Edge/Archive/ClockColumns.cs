using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The clocks of an extent's charts, each column against the one before it: charts of one collector differ
/// by microseconds, while their own steps jitter by hundreds. Both ends keep the column before.
/// </summary>
internal sealed class ClockColumns
{
    private long[] _before = new long[512];
    private long[] _column = new long[512];
    private int _countBefore;

    /// <summary>The last column that was read.</summary>
    public ReadOnlySpan<long> Last => _before.AsSpan(0, _countBefore);

    /// <summary>The clock that it starts from.</summary>
    public long StartUsec { get; private set; }

    /// <summary>At the start of an extent.</summary>
    public void Clear() => _countBefore = 0;

    public void Encode(RawBlock raw, long firstSec, ByteSink head, ByteSink data)
    {
        int count = raw.Count;
        Reserve(count);
        StartUsec = raw.Start.ClockUsec;
        head.Zigzag(StartUsec - (firstSec * Clock.UsecPerSecond));
        head.Varint((ulong)count);
        int shift = _countBefore == 0 ? 0 : NearestTo(raw.ClockAt(0));
        head.Varint(_countBefore == 0 ? 0 : (ulong)shift + 1);
        for (int i = 0; i < count; i++)
        {
            _column[i] = raw.ClockAt(i) - Reference(i + shift);
        }

        ColumnCode.Encode(_column.AsSpan(0, count), StartUsec - Reference(shift - 1), head, data);
        for (int i = 0; i < count; i++)
        {
            _column[i] = raw.ClockAt(i);
        }

        Turn(count);
    }

    public void Decode(long firstSec, ref ByteSource head, ref ByteSource data)
    {
        StartUsec = head.Zigzag() + (firstSec * Clock.UsecPerSecond);
        int count = head.Small(Limits.CollectionsPerPage);
        int shift = head.Small(Limits.CollectionsPerPage) - 1;
        if (head.Failed || (shift >= 0 && _countBefore == 0))
        {
            head.Fail();
            return;
        }

        Reserve(count);
        bool isOwn = shift < 0;
        _countBefore = isOwn ? 0 : _countBefore;
        shift = Math.Max(0, shift);
        ColumnCode.Decode(_column.AsSpan(0, count), StartUsec - Reference(shift - 1), ref head, ref data);
        for (int i = 0; i < count; i++)
        {
            _column[i] += Reference(i + shift);
        }

        Turn(count);
    }

    private long Reference(int at) => _countBefore == 0 ? 0 : _before[Math.Clamp(at, 0, _countBefore - 1)];

    private int NearestTo(long clockUsec)
    {
        int at = 0;
        while (at + 1 < _countBefore
            && Math.Abs(_before[at + 1] - clockUsec) < Math.Abs(_before[at] - clockUsec))
        {
            at++;
        }

        return at;
    }

    private void Turn(int count)
    {
        (_before, _column) = (_column, _before);
        _countBefore = count;
    }

    private void Reserve(int count)
    {
        if (_column.Length < count)
        {
            Array.Resize(ref _column, Math.Max(count, 2 * _column.Length));
        }
    }
}
