using System.Numerics;
using System.Runtime.CompilerServices;

namespace Edge.Stream;

/// <summary>Plain decimals eight digits at a time.</summary>
internal static class FastNumber
{
    /// <summary>Bytes that must be readable from the start.</summary>
    public const int Lookahead = 24;

    /// <summary>
    /// Reads an optional minus and 1 to 16 digits without a leading zero. Anything else (octal, hexadecimal,
    /// sign, more digits, none) is left to <see cref="Text.CNumber"/>.
    /// </summary>
    /// <param name="first">At least <see cref="Lookahead"/> readable bytes.</param>
    /// <param name="value">The number.</param>
    /// <returns>Bytes used; 0: not such a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ref byte first, out long value)
    {
        nint at = first == '-' ? 1 : 0;
        ulong low = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at));
        int digits = Digits(low);
        if (digits == 8)
        {
            return Long(ref first, at, low, out value);
        }

        value = digits == 0 ? 0 : (long)Value(low << (64 - (digits * 8)));
        if (digits == 0 || ((byte)low == '0' && digits > 1))
        {
            return 0;
        }

        value = at == 0 ? value : -value;
        return (int)at + digits;
    }

    private static int Long(ref byte first, nint at, ulong high, out long value)
    {
        ulong low = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at + 8));
        int digits = Digits(low);
        value = 0;
        if ((byte)high == '0')
        {
            return 0;
        }

        value = (long)Value(high);
        if (digits == 8)
        {
            value = (value * 100_000_000) + (long)Value(low);
            byte after = Unsafe.Add(ref first, at + 16);
            if (after is >= (byte)'0' and <= (byte)'9')
            {
                return 0;
            }
        }
        else if (digits > 0)
        {
            value = (value * PowerOfTen(digits)) + (long)Value(low << (64 - (digits * 8)));
        }

        value = at == 0 ? value : -value;
        return (int)at + 8 + digits;
    }

    /// <summary>How many of the eight bytes, from the first on, are digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digits(ulong bytes)
    {
        // A byte is a digit when neither adding 0x46 nor taking 0x30 reaches bit 7. Carries and borrows only
        // spoil bytes behind (above) the first that is none, and that one is what is looked for.
        ulong marks = ((bytes + 0x4646_4646_4646_4646) | (bytes - 0x3030_3030_3030_3030))
            & 0x8080_8080_8080_8080;
        return marks == 0 ? 8 : BitOperations.TrailingZeroCount(marks) >> 3;
    }

    /// <summary>Eight ASCII digits, the first in the lowest byte; zero bytes in front count as
    /// zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong bytes)
    {
        bytes &= 0x0F0F_0F0F_0F0F_0F0F;
        bytes = ((bytes * 10) + (bytes >> 8)) & 0x00FF_00FF_00FF_00FF;
        bytes = ((bytes * 100) + (bytes >> 16)) & 0x0000_FFFF_0000_FFFF;
        return ((bytes * 10_000) + (bytes >> 32)) & 0xFFFF_FFFF;
    }

    private static long PowerOfTen(int digits) => digits switch
    {
        1 => 10,
        2 => 100,
        3 => 1_000,
        4 => 10_000,
        5 => 100_000,
        6 => 1_000_000,
        _ => 10_000_000,
    };
}
