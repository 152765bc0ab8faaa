using System.Numerics;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A second of the journal: what was collected of many charts, as residuals against what both ends remember.
/// All control bits first, all varints after them, so that deflate finds the patterns. One thread.
/// </summary>
internal sealed class TickWriter : IDisposable
{
    private readonly ByteSink _bits = new(), _data = new(), _frame = new();
    private uint _open;
    private int _openBits;
    private long _sinceBefore;
    private uint _slotBefore;

    /// <summary>Collections in the frame.</summary>
    public int Count { get; private set; }

    public void Begin()
    {
        _bits.Clear();
        _data.Clear();
        (_open, _openBits, _sinceBefore, _slotBefore, Count) = (0, 0, 0, uint.MaxValue, 0);
    }

    /// <param name="slot">Small number of the chart in the journal; in order is cheapest.</param>
    /// <param name="memory">The chart's; changed.</param>
    /// <param name="clockUsec">After the collection.</param>
    /// <param name="values">One a dimension.</param>
    /// <param name="updated">1 for each that was set; empty: all.</param>
    public void Add(uint slot, TickMemory memory, long clockUsec, ReadOnlySpan<long> values,
        ReadOnlySpan<byte> updated)
    {
        Guard.That(values.Length == memory.Dimensions);
        Guard.That(updated.IsEmpty || updated.Length == values.Length);
        Count++;
        bool isNext = slot == _slotBefore + 1;
        Bits(isNext ? 1u : 0, 1);
        if (!isNext)
        {
            _data.Varint(slot);
        }

        long since = clockUsec - memory.ClockUsec;
        Bits(since == _sinceBefore ? 1u : 0, 1);
        if (since != _sinceBefore)
        {
            _data.Zigzag(since - _sinceBefore);
        }

        (_slotBefore, _sinceBefore, memory.ClockUsec) = (slot, since, clockUsec);
        bool isPartial = !updated.IsEmpty && updated.IndexOf((byte)0) >= 0;
        Bits(isPartial ? 1u : 0, 1);
        Span<long> last = memory.Last;
        Span<long> step = memory.Step;
        for (int i = 0; i < values.Length; i++)
        {
            if (isPartial)
            {
                Bits(updated[i] != 0 ? 1u : 0, 1);
                if (updated[i] == 0)
                {
                    continue;
                }
            }

            Value(values[i] - last[i], step[i]);
            step[i] = values[i] - last[i];
            last[i] = values[i];
        }
    }

    /// <summary>
    /// The frame, without a length or a sum of its own; valid until the next <see cref="Begin"/>.
    /// </summary>
    public ReadOnlySpan<byte> Finish()
    {
        if (_openBits > 0)
        {
            _bits.Byte((byte)_open);
            (_open, _openBits) = (0, 0);
        }

        _frame.Clear();
        _frame.Varint((ulong)Count);
        _frame.Varint((ulong)_bits.Length);
        _frame.Bytes(_bits.Written);
        _frame.Bytes(_data.Written);
        return _frame.Written;
    }

    public void Dispose()
    {
        _bits.Dispose();
        _data.Dispose();
        _frame.Dispose();
    }

    /// <summary>0: unchanged; 1: the same step again; 2: the step follows; 3: its change follows.</summary>
    private void Value(long move, long step)
    {
        uint control = move == 0 ? 0u : move == step ? 1u
            : Length(move) <= Length(move - step) ? 2u : 3u;
        Bits(control, 2);
        if (control >= 2)
        {
            _data.Zigzag(control == 2 ? move : move - step);
        }
    }

    private static int Length(long value) => 64 - BitOperations.LeadingZeroCount(ByteSink.Folded(value));

    private void Bits(uint value, int count)
    {
        _open |= value << _openBits;
        _openBits += count;
        while (_openBits >= 8)
        {
            _bits.Byte((byte)_open);
            _open >>= 8;
            _openBits -= 8;
        }
    }
}
