using System.Text;
using Edge.Text;

namespace Edge.Boot;

/// <summary>
/// What <c>-W simple-pattern</c> prints: the sentences of the reference, for scripts that read them.
/// </summary>
internal static class PatternAnswer
{
    public static string Of(string pattern, string text, out bool matches)
    {
        matches = SimplePattern.Parse(pattern).Matches(text);
        string wildcarded = Wildcarded(pattern, text);
        return matches
            ? $"RESULT: MATCHED - pattern '{pattern}' matches '{text}', wildcarded '{wildcarded}'"
            : $"RESULT: NOT MATCHED - pattern '{pattern}' does not match '{text}', wildcarded '{wildcarded}'";
    }

    /// <summary>
    /// What the stars of the deciding word stand for, put together; nothing for a star alone.
    /// </summary>
    private static string Wildcarded(string pattern, string text)
    {
        char[] blanks = [' ', '\t', '\n', '\v', '\f', '\r'];
        foreach (string part in pattern.Split(blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            string word = part[0] == '!' ? part[1..] : part;
            if (SimplePattern.Parse(word).Matches(text))
            {
                return word.Trim('*').Length == 0 ? "" : Rest(word, text);
            }
        }

        return "";
    }

    /// <summary>The text without the literal pieces of a word that matches it.</summary>
    private static string Rest(string word, string text)
    {
        var rest = new StringBuilder();
        int at = 0;
        foreach (string piece in word.Split('*', StringSplitOptions.RemoveEmptyEntries))
        {
            int found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            rest.Append(text, at, found - at);
            at = found + piece.Length;
        }

        return rest.Append(text, at, text.Length - at).ToString();
    }
}
