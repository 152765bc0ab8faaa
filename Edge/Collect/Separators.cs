namespace Edge.Collect;

/// <summary>
/// Which bytes stand between words (spec collectors 1.3): blanks, what is not printable, and some more.
/// </summary>
internal static class Separators
{
    public static readonly bool[] Blanks = Table("");
    public static readonly bool[] Colon = Table(":");
    public static readonly bool[] Equal = Table("=");
    public static readonly bool[] CommaAndBar = Table(",|");
    public static readonly bool[] CommaColonBarAndSlash = Table(",:|/");

    private static bool[] Table(string more)
    {
        var table = new bool[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = i is <= ' ' or >= 0x7f || more.Contains((char)i);
        }

        return table;
    }
}
