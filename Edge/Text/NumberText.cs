using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Edge.Text;

/// <summary>
/// Numbers as the API prints them (spec query 5.9): up to seven decimals, no exponent, no trailing zeros,
/// <c>null</c>
/// for what is not finite. Digits are made eight at a time in one 64-bit word, first digit in the lowest
/// byte.
/// </summary>
internal static class NumberText
{
    /// <summary>
    /// Room that every writer here may use: sign, 20 digits, point, 7 decimals, and a full last word.
    /// </summary>
    public const int BytesMax = 40;

    /// <summary>Eight digits, a point and eight digits that may be rubbish.</summary>
    private const int DecimalBytesMax = 17;

    private const ulong Ascii = 0x3030_3030_3030_3030;
    private const int Decimals = 7;
    private const int DecimalUnit = 10_000_000;

    /// <summary>The integral part has 64 bits; anything above prints as this.</summary>
    private const double IntegralMax = 18446744073709551615.0;

    /// <summary>
    /// Below, the integral part has at most eight digits, even where the fraction rounds up.
    /// </summary>
    private const double SmallMax = 99_999_999;

    private static ReadOnlySpan<ulong> Ten =>
    [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    ];

    /// <summary>Writes <paramref name="value"/>; returns the bytes written.</summary>
    public static int Write(Span<byte> target, double value)
    {
        double magnitude = Math.Abs(value);
        if (magnitude < SmallMax)
        {
            ref byte first = ref MemoryMarshal.GetReference(target[..(DecimalBytesMax + 1)]);
            first = (byte)'-';
            int sign = value < 0 ? 1 : 0;
            return sign + WriteSmall(ref Unsafe.Add(ref first, sign), magnitude);
        }

        if (!double.IsFinite(value))
        {
            "null"u8.CopyTo(target);
            return 4;
        }

        int at = 0;
        if (value < 0)
        {
            target[at++] = (byte)'-';
            value = -value;
        }

        ulong whole = value >= IntegralMax ? ulong.MaxValue : (ulong)value;
        int fraction = value >= IntegralMax ? 0 : Round((value - whole) * DecimalUnit);
        if (fraction == DecimalUnit)
        {
            whole++;
            fraction = 0;
        }

        at += WriteWhole(target[at..], whole);
        return at + WriteFraction(target[at..], fraction);
    }

    /// <param name="target"><see cref="DecimalBytesMax"/> bytes may be written.</param>
    /// <param name="value">0 or more, below <see cref="SmallMax"/>.</param>
    private static int WriteSmall(ref byte target, double value)
    {
        uint whole = Truncate(value);
        uint fraction = (uint)Round((value - whole) * DecimalUnit);
        if (fraction == DecimalUnit)
        {
            whole++;
            fraction = 0;
        }

        ulong digits = EightDigits(whole);
        int skipped = BitOperations.TrailingZeroCount(digits | (0x80UL << 56)) >> 3;
        Put(ref target, (digits | Ascii) >> (8 * skipped));
        ref byte point = ref Unsafe.Add(ref target, 8 - skipped);
        point = (byte)'.';
        digits = EightDigits(fraction);
        Put(ref Unsafe.Add(ref point, 1), (digits | Ascii) >> 8);
        return 8 - skipped + WithPoint(BitOperations.Log2(digits) >> 3);
    }

    public static ByteWriter AddNumber(this ByteWriter writer, double value)
    {
        writer.Advance(Write(writer.GetSpan(BytesMax), value));
        return writer;
    }

    /// <summary>
    /// Writes <paramref name="mantissa"/> / 10^<paramref name="places"/> digit by digit, without a division.
    /// </summary>
    /// <param name="target">At least <see cref="BytesMax"/> bytes.</param>
    /// <param name="isNegative">A negative zero prints no sign.</param>
    /// <param name="mantissa">Below 10^8.</param>
    /// <param name="places">0 to 7.</param>
    public static int WriteDecimal(Span<byte> target, bool isNegative, uint mantissa, int places)
    {
        // One check for all the writes below.
        ref byte first = ref MemoryMarshal.GetReference(target[..(DecimalBytesMax + 1)]);
        if (!isNegative || mantissa == 0)
        {
            return WriteDecimal(ref first, mantissa, places);
        }

        first = (byte)'-';
        return 1 + WriteDecimal(ref Unsafe.Add(ref first, 1), mantissa, places);
    }

    /// <summary>
    /// The same without a sign. Nothing is checked: <see cref="DecimalBytesMax"/> bytes may be written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteDecimal(ref byte target, uint mantissa, int places)
    {
        ulong digits = EightDigits(mantissa);

        // At least one digit stands before the point, and the decimals end with a digit that is not 0: a mark
        // in the last digit before the point bounds both searches, without a branch that data decide.
        int unit = Decimals - places;
        ulong marked = digits | (0x80UL << (8 * unit));
        int skipped = BitOperations.TrailingZeroCount(marked) >> 3;
        int decimals = (BitOperations.Log2(marked) >> 3) - unit;
        digits |= Ascii;
        Put(ref target, digits >> (8 * skipped));
        ref byte point = ref Unsafe.Add(ref target, unit + 1 - skipped);
        point = (byte)'.';

        // Without places this shifts by 64 bits, which is by none: bytes that nobody will look at.
        Put(ref Unsafe.Add(ref point, 1), digits >> (8 * (unit + 1)));
        return unit + 1 - skipped + WithPoint(decimals);
    }

    /// <summary>Bytes of so many decimals and their point; none for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WithPoint(int decimals) => decimals + (int)((uint)-decimals >> 31);

    /// <summary>Eight bytes, the lowest first, wherever they come to lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ref byte target, ulong bytes) => Unsafe.WriteUnaligned(
        ref target, BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes));

    /// <summary>Seconds since 1970 or any other whole number; ten digits, what a time has from 2001 to 2286,
    /// fast.</summary>
    /// <param name="target">At least <see cref="BytesMax"/> bytes.</param>
    /// <param name="value">Any.</param>
    public static int WriteSeconds(Span<byte> target, long value)
    {
        if (value is < 1_000_000_000 or > 9_999_999_999)
        {
            Utf8Formatter.TryFormat(value, target, out int written);
            return written;
        }

        ref byte first = ref MemoryMarshal.GetReference(target[..BytesMax]);
        uint high = (uint)((ulong)value / 100_000_000);
        first = (byte)('0' + (high / 10));
        Unsafe.Add(ref first, 1) = (byte)('0' + (high % 10));
        Put(ref Unsafe.Add(ref first, 2), EightDigits((uint)((ulong)value % 100_000_000)) | Ascii);
        return 10;
    }

    /// <summary>
    /// Writes <paramref name="mantissa"/> * 10^<paramref name="places"/>, at most 2^64 - 1.
    /// </summary>
    /// <param name="target">At least <see cref="BytesMax"/> bytes.</param>
    /// <param name="isNegative">A negative zero prints no sign.</param>
    /// <param name="mantissa">Below 10^8.</param>
    /// <param name="places">0 to 14.</param>
    public static int WriteScaled(Span<byte> target, bool isNegative, uint mantissa, int places)
    {
        int at = 0;
        if (isNegative && mantissa != 0)
        {
            target[at++] = (byte)'-';
        }

        UInt128 value = (UInt128)mantissa * Ten[places];
        return at + WriteWhole(target[at..], value > ulong.MaxValue ? ulong.MaxValue : (ulong)value);
    }

    private static int WriteWhole(Span<byte> target, ulong value)
    {
        if (value < 100_000_000)
        {
            return WriteDecimal(target, isNegative: false, (uint)value, places: 0);
        }

        Utf8Formatter.TryFormat(value, target, out int written);
        return written;
    }

    /// <param name="target">At least 9 bytes.</param>
    /// <param name="fraction">In units of 10^-7, below 10^7.</param>
    private static int WriteFraction(Span<byte> target, int fraction)
    {
        if (fraction == 0)
        {
            return 0;
        }

        ulong digits = EightDigits((uint)fraction);
        int decimals = Decimals - (BitOperations.LeadingZeroCount(digits) / 8);
        BinaryPrimitives.WriteUInt64LittleEndian(target[1..], (digits | Ascii) >> 8);
        target[0] = (byte)'.';
        return 1 + decimals;
    }

    /// <summary>
    /// Two groups of four digits, then four of two, then eight of one, each step for all groups in one
    /// multiplication: x * 10486 / 2^20 = x / 100 for x below 10,000; x * 103 / 2^10 = x / 10 for x below
    /// 100.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(uint value)
    {
        uint high = value / 10_000;
        ulong fours = high | ((ulong)(value - (high * 10_000)) << 32);
        ulong hundreds = ((fours * 10486) >> 20) & 0x0000_007F_0000_007F;
        ulong twos = ((fours - (100 * hundreds)) << 16) | hundreds;
        ulong tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
        return tens + ((twos - (10 * tens)) << 8);
    }

    /// <summary>Of what is not negative and below 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Truncate(double value) => Sse2.IsSupported
        ? (uint)Sse2.ConvertToInt32WithTruncation(Vector128.CreateScalarUnsafe(value))
        : (uint)value;

    /// <summary>To nearest, ties to even: the processor's own mode.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Round(double value) => Sse2.IsSupported
        ? Sse2.ConvertToInt32(Vector128.CreateScalarUnsafe(value))
        : (int)Math.Round(value, MidpointRounding.ToEven);
}
