namespace Edge.Store;

/// <summary>How the reference cleans texts when a chart is created (spec database 1.3, streaming
/// 13.1).</summary>
internal static class Names
{
    /// <summary>Full chart names and file names: all but ASCII letters, digits and dots becomes an
    /// underscore.</summary>
    public static string CleanName(string text) => Clean(text, static c =>
        char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '_');

    /// <summary>Titles, units, families and contexts: safe between double quotes. Per byte of UTF-8, so that
    /// a letter beyond ASCII becomes several underscores.</summary>
    public static string CleanText(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return Clean(text, static c => c switch
            {
                '\\' => '/',
                '"' => '\'',
                <= ' ' => ' ',
                '\x7f' => ' ',
                _ => c,
            });
        }

        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return CleanText(string.Create(bytes.Length, bytes, static (chars, b) =>
        {
            for (int i = 0; i < b.Length; i++)
            {
                chars[i] = b[i] < 128 ? (char)b[i] : '_';
            }
        }));
    }

    private static string Clean(string text, Func<char, char> map)
    {
        foreach (char c in text)
        {
            if (map(c) != c)
            {
                return string.Create(text.Length, (text, map), static (chars, state) =>
                {
                    for (int i = 0; i < chars.Length; i++)
                    {
                        chars[i] = state.map(state.text[i]);
                    }
                });
            }
        }

        return text;
    }
}
