using System.Globalization;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>The numbered files in the folder of the compressed store: their names, and how they go.</summary>
internal static class StoreFiles
{
    public const string Segments = "segment-";
    public const string Journals = "journal-";

    /// <summary>The second file of the journal of that number.</summary>
    public const string Twins = "twin-";
    private const string Tag = "DBENGINE";
    private const string Suffix = ".edge";

    /// <param name="folder">Of the store.</param>
    /// <param name="kind"><see cref="Segments"/>, <see cref="Journals"/> or <see cref="Twins"/>.</param>
    /// <param name="number">From 1.</param>
    public static string PathOf(string folder, string kind, uint number) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"{kind}{number:D10}{Suffix}"));

    /// <summary>Oldest first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static List<(uint Number, string Path)> Find(string folder, string kind)
    {
        var found = new List<(uint Number, string Path)>();
        foreach (string path in Directory.EnumerateFiles(folder, kind + "*" + Suffix))
        {
            ReadOnlySpan<char> digits = Path.GetFileName(path.AsSpan())[kind.Length..^Suffix.Length];
            if (uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
            {
                found.Add((number, path));
            }
        }

        found.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return found;
    }

    /// <summary>What cannot be deleted is found, and dealt with, at the next start.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Error(Tag, $"Cannot delete '{path}': {error.Message}");
        }
    }

    /// <summary>Both files of a journal.</summary>
    public static void DeleteJournal(string folder, uint number)
    {
        Delete(PathOf(folder, Journals, number));
        Delete(PathOf(folder, Twins, number));
    }

    /// <summary>Under a name that nobody reads, for whoever knows what it is.</summary>
    public static void SetAside(string path, string complaint)
    {
        string aside = path + ".unusable";
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            File.Move(path, aside, overwrite: true);
            Log.Error(Tag, $"'{path}' cannot be used: {complaint}. It is kept as '{aside}'.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Error(Tag,
                $"'{path}' cannot be used: {complaint}. It cannot be renamed either: {error.Message}");
        }
    }
}
