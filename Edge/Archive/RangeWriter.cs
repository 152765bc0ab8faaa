namespace Edge.Archive;

/// <summary>
/// An arithmetic coder of bits (Martin 1979): a number in a range that each bit narrows by its odds. The
/// number's bytes go to a sink, as few as tell it.
/// </summary>
internal struct RangeWriter(ByteSink sink) : IBitCoder
{
    /// <summary>Below, the range has too few steps to be divided.</summary>
    private const uint RangeMin = 1u << 24;

    /// <summary>Zeros that are left away at the end; a reader that needs more has read on too far.</summary>
    public const int ZerosMax = 4;
    private readonly int _begin = sink.Length;
    private ulong _low;
    private uint _range = uint.MaxValue;

    /// <summary>The last byte that is not 0xFF, which a carry may still change; -1 before the first, which no
    /// carry reaches.</summary>
    private int _held = -1;
    private int _full;

    public readonly bool Failed => false;

    public uint Bit(ref ushort odds, int rate, uint bit)
    {
        uint bound = (_range >> 16) * odds;
        if (bit == 0)
        {
            _range = bound;
            odds += (ushort)((65_536 - odds) >> rate);
        }
        else
        {
            _low += bound;
            _range -= bound;
            odds -= (ushort)(odds >> rate);
        }

        while (_range < RangeMin)
        {
            _range <<= 8;
            Shift();
        }

        return bit;
    }

    public ulong Plain(int count, ulong value)
    {
        while (count > 0)
        {
            int take = Math.Min(count, 8);
            count -= take;
            _range >>= take;
            _low += _range * ((value >> count) & ((1ul << take) - 1));
            while (_range < RangeMin)
            {
                _range <<= 8;
                Shift();
            }
        }

        return value;
    }

    /// <summary>
    /// Ends it: behind the last byte a reader takes zeros. The number with the most zeros at its end is
    /// written, without them.
    /// </summary>
    public void Finish()
    {
        for (int zeros = 32; zeros >= 0; zeros--)
        {
            ulong mask = (1ul << zeros) - 1;
            ulong number = (_low + mask) & ~mask;
            if (number < _low + _range)
            {
                _low = number;
                break;
            }
        }

        for (int i = 0; i < 5; i++)
        {
            Shift();
        }

        int length = sink.Length;
        int least = Math.Max(_begin, length - ZerosMax);
        while (length > least && sink.Written[length - 1] == 0)
        {
            length--;
        }

        sink.Truncate(length);
    }

    /// <summary>Eight bits leave at the top; those that a carry may change are held back.</summary>
    private void Shift()
    {
        uint top = (uint)(_low >> 24);
        if (top < 0xFF || top > 0xFF)
        {
            uint carry = top >> 8;
            if (_held >= 0)
            {
                sink.Byte((byte)(_held + carry));
            }

            for (; _full > 0; _full--)
            {
                sink.Byte((byte)(0xFF + carry));
            }

            _held = (int)(top & 0xFF);
        }
        else
        {
            _full++;
        }

        _low = (_low & 0x00FF_FFFF) << 8;
    }
}
