using System.Buffers.Text;

namespace Edge.Text;

/// <summary>Numbers as C reads them.</summary>
internal static class CNumber
{
    /// <summary>
    /// Optional blanks and sign, <c>0x</c> hexadecimal, leading <c>0</c> octal, else decimal; stops at the
    /// first other character; no digit at all is 0; beyond 64 bits it saturates.
    /// </summary>
    public static long Parse(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        bool isNegative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
        {
            at++;
        }

        uint radix = 10;
        if (at < text.Length && text[at] == '0')
        {
            bool isHex = at + 2 < text.Length && (text[at + 1] | 0x20) == 'x' && Digit(text[at + 2]) < 16;
            radix = isHex ? 16u : 8u;
            at += isHex ? 2 : 0;
        }

        ulong limit = isNegative ? 1ul << 63 : long.MaxValue;
        ulong value = 0;
        for (; at < text.Length && Digit(text[at]) < radix; at++)
        {
            uint digit = Digit(text[at]);
            value = value > (limit - digit) / radix ? limit : (value * radix) + digit;
        }

        return isNegative ? unchecked(-(long)value) : (long)value;
    }

    /// <summary>Decimal digits only; stops at the first other character; saturates.</summary>
    public static long ParseDigits(ReadOnlySpan<byte> text)
    {
        long value = 0;
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                break;
            }

            value = value > (long.MaxValue - 9) / 10 ? long.MaxValue : (value * 10) + (b - '0');
        }

        return value;
    }

    /// <summary>A decimal fraction with optional exponent, or <c>nan</c>/<c>inf</c>.</summary>
    /// <param name="text">As sent.</param>
    /// <param name="used">Bytes that belong to the number; 0: it is none.</param>
    public static double ParseDouble(ReadOnlySpan<byte> text, out int used)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8)
            || System.Text.Ascii.EqualsIgnoreCase(text, "-nan"u8))
        {
            used = text.Length;
            return double.NaN;
        }

        int sign = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (System.Text.Ascii.EqualsIgnoreCase(text[sign..], "inf"u8))
        {
            used = text.Length;
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return Utf8Parser.TryParse(text, out double value, out used) ? value : 0;
    }

    private static uint Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(value - '0'),
        >= (byte)'a' and <= (byte)'f' => (uint)(value - 'a' + 10),
        >= (byte)'A' and <= (byte)'F' => (uint)(value - 'A' + 10),
        _ => 99,
    };
}
