using System.Text;

namespace Edge.Text;

/// <summary>A list of words with stars, as operators write: <c>!lo eth* *-ifb</c> (spec config 3).</summary>
internal sealed class SimplePattern
{
    private readonly Word[] _words;

    private SimplePattern(Word[] words) => _words = words;

    /// <summary>No word at all. Matches nothing; most users of patterns then allow everything.</summary>
    public bool IsEmpty => _words.Length == 0;

    /// <param name="list">Words between white space; any text is a valid list.</param>
    public static SimplePattern Parse(string list)
    {
        var words = new List<Word>();
        var text = new char[list.Length];
        int at = 0;
        while (at < list.Length)
        {
            bool isNegative = list[at] == '!';
            at += isNegative ? 1 : 0;
            int length = TakeWord(list, ref at, text);
            if (length > 0)
            {
                words.Add(Cut(text.AsSpan(0, length), isNegative));
            }
        }

        return new SimplePattern([.. words]);
    }

    /// <summary>The first word that matches decides; an empty text matches nothing.</summary>
    public bool Matches(ReadOnlySpan<char> text) => Matches(text, null);

    /// <param name="wild">Becomes what the stars of the word that decided stand for, one behind the
    /// other.</param>
    /// <param name="text">As above.</param>
    public bool Matches(ReadOnlySpan<char> text, StringBuilder? wild)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        foreach (Word word in _words)
        {
            wild?.Clear();
            if (word.Matches(text, wild))
            {
                return !word.IsNegative;
            }
        }

        return false;
    }

    /// <summary>
    /// Copies one word without its escapes and moves behind the separator after it. 0: nothing before the
    /// separator, which is how a lone <c>!</c> is dropped.
    /// </summary>
    private static int TakeWord(string list, ref int at, char[] text)
    {
        int length = 0;
        while (at < list.Length)
        {
            char c = list[at++];
            if (c == '\\' && at < list.Length)
            {
                text[length++] = list[at++];
            }
            else if (c is ' ' or '\t' or '\r' or '\n' or '\f' or '\v')
            {
                break;
            }
            else
            {
                text[length++] = c;
            }
        }

        return length;
    }

    /// <summary>
    /// Cuts a word at its stars. A star directly behind one is an ordinary character (<c>a**b</c> needs a
    /// star before the b), but for the last of the word, which leaves the end open (<c>**</c> is everything).
    /// </summary>
    private static Word Cut(ReadOnlySpan<char> word, bool isNegative)
    {
        var parts = new List<string>();
        bool openStart = word[0] == '*';
        bool openEnd = false;
        for (bool afterStar = openStart; ; afterStar = true)
        {
            word = afterStar ? word[1..] : word;
            int ordinary = word.Length - word.TrimStart('*').Length;
            ordinary = Math.Min(ordinary, Math.Max(word.Length - 1, 0));
            int star = word[ordinary..].IndexOf('*');
            if (star < 0)
            {
                openEnd = afterStar && word.IsEmpty;
                parts.Add(word.ToString());
                break;
            }

            star += ordinary;
            parts.Add(word[..star].ToString());
            word = word[star..];
            if (word.Length == 1)
            {
                openEnd = true;
                break;
            }
        }

        return new Word(isNegative, openStart, openEnd, [.. parts]);
    }

    /// <summary>Parts in their order: the first at the start, the last at the end, unless open.</summary>
    private sealed record Word(bool IsNegative, bool OpenStart, bool OpenEnd, string[] Parts)
    {
        public bool Matches(ReadOnlySpan<char> text, StringBuilder? wild)
        {
            for (int i = 0; i < Parts.Length; i++)
            {
                string part = Parts[i];
                bool isFirst = i == 0 && !OpenStart;
                if (i == Parts.Length - 1 && !OpenEnd)
                {
                    if (isFirst || !text.EndsWith(part, StringComparison.Ordinal))
                    {
                        return isFirst && text.SequenceEqual(part);
                    }

                    wild?.Append(text[..^part.Length]);
                    return true;
                }

                int found = isFirst
                    ? (text.StartsWith(part, StringComparison.Ordinal) ? 0 : -1)
                    : text.IndexOf(part, StringComparison.Ordinal);
                if (found < 0)
                {
                    return false;
                }

                wild?.Append(text[..found]);
                text = text[(found + part.Length)..];
            }

            wild?.Append(text);
            return true;
        }
    }
}
