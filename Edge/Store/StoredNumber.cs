using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Edge.Store;

/// <summary>
/// The 32-bit sample (spec database 4): sign, decimal exponent up or down, base flag, two existence flags and
/// a 24-bit mantissa. 0 is the empty slot.
/// </summary>
internal static class StoredNumber
{
    public const uint Empty = 0;

    /// <summary>A sample.</summary>
    public const uint Exists = 1u << 24;

    /// <summary>A sample after a reset or overflow of a counter; instead of <see cref="Exists"/>.</summary>
    public const uint ExistsReset = 1u << 25;

    private const uint Base100 = 1u << 26;
    private const uint Multiply = 1u << 30;
    private const uint Negative = 1u << 31;
    private const uint FlagMask = 0x0700_0000;
    private const uint MantissaMax = 0x00FF_FFFF;

    /// <summary>Above this (mantissa * 10^7) the exponent counts in hundreds.</summary>
    private const double Base10Max = MantissaMax * 1e7;

    // Arrays, since a span of constants costs garbage wherever the compiler does not see through it (debug
    // builds).
    private static readonly double[] Ten = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

    private static readonly double[] Hundred = [1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12, 1e14];

    public static bool DoesExist(uint sample) => (sample & FlagMask) != 0;

    /// <summary>The reference tests the three flag bits together, so a reset of a base-100 value is not
    /// seen.</summary>
    public static bool DidReset(uint sample) => (sample & FlagMask) == ExistsReset;

    /// <param name="value">Finite. Magnitudes beyond 1.6777215e21 saturate, below 0.5e-7 become an existing
    /// zero.</param>
    /// <param name="flags"><see cref="Exists"/> or <see cref="ExistsReset"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pack(double value, uint flags)
    {
        double n = Math.Abs(value);
        uint sign = value < 0 ? Negative : 0;
        if (n <= MantissaMax)
        {
            if (n == 0)
            {
                return flags;
            }

            // The largest power of ten, up to 7, that keeps the mantissa within 24 bits.
            int exponent = n <= 16777.215
                ? n <= 167.77215 ? (n <= 1.6777215 ? 7 : n <= 16.777215 ? 6 : 5) : (n <= 1677.7215 ? 4 : 3)
                : n <= 1677721.5 ? (n <= 167772.15 ? 2 : 1) : 0;
            return flags | sign | ((uint)exponent << 27) | Round(n * Ten[exponent]);
        }

        return PackLarge(n, flags | sign);
    }

    /// <summary>NaN for an empty slot is the caller's affair: this gives 0 for it.</summary>
    public static double Unpack(uint sample)
    {
        double mantissa = sample & MantissaMax;
        int exponent = (int)((sample >> 27) & 7);
        double value;
        if ((sample & Multiply) != 0)
        {
            value = mantissa * ((sample & Base100) != 0 ? Hundred[exponent] : Ten[exponent]);
        }
        else
        {
            value = mantissa / Ten[exponent];
        }

        return (sample & Negative) != 0 ? -value : value;
    }

    private static uint PackLarge(double n, uint bits)
    {
        bits |= Multiply;
        double[] scale = Ten;
        int exponent = 1;
        if (n > Base10Max)
        {
            // 10^7 was not enough, so 100^3 is not either.
            bits |= Base100;
            scale = Hundred;
            exponent = 4;
        }

        while (n > MantissaMax * scale[exponent])
        {
            if (exponent == 7)
            {
                return bits | (7u << 27) | MantissaMax;
            }

            exponent++;
        }

        return bits | ((uint)exponent << 27) | Round(n / scale[exponent]);
    }

    /// <summary>To nearest, ties to even: the processor's own mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Round(double mantissa) => Sse2.IsSupported
        ? (uint)Sse2.ConvertToInt32(Vector128.CreateScalarUnsafe(mantissa))
        : (uint)Math.Round(mantissa, MidpointRounding.ToEven);
}
