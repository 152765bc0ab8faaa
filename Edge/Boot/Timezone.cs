using System.Text;

namespace Edge.Boot;

/// <summary>The name of the machine's time zone (spec database 1.7).</summary>
internal static class Timezone
{
    private const string ZoneDirectory = "/usr/share/zoneinfo/";

    /// <param name="tz">The environment's <c>TZ</c>; null: not set.</param>
    /// <param name="root">In front of /etc; empty for the real one.</param>
    /// <param name="abbreviation">What the C library calls the zone.</param>
    public static string Detect(string? tz, string root, string abbreviation)
    {
        if (!string.IsNullOrEmpty(tz) && tz[0] != ':')
        {
            return Clean(tz);
        }

        string? file = SmallFile.TryText($"{root}/etc/timezone")?.Split('\n')[0].Trim();
        if (!string.IsNullOrEmpty(file))
        {
            return Clean(file);
        }

        string? target = LinkTarget($"{root}/etc/localtime");
        int at = target?.IndexOf(ZoneDirectory, StringComparison.Ordinal) ?? -1;
        return Clean(at >= 0 ? target![(at + ZoneDirectory.Length)..] : abbreviation);
    }

    /// <summary>
    /// Letters, digits, <c>_</c> and <c>/</c> stay: <c>Etc/GMT+3</c> becomes <c>Etc/GMT3</c>.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '/')
            {
                clean.Append(c);
            }
        }

        return clean.Length == 0 ? "unknown" : clean.ToString();
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            return null;
        }
    }
}
