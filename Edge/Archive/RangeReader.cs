namespace Edge.Archive;

/// <summary>Reads what <see cref="RangeWriter"/> wrote.</summary>
internal ref struct RangeReader : IBitCoder
{
    private const uint RangeMin = 1u << 24;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private uint _code;
    private uint _range = uint.MaxValue;

    public RangeReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        for (int i = 0; i < 4; i++)
        {
            _code = (_code << 8) | Next();
        }
    }

    public bool Failed { get; private set; }

    /// <summary>More bytes than the writer needed are there.</summary>
    public readonly bool HasRest => _at < _bytes.Length;

    public void Fail() => Failed = true;

    public uint Bit(ref ushort odds, int rate, uint bit)
    {
        uint bound = (_range >> 16) * odds;
        if (_code < bound)
        {
            _range = bound;
            odds += (ushort)((65_536 - odds) >> rate);
            bit = 0;
        }
        else
        {
            _code -= bound;
            _range -= bound;
            odds -= (ushort)(odds >> rate);
            bit = 1;
        }

        while (_range < RangeMin)
        {
            _range <<= 8;
            _code = (_code << 8) | Next();
        }

        return bit;
    }

    public ulong Plain(int count, ulong value)
    {
        value = 0;
        while (count > 0)
        {
            int take = Math.Min(count, 8);
            count -= take;
            _range >>= take;
            uint part = _code / _range;
            if (part >= 1u << take)
            {
                // What a writer writes is always below its range.
                Failed = true;
                part = 0;
            }

            _code -= part * _range;
            value = (value << take) | part;
            while (_range < RangeMin)
            {
                _range <<= 8;
                _code = (_code << 8) | Next();
            }
        }

        return value;
    }

    private uint Next()
    {
        if (_at < _bytes.Length)
        {
            return _bytes[_at++];
        }

        Failed |= ++_at > _bytes.Length + RangeWriter.ZerosMax;
        return 0;
    }
}
