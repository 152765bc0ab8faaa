using System.Globalization;

namespace Edge.Archive;

/// <summary>Names of journals in the folder of the store.</summary>
internal static class JournalFiles
{
    private const string Prefix = "journal-";
    private const string Suffix = ".edge";

    public static string PathOf(string folder, uint number) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}{Suffix}"));

    /// <summary>Oldest first.</summary>
    public static List<(uint Number, string Path)> Find(string folder)
    {
        var found = new List<(uint Number, string Path)>();
        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            ReadOnlySpan<char> digits = Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length];
            if (uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
            {
                found.Add((number, path));
            }
        }

        found.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return found;
    }
}
