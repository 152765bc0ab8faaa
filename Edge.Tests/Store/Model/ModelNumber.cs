namespace Edge.Tests.Store.Model;

/// <summary>
/// The stored sample by the loops of spec database 4.2, one step after the other. <see cref="PackExact"/> has
/// no rounding but the last, <see cref="Pack"/> works in doubles.
/// </summary>
internal static class ModelNumber
{
    private const uint MantissaMax = 0x00FF_FFFF;

    public static uint Pack(double value, uint flags)
    {
        uint r = flags & 0x0700_0000;
        if (value == 0)
        {
            return r;
        }

        double n = value;
        if (n < 0)
        {
            r |= 1u << 31;
            n = -n;
        }

        double @base = 10;
        if (n / 10_000_000 > MantissaMax)
        {
            r |= 1u << 26;
            @base = 100;
        }

        uint m = 0;
        while (m < 7 && n > MantissaMax)
        {
            n /= @base;
            m++;
        }

        if (m > 0)
        {
            r |= (1u << 30) | (m << 27);
            return n > MantissaMax ? r | MantissaMax : r | (uint)Math.Round(n, MidpointRounding.ToEven);
        }

        while (m < 7 && n < 0x0019_999E)
        {
            n *= 10;
            m++;
        }

        if (n > MantissaMax)
        {
            n /= 10;
            m--;
        }

        return r | (m << 27) | (uint)Math.Round(n, MidpointRounding.ToEven);
    }

    /// <summary>The same loops without any rounding but the last: what an infinitely wide register would
    /// give.</summary>
    public static uint PackExact(double value, uint flags)
    {
        uint r = flags & 0x0700_0000;
        if (value == 0)
        {
            return r;
        }

        if (value < 0)
        {
            r |= 1u << 31;
        }

        var n = ModelFraction.Of(Math.Abs(value));
        int @base = 10;
        if (n.Over(10_000_000).CompareTo(MantissaMax) > 0)
        {
            r |= 1u << 26;
            @base = 100;
        }

        uint m = 0;
        while (m < 7 && n.CompareTo(MantissaMax) > 0)
        {
            n = n.Over(@base);
            m++;
        }

        if (m > 0)
        {
            r |= (1u << 30) | (m << 27);
            return n.CompareTo(MantissaMax) > 0 ? r | MantissaMax : r | (uint)n.RoundToEven();
        }

        while (m < 7 && n.CompareTo(0x0019_999E) < 0)
        {
            n = n.Times(10);
            m++;
        }

        if (n.CompareTo(MantissaMax) > 0)
        {
            n = n.Over(10);
            m--;
        }

        return r | (m << 27) | (uint)n.RoundToEven();
    }

    /// <summary>
    /// Whether a sample is the packed value, or would be if the value differed in the last bits of a double.
    /// Where the rounding of the mantissa is a close call, the loops in doubles, in the reference's 80-bit
    /// registers and in one multiplication may fall on different sides; nothing in the specification can tell
    /// them apart.
    /// </summary>
    public static bool IsPacked(uint sample, double value, uint flags)
    {
        if (sample == Pack(value, flags))
        {
            return true;
        }

        double below = value;
        double above = value;
        for (int i = 0; i < 4; i++)
        {
            below = Math.BitDecrement(below);
            above = Math.BitIncrement(above);
        }

        return sample == PackExact(below, flags) || sample == PackExact(above, flags);
    }

    public static double Unpack(uint sample)
    {
        double value = sample & MantissaMax;
        uint m = (sample >> 27) & 7;
        double factor = (sample & (1u << 26)) != 0 && (sample & (1u << 30)) != 0 ? 100 : 10;
        for (; m > 0; m--)
        {
            value = (sample & (1u << 30)) != 0 ? value * factor : value / factor;
        }

        return (sample & (1u << 31)) != 0 ? -value : value;
    }
}
