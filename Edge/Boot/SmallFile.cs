namespace Edge.Boot;

/// <summary>
/// Reads files that are small by nature, also those of /proc and pipes, which do not know their size.
/// </summary>
internal static class SmallFile
{
    /// <summary>All of it. Throws what File does, and IOException when it has more than
    /// <paramref name="bytesMax"/>.</summary>
    public static byte[] Read(string path, int bytesMax)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete, 1);
        var bytes = new byte[4096];
        int count = 0;
        for (int read; (read = file.Read(bytes, count, bytes.Length - count)) > 0;)
        {
            count += read;
            if (count > bytesMax)
            {
                throw new IOException($"The file has more than {bytesMax} bytes, the most that is read.");
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        return bytes[..count];
    }

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
