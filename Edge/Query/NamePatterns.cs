namespace Edge.Query;

/// <summary>
/// A list of patterns, tried left to right, the first match decides: <c>*</c> is any run of characters, a
/// leading
/// <c>!</c> means "not", a backslash takes the next character as it is (spec api 10). Spaces are part of a
/// pattern.
/// </summary>
internal sealed class NamePatterns
{
    private readonly List<(string Text, bool IsNegative)> _patterns = [];

    /// <param name="list">Separated by commas, bars and control white space (spec query 4.1).</param>
    public NamePatterns(string list)
    {
        var word = new System.Text.StringBuilder();
        for (int i = 0; i < list.Length; i++)
        {
            char c = list[i];
            if (c == '\\' && i + 1 < list.Length)
            {
                word.Append(c).Append(list[++i]);
            }
            else if (c is ',' or '|' or '\t' or '\r' or '\n' or '\f' or '\v')
            {
                Add(word);
            }
            else
            {
                word.Append(c);
            }
        }

        Add(word);
    }

    public bool Matches(string text)
    {
        if (text.Length == 0)
        {
            return false;
        }

        foreach ((string pattern, bool isNegative) in _patterns)
        {
            if (MatchesOne(pattern, text))
            {
                return !isNegative;
            }
        }

        return false;
    }

    private void Add(System.Text.StringBuilder word)
    {
        bool isNegative = word.Length > 0 && word[0] == '!';
        int start = isNegative ? 1 : 0;
        if (word.Length > start)
        {
            _patterns.Add((word.ToString(start, word.Length - start), isNegative));
        }

        word.Clear();
    }

    /// <summary>
    /// Every literal is looked for at its first place behind the one before; the last one ends the text.
    /// </summary>
    private static bool MatchesOne(string pattern, ReadOnlySpan<char> text)
    {
        int at = 0;
        bool isAnchored = true;
        while (true)
        {
            string literal = Literal(pattern, ref at);
            bool isLast = at >= pattern.Length;
            if (isLast)
            {
                return isAnchored ? text.SequenceEqual(literal) : text.EndsWith(literal);
            }

            int found = isAnchored ? (text.StartsWith(literal) ? 0 : -1) : text.IndexOf(literal);
            if (found < 0)
            {
                return false;
            }

            text = text[(found + literal.Length)..];
            isAnchored = false;
            at++;
        }
    }

    /// <summary>The text up to the next wildcard or the end; <paramref name="at"/> is left there.</summary>
    private static string Literal(string pattern, ref int at)
    {
        var literal = new System.Text.StringBuilder();
        for (; at < pattern.Length && pattern[at] != '*'; at++)
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
            {
                at++;
            }

            literal.Append(pattern[at]);
        }

        return literal.ToString();
    }
}
