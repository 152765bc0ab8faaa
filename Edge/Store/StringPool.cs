using Edge.Sys;
using Edge.Text;

namespace Edge.Store;

/// <summary>
/// One copy of the words that charts of many hosts share: ids, units, families, titles. A parent of 2,000
/// children would otherwise keep 2,000 copies of each. Bounded: when it is full, new words are not shared.
/// Any thread.
/// </summary>
internal static class StringPool
{
    private static readonly Gate Door = new();
    private static readonly HashSet<string> Words = new(Utf8Comparer.Instance);

    /// <param name="utf8">Not valid UTF-8 becomes what .NET makes of it, as everywhere.</param>
    public static string Share(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        using (Door.Enter())
        {
            HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> words =
                Words.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (words.TryGetValue(utf8, out string? word))
            {
                return word;
            }

            return Keep(Utf8Comparer.Instance.Create(utf8));
        }
    }

    public static string Share(string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        using (Door.Enter())
        {
            return Words.TryGetValue(text, out string? word) ? word : Keep(text);
        }
    }

    private static string Keep(string word)
    {
        if (Words.Count < Limits.PooledStrings && word.Length <= Limits.PooledStringChars)
        {
            Words.Add(word);
        }

        return word;
    }
}
