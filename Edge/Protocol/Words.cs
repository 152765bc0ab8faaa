namespace Edge.Protocol;

/// <summary>The words of a line of a stream or an external plugin (spec streaming 12.2).</summary>
internal static class Words
{
    /// <summary>
    /// Splits at blanks, tabs, CR, LF and <c>=</c>; a word that starts with a quote runs to the next same
    /// quote, which ends it; a backslash takes the special meaning from the next character and stays in the
    /// word.
    /// </summary>
    /// <param name="line">Without its line end.</param>
    /// <param name="words">Room for <see cref="Limits.WordsPerLine"/>; what does not fit is ignored.</param>
    /// <returns>How many were found.</returns>
    public static int Split(ReadOnlySpan<byte> line, Span<Word> words)
    {
        int count = 0;
        int at = 0;
        while (count < words.Length)
        {
            while (at < line.Length && IsSeparator(line[at]))
            {
                at++;
            }

            if (at >= line.Length)
            {
                break;
            }

            byte first = line[at];
            bool isQuoted = first is (byte)'"' or (byte)'\'';
            int start = isQuoted ? at + 1 : at;
            if (isQuoted && start >= line.Length)
            {
                break;
            }

            int end = EndOf(line, start, isQuoted ? first : (byte)0);
            words[count++] = new Word(start, end - start);
            at = end + (isQuoted ? 1 : 0);
        }

        return count;
    }

    public static bool IsSeparator(byte value) =>
        value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'=';

    private static int EndOf(ReadOnlySpan<byte> line, int at, byte quote)
    {
        while (at < line.Length)
        {
            byte value = line[at];
            if (value == '\\')
            {
                at += 2;
                continue;
            }

            if (quote != 0 ? value == quote : IsSeparator(value))
            {
                return at;
            }

            at++;
        }

        return line.Length;
    }
}
