namespace Edge.Stream;

/// <summary>Numbers as C reads them with base 0: blanks, sign, <c>0x</c> is hexadecimal, a leading 0 octal;
/// the rest is ignored, nothing is 0 (spec streaming 4.3).</summary>
internal static class CNumber
{
    /// <summary>Saturates at the limits of 64 bits.</summary>
    public static long Parse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart();
        bool negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
        {
            rest = rest[1..];
        }

        int radix = 10;
        if (rest.StartsWith("0x") || rest.StartsWith("0X"))
        {
            radix = 16;
            rest = rest[2..];
        }
        else if (rest.StartsWith("0"))
        {
            radix = 8;
        }

        Int128 value = 0;
        foreach (char c in rest)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > long.MaxValue)
            {
                break;
            }

            value = (value * radix) + digit;
        }

        value = negative ? -value : value;
        return value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;
    }
}
