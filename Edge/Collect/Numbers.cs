namespace Edge.Collect;

/// <summary>Numbers as the kernel writes them: what is no digit ends them.</summary>
internal static class Numbers
{
    /// <summary>Leading digits; none is 0, too many wrap around.</summary>
    public static ulong Unsigned(ReadOnlySpan<byte> word)
    {
        ulong value = 0;
        foreach (byte b in word)
        {
            if ((uint)(b - '0') > 9)
            {
                break;
            }

            value = (value * 10) + (uint)(b - '0');
        }

        return value;
    }

    /// <summary>Leading hexadecimal digits.</summary>
    public static ulong Hex(ReadOnlySpan<byte> word)
    {
        ulong value = 0;
        foreach (byte b in word)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                break;
            }

            value = (value << 4) | (uint)(b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        return value;
    }

    /// <summary>
    /// A decimal number times 10 to the power of <paramref name="decimals"/>, truncated. Digit by digit, so
    /// that no
    /// binary fraction turns 4.35 into 4349.
    /// </summary>
    public static long Fixed(ReadOnlySpan<byte> word, int decimals)
    {
        bool isNegative = !word.IsEmpty && word[0] == '-';
        word = isNegative ? word[1..] : word;
        ulong value = 0;
        int left = -1;
        foreach (byte b in word)
        {
            if (b == '.' && left < 0)
            {
                left = decimals;
            }
            else if ((uint)(b - '0') > 9 || left == 0)
            {
                break;
            }
            else
            {
                value = (value * 10) + (uint)(b - '0');
                left -= left > 0 ? 1 : 0;
            }
        }

        for (left = left < 0 ? decimals : left; left > 0; left--)
        {
            value *= 10;
        }

        return isNegative ? -(long)value : (long)value;
    }
}
