namespace Edge.Sys;

/// <summary>Makes one line of whatever peers sent: nothing in it can start a line or move a cursor.</summary>
internal static class LogText
{
    private const byte Blank = (byte)' ';

    /// <summary>
    /// Control characters become blanks: those below 32, 127, and in UTF-8 U+0080 to U+009F (C2 80 to C2 9F)
    /// and the separators U+2028 and U+2029 (E2 80 A8, E2 80 A9).
    /// </summary>
    /// <param name="utf8">Whole characters, changed in place.</param>
    public static void Tame(Span<byte> utf8)
    {
        for (int i = 0; i < utf8.Length; i++)
        {
            byte b = utf8[i];
            if (b is < 32 or 127)
            {
                utf8[i] = Blank;
            }
            else if (b == 0xc2 && i + 1 < utf8.Length && utf8[i + 1] < 0xa0)
            {
                utf8.Slice(i, 2).Fill(Blank);
            }
            else if (utf8[i..].StartsWith("\u2028"u8) || utf8[i..].StartsWith("\u2029"u8))
            {
                utf8.Slice(i, 3).Fill(Blank);
            }
        }
    }
}
