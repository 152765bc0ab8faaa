using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Reads files that are small by nature, also those of /proc and pipes, which do not know their size.
/// </summary>
internal static class SmallFile
{
    /// <summary>
    /// All of it. Throws what File does, and IOException when it has more than <paramref name="bytesMax"/>.
    /// </summary>
    public static byte[] Read(string path, int bytesMax) => WholeFile.Read(path, bytesMax);

    /// <summary>As UTF-8 text; null when it cannot be read.</summary>
    public static string? TryText(string path)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(Read(path, Limits.SystemFileBytes));
        }
        catch (Exception e) when (IsWeather(e))
        {
            return null;
        }
    }

    /// <summary>What files do when they are absent, forbidden or broken.</summary>
    public static bool IsWeather(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
