namespace Edge.Query;

/// <summary>
/// Walks the <c>name=value</c> pairs of a decoded query string: split on <c>&amp;</c>, then on the first
/// <c>=</c>; pairs with an empty name or value are skipped (spec query 1.1).
/// </summary>
internal ref struct Pairs(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Name { get; private set; }

    public ReadOnlySpan<char> Value { get; private set; }

    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf('&');
            ReadOnlySpan<char> pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            int equals = pair.IndexOf('=');
            if (equals > 0 && equals + 1 < pair.Length)
            {
                Name = pair[..equals];
                Value = pair[(equals + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>The last value of a name; null when it does not occur.</summary>
    public static string? Last(string query, ReadOnlySpan<char> name)
    {
        string? found = null;
        var pairs = new Pairs(query);
        while (pairs.Next())
        {
            if (pairs.Name.SequenceEqual(name))
            {
                found = pairs.Value.ToString();
            }
        }

        return found;
    }

    /// <summary>Optional minus and digits, up to the first other character; none is 0. Saturates far beyond
    /// any meaning.</summary>
    public static long Integer(ReadOnlySpan<char> text)
    {
        bool isNegative = !text.IsEmpty && text[0] == '-';
        long value = 0;
        foreach (char c in isNegative ? text[1..] : text)
        {
            if (!char.IsAsciiDigit(c))
            {
                break;
            }

            value = Math.Min((value * 10) + (c - '0'), Limits.TimeSecondsMax);
        }

        return isNegative ? -value : value;
    }
}
