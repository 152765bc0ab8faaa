using System.Buffers;

namespace Edge.Text;

/// <summary>
/// The few escapes that the API knows; most of its strings are clean since their charts were made.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<char> HtmlSpecial = SearchValues.Create("&<>\"'/");

    /// <summary>Chart dimension ids and names: a backslash before <c>"</c> and <c>\</c>.</summary>
    public static ByteWriter AddEscaped(this ByteWriter writer, string text) =>
        text.AsSpan().IndexOfAny('"', '\\') < 0 ? writer.Add(text) : writer.Add(Escape(text));

    /// <summary>
    /// Values of labels: as <see cref="AddEscaped"/>, and control characters become underscores.
    /// </summary>
    public static ByteWriter AddLabelValue(this ByteWriter writer, string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return writer.AddEscaped(string.Create(text.Length, text, static (chars, from) =>
                {
                    for (int i = 0; i < chars.Length; i++)
                    {
                        chars[i] = char.IsControl(from[i]) ? '_' : from[i];
                    }
                }));
            }
        }

        return writer.AddEscaped(text);
    }

    /// <summary>
    /// Names from requests in messages (spec query 7): <c>&amp; &lt; &gt; " ' /</c> as HTML entities.
    /// </summary>
    public static string EscapeHtml(string text) => !text.AsSpan().ContainsAny(HtmlSpecial)
        ? text
        : text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&#x27;", StringComparison.Ordinal)
            .Replace("/", "&#x2F;", StringComparison.Ordinal);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);
}
