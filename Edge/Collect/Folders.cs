using Edge.Sys;

namespace Edge.Collect;

/// <summary>What lies in a folder of /sys, in an order that is the same every time.</summary>
internal static class Folders
{
    /// <summary>
    /// Names, as people count: <c>mc2</c> before <c>mc10</c>. None where there is no such folder;
    /// at most <see cref="Limits.DevicesMax"/>.
    /// </summary>
    public static string[] Names(string path)
    {
        var names = new List<string>();
        try
        {
            if (Directory.Exists(path))
            {
                foreach (string entry in Directory.EnumerateFileSystemEntries(path))
                {
                    if (names.Count == Limits.DevicesMax)
                    {
                        Log.Error(Site.Tag, $"More than {Limits.DevicesMax} entries in '{path}'; the others "
                            + "are not collected.");
                        break;
                    }

                    names.Add(Path.GetFileName(entry));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // As if it were not there.
        }

        names.Sort(static (a, b) =>
            a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b));
        return [.. names];
    }

    /// <summary>Names of a prefix and a number, such as <c>node0</c>.</summary>
    public static List<string> Numbered(string path, string prefix)
    {
        var numbered = new List<string>();
        foreach (string name in Names(path))
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal)
                && char.IsAsciiDigit(name[prefix.Length]))
            {
                numbered.Add(name);
            }
        }

        return numbered;
    }
}
