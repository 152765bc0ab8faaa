using System.Text;

namespace Edge.Boot;

/// <summary>
/// Carries names and values unharmed through the Ini provider, which is case-insensitive, splits keys at
/// colons, trims, skips lines that start with <c>;</c> or <c>/</c> and takes quotes off. An escape is
/// <c>~</c> and four hex digits.
/// </summary>
internal static class IniEscape
{
    private const char Mark = '~';

    /// <summary>
    /// Lower-case letters, digits, dash, dot and underscore pass; what is left has no letter case.
    /// </summary>
    public static void AddName(StringBuilder target, string name)
    {
        foreach (char c in name)
        {
            Add(target, c, isPlain: char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)
                || c is '-' or '.' or '_');
        }
    }

    /// <summary>In quotes, of which the provider takes off exactly one pair.</summary>
    public static void AddValue(StringBuilder target, string value)
    {
        target.Append('"');
        foreach (char c in value)
        {
            Add(target, c, isPlain: c is not (Mark or '\r' or '\n'));
        }

        target.Append('"');
    }

    public static string Remove(string text)
    {
        if (!text.Contains(Mark))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == Mark)
            {
                plain.Append((char)Convert.ToUInt16(text.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static void Add(StringBuilder target, char c, bool isPlain)
    {
        if (isPlain)
        {
            target.Append(c);
        }
        else
        {
            target.Append(Mark).Append(((int)c).ToString("x4"));
        }
    }
}
