using System.Globalization;
using Edge.Collect;

namespace Edge.Boot;

/// <summary>
/// Texts of options to values, by the reference's rules (spec config 1.1). Nothing here fails.
/// </summary>
internal static class ConfigValues
{
    /// <param name="text">Anything.</param>
    /// <param name="isClear">False: neither a word for yes nor one for no, and so it is no.</param>
    public static bool Boolean(string text, out bool isClear)
    {
        bool isYes = Is(text, "yes") || Is(text, "true") || Is(text, "on") || Is(text, "auto")
            || Is(text, "on demand");
        isClear = isYes || Is(text, "no") || Is(text, "false") || Is(text, "off");
        return isYes;
    }

    /// <summary>Null: another word; the place keeps its default.</summary>
    public static OnDemand? OnDemandOf(string text) => text switch
    {
        "yes" => OnDemand.Yes,
        "no" => OnDemand.No,
        "auto" or "on demand" => OnDemand.Auto,
        _ => null,
    };

    public static string Of(OnDemand value) => value switch
    {
        OnDemand.Yes => "yes",
        OnDemand.No => "no",
        _ => "auto",
    };

    /// <summary>
    /// As C's strtoll with base 0: sign, 0x, leading 0 for octal; too large is the largest.
    /// </summary>
    /// <param name="text">Anything; what follows the number is ignored.</param>
    /// <param name="rest">What follows the number; all of the text when there is none.</param>
    public static long Number(string text, out string rest)
    {
        int at = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            at++;
        }

        int radix = 10;
        if (at < text.Length && text[at] == '0')
        {
            bool isHex = at + 2 < text.Length && text[at + 1] is 'x' or 'X'
                && char.IsAsciiHexDigit(text[at + 2]);
            radix = isHex ? 16 : 8;
            at += isHex ? 2 : 0;
        }

        int first = at;
        UInt128 value = 0;
        for (; at < text.Length && Digit(text[at]) < radix; at++)
        {
            value = UInt128.Min((value * (uint)radix) + (uint)Digit(text[at]), ulong.MaxValue);
        }

        rest = at == first ? text : text[at..];
        return isNegative
            ? (value > long.MaxValue ? long.MinValue : -(long)value)
            : (value > long.MaxValue ? long.MaxValue : (long)value);
    }

    /// <summary>The longest decimal number at the start; 0 when there is none.</summary>
    public static double Float(string text)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        int length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || "+-.eE".Contains(text[length])))
        {
            length++;
        }

        for (; length > 0; length--)
        {
            if (double.TryParse(text.AsSpan(0, length), styles, CultureInfo.InvariantCulture,
                out double value))
            {
                return value;
            }
        }

        return 0;
    }

    /// <summary>
    /// Seconds: a number and a unit letter, or <c>never</c>. Null: neither; the place takes 0.
    /// </summary>
    public static long? Duration(string text)
    {
        if (Is(text, "never"))
        {
            return 0;
        }

        long number = Number(text, out string unit);
        long? unitSeconds = unit == text ? null : unit.Trim() switch
        {
            "" or "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            "w" => 604_800,
            "M" => 2_592_000,
            "Y" => 31_536_000,
            _ => null,
        };
        return unitSeconds == null
            ? null
            : (long)Int128.Clamp((Int128)number * unitSeconds.Value, long.MinValue, long.MaxValue);
    }

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => int.MaxValue,
    };
}
