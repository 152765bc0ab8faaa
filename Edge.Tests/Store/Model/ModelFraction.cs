using System.Numerics;

namespace Edge.Tests.Store.Model;

/// <summary>A non-negative rational number, exact; slow and beyond doubt.</summary>
internal readonly record struct ModelFraction(BigInteger Above, BigInteger Below)
{
    public static ModelFraction Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa += BigInteger.One << 52;
        }

        int shift = exponent - 1075;
        return shift >= 0
            ? new ModelFraction(mantissa << shift, 1)
            : new ModelFraction(mantissa, BigInteger.One << -shift);
    }

    public ModelFraction Times(long factor) => new(Above * factor, Below);

    public ModelFraction Over(long divisor) => new(Above, Below * divisor);

    public int CompareTo(long other) => Above.CompareTo(Below * other);

    /// <summary>To nearest, ties to even.</summary>
    public BigInteger RoundToEven()
    {
        BigInteger whole = BigInteger.DivRem(Above, Below, out BigInteger rest);
        int half = (rest * 2).CompareTo(Below);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }
}
