namespace Edge.Tests.Net;

/// <summary>
/// A simple pattern with a star at one end of a word at most: enough for lists of addresses.
/// </summary>
internal static class WordMatcher
{
    public static Func<string, bool> Compile(string patterns)
    {
        string[] words = patterns.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text =>
        {
            string? first = Array.Find(words, word => Matches(word.TrimStart('!'), text));
            return first != null && first[0] != '!';
        };
    }

    private static bool Matches(string word, string text) =>
        word.EndsWith('*') ? text.StartsWith(word[..^1], StringComparison.Ordinal)
        : word.StartsWith('*') ? text.EndsWith(word[1..], StringComparison.Ordinal)
        : word == text;
}
