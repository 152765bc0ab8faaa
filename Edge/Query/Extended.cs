using System.Numerics;
using Edge.Store;

namespace Edge.Query;

/// <summary>
/// The processor's 80-bit floating point in integers: 64 bits of mantissa, every step rounded to nearest,
/// ties to even. The reference computes averages in it, and where the exact result lies half-way between two
/// last digits its rounding noise decides which one is printed (spec query 3). Only those values come here.
/// </summary>
internal readonly struct Extended
{
    private readonly bool _isNegative;

    /// <summary>value = mantissa * 2^exponent; the mantissa has its top bit set, or is 0.</summary>
    private readonly ulong _mantissa;
    private readonly int _exponent;

    private Extended(bool isNegative, ulong mantissa, int exponent)
    {
        _isNegative = isNegative;
        _mantissa = mantissa;
        _exponent = exponent;
    }

    public static Extended Of(ulong value) => Rounded(false, value, 0);

    /// <summary>
    /// A stored sample as the reference unpacks it: divided by ten up to seven times, one after the other.
    /// </summary>
    /// <param name="sample">The unpacked value of a stored sample; packing it again gives its decimal
    /// digits.</param>
    public static Extended OfSample(double sample)
    {
        uint packed = StoredNumber.Pack(sample, StoredNumber.Exists);
        ulong mantissa = packed & 0x00FF_FFFF;
        int exponent = (int)(packed >> 27) & 7;
        if (mantissa == 0 || (packed & (1u << 30)) != 0)
        {
            // Whole numbers; above 2^64 no decimals are left to decide about.
            double magnitude = Math.Min(Math.Abs(sample), 1e19);
            return Rounded(sample < 0, (ulong)magnitude, 0);
        }

        int shift = BitOperations.LeadingZeroCount(mantissa);
        mantissa <<= shift;
        int power = -shift;
        for (; exponent > 0; exponent--)
        {
            power -= DivideByTen(ref mantissa);
        }

        return new Extended(sample < 0, mantissa, power);
    }

    public static Extended operator +(Extended a, Extended b)
    {
        if (a._mantissa == 0 || b._mantissa == 0)
        {
            return a._mantissa == 0 ? b : a;
        }

        if (a._exponent < b._exponent || (a._exponent == b._exponent && a._mantissa < b._mantissa))
        {
            (a, b) = (b, a);
        }

        // 62 bits below the mantissa, one above for the carry; what falls off below leaves a mark in the last
        // bit.
        UInt128 large = (UInt128)a._mantissa << 62;
        UInt128 small = (UInt128)b._mantissa << 62;
        int distance = a._exponent - b._exponent;
        UInt128 shifted = distance > 126 ? UInt128.Zero : small >> distance;
        bool isInexact = distance > 126 || (shifted << distance) != small;
        UInt128 result = a._isNegative == b._isNegative
            ? large + shifted
            : large - shifted - (isInexact ? UInt128.One : UInt128.Zero);
        return Rounded(a._isNegative, isInexact ? result | 1 : result, a._exponent - 62);
    }

    public static Extended operator /(Extended a, Extended b)
    {
        UInt128 dividend = (UInt128)a._mantissa << 64;
        UInt128 quotient = dividend / b._mantissa;
        UInt128 rest = (dividend - (quotient * b._mantissa)) << 62;
        UInt128 more = rest / b._mantissa;
        UInt128 mark = rest == more * b._mantissa ? UInt128.Zero : UInt128.One;
        int exponent = a._exponent - b._exponent - 64 - 62;
        return Rounded(a._isNegative != b._isNegative, (quotient << 62) | more | mark, exponent);
    }

    /// <summary>
    /// Its magnitude in units of 10^-7, rounded as spec query 5.9 prints it. Below 2^64 units.
    /// </summary>
    public ulong ToUnits()
    {
        const ulong unit = 10_000_000;
        ulong whole = _exponent >= 0 || _exponent <= -64 ? 0 : _mantissa >> -_exponent;
        var wholePart = Rounded(!_isNegative, whole, 0);
        Extended fraction = this + wholePart;
        UInt128 product = (UInt128)fraction._mantissa * unit;
        Extended scaled = Rounded(false, product, fraction._exponent);
        return (whole * unit) + scaled.Nearest();
    }

    /// <summary>To the nearest whole number, ties to even.</summary>
    private ulong Nearest()
    {
        if (_mantissa == 0 || _exponent < -64)
        {
            return 0;
        }

        UInt128 value = (UInt128)_mantissa << 64 >> -_exponent;
        ulong whole = (ulong)(value >> 64);
        ulong below = (ulong)value;
        const ulong half = 1UL << 63;
        return whole + (below > half || (below == half && (whole & 1) != 0) ? 1UL : 0UL);
    }

    /// <summary>
    /// mantissa * 2^-p = mantissa * 2^3 / 10 or 2^4 / 10, whichever fills the 64 bits. With m = 10 h + l, the
    /// quotient is h * 2^p + l * 2^p / 10. Returns p.
    /// </summary>
    private static int DivideByTen(ref ulong mantissa)
    {
        (ulong high, ulong low) = Math.DivRem(mantissa, 10);
        int shift = ((high << 3) + ((low << 3) / 10)) >> 63 != 0 ? 3 : 4;
        low <<= shift;
        ulong quotient = (high << shift) + (low / 10);
        ulong rest = low % 10;
        mantissa = quotient + (rest > 5 || (rest == 5 && (quotient & 1) != 0) ? 1UL : 0UL);
        return shift;
    }

    private static Extended Rounded(bool isNegative, UInt128 value, int exponent)
    {
        if (value == UInt128.Zero)
        {
            return default;
        }

        int drop = 64 - (int)UInt128.LeadingZeroCount(value);
        if (drop <= 0)
        {
            return new Extended(isNegative, (ulong)value << -drop, exponent + drop);
        }

        ulong mantissa = (ulong)(value >> drop);
        UInt128 below = value & ((UInt128.One << drop) - 1);
        UInt128 half = UInt128.One << (drop - 1);
        if (below > half || (below == half && (mantissa & 1) != 0))
        {
            mantissa++;
            if (mantissa == 0)
            {
                return new Extended(isNegative, 1UL << 63, exponent + drop + 1);
            }
        }

        return new Extended(isNegative, mantissa, exponent + drop);
    }
}
