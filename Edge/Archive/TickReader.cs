namespace Edge.Archive;

/// <summary>
/// Reads a frame of <see cref="TickWriter"/>: <see cref="TryNextChart"/> gives the slot, the caller brings
/// the chart's memory, <see cref="TryRead"/> gives the collection. What is damaged ends it.
/// </summary>
internal ref struct TickReader
{
    private readonly ReadOnlySpan<byte> _bits;
    private ByteSource _data;
    private long _bitAt;
    private int _left;
    private uint _slot = uint.MaxValue;
    private long _since;

    public TickReader(ReadOnlySpan<byte> frame)
    {
        _data = new ByteSource(frame);
        _left = _data.Small(Limits.JournalCharts);
        _bits = _data.Take(_data.Small(Limits.ExtentBytes));
    }

    /// <summary>True once bytes were missing or wrong; nothing more is read then.</summary>
    public bool Failed => _data.Failed;

    /// <summary>False: the frame is at its end, or damaged; see <see cref="Failed"/>.</summary>
    public bool TryNextChart(out uint slot)
    {
        slot = 0;
        if (_left == 0 || Failed)
        {
            if (_data.Left > 0)
            {
                _data.Fail();
            }

            return false;
        }

        _left--;
        _slot = Bit() ? _slot + 1 : (uint)_data.Small(Limits.JournalCharts);
        slot = _slot;
        return !Failed;
    }

    /// <summary>The collection of the chart just named. A failed one may have changed the memory.</summary>
    /// <param name="memory">Of that chart; its clock is the collection's afterwards.</param>
    /// <param name="values">One a dimension.</param>
    /// <param name="updated">One a dimension: 1 when it was set.</param>
    public bool TryRead(TickMemory memory, Span<long> values, Span<byte> updated)
    {
        Sys.Guard.That(values.Length == memory.Dimensions && updated.Length == values.Length);
        _since = Bit() ? _since : _since + _data.Zigzag();
        bool isPartial = Bit();
        memory.ClockUsec += _since;
        Span<long> last = memory.Last;
        Span<long> step = memory.Step;
        for (int i = 0; i < values.Length && !Failed; i++)
        {
            updated[i] = !isPartial || Bit() ? (byte)1 : (byte)0;
            if (updated[i] != 0)
            {
                int control = (Bit() ? 1 : 0) | (Bit() ? 2 : 0);
                long residual = control >= 2 ? _data.Zigzag() : 0;
                step[i] = control switch { 0 => 0, 1 => step[i], 2 => residual, _ => step[i] + residual };
                last[i] += step[i];
            }

            values[i] = last[i];
        }

        return !Failed;
    }

    private bool Bit()
    {
        if (_bitAt >= 8L * _bits.Length)
        {
            _data.Fail();
            return false;
        }

        bool bit = (_bits[(int)(_bitAt >> 3)] >> (int)(_bitAt & 7) & 1) != 0;
        _bitAt++;
        return bit;
    }
}
