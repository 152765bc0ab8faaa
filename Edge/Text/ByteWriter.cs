using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Edge.Text;

/// <summary>A growing buffer of bytes that text is written to and that is reused. Borrow the result as a
/// span.</summary>
internal sealed class ByteWriter(int capacity = 256) : IBufferWriter<byte>
{
    /// <summary>10^19 is the largest power of ten in 64 bits.</summary>
    public const int DecimalsMax = 19;

    private const double WholeMax = 9223372036854775808.0;

    private byte[] _bytes = new byte[capacity];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Drops everything after the first <paramref name="count"/> bytes.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)_count);
        _count = count;
    }

    public ByteWriter Add(byte value)
    {
        GetSpan(1)[0] = value;
        _count++;
        return this;
    }

    public ByteWriter Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _count += bytes.Length;
        return this;
    }

    /// <summary>UTF-8.</summary>
    public ByteWriter Add(string text)
    {
        Span<byte> target = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _count += Encoding.UTF8.GetBytes(text, target);
        return this;
    }

    public ByteWriter Add(long value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(20), out int written);
        _count += written;
        return this;
    }

    /// <summary>
    /// A number with exactly <paramref name="decimals"/> decimals, as C's <c>%0.Nf</c>: the exact binary
    /// value, ties to even, the sign of a negative zero kept. NaN is <c>nan</c>.
    /// </summary>
    /// <param name="value">Any.</param>
    /// <param name="decimals">0 to <see cref="DecimalsMax"/>.</param>
    public ByteWriter AddFixed(double value, byte decimals)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, DecimalsMax);
        if (!double.IsFinite(value))
        {
            return Add(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
        }

        if (double.IsNegative(value))
        {
            Add((byte)'-');
        }

        // Without decimals, whether a tie is even depends on the whole part.
        value = decimals == 0 ? Math.Round(Math.Abs(value), MidpointRounding.ToEven) : Math.Abs(value);
        ulong scale = 1;
        for (int i = 0; i < decimals; i++)
        {
            scale *= 10;
        }

        if (value < WholeMax)
        {
            ulong whole = (ulong)value;
            ulong fraction = Scaled(value - whole, scale);
            return fraction < scale
                ? AddDigits(whole).AddFraction(fraction, decimals)
                : AddDigits(whole + 1).AddFraction(0, decimals);
        }

        // From 2^63 on a double is a whole number; the library writes all its digits.
        Utf8Formatter.TryFormat(value, GetSpan(310), out int written, new StandardFormat('F', 0));
        _count += written;
        return AddFraction(0, decimals);
    }

    /// <summary>A fraction times a power of ten, to the nearest whole number, ties to even.</summary>
    /// <param name="fraction">0 or more, below 1.</param>
    /// <param name="scale">Up to 10^19, so that the product of 53 and 64 bits is exact in 128.</param>
    private static ulong Scaled(double fraction, ulong scale)
    {
        long bits = BitConverter.DoubleToInt64Bits(fraction);
        int exponent = (int)(bits >> 52);
        ulong mantissa = (ulong)bits & 0xF_FFFF_FFFF_FFFF;
        int shift = 1075 - Math.Max(exponent, 1);
        mantissa |= exponent == 0 ? 0 : 1UL << 52;
        if (shift > 118)
        {
            // Below 2^-65, which is less than half of 10^-19.
            return 0;
        }

        UInt128 product = (UInt128)mantissa * scale;
        UInt128 rest = product & ((UInt128.One << shift) - 1);
        var whole = (ulong)(product >> shift);
        UInt128 half = UInt128.One << (shift - 1);
        return rest > half || (rest == half && (whole & 1) != 0) ? whole + 1 : whole;
    }

    private ByteWriter AddDigits(ulong value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(20), out int written);
        _count += written;
        return this;
    }

    private ByteWriter AddFraction(ulong value, byte decimals)
    {
        if (decimals == 0)
        {
            return this;
        }

        Add((byte)'.');
        Utf8Formatter.TryFormat(value, GetSpan(20), out int written, new StandardFormat('D', decimals));
        _count += written;
        return this;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _count));
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_count);
    }

    /// <summary>Makes room for so many bytes more.</summary>
    public void Reserve(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        }
    }
}
