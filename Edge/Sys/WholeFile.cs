using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Edge.Sys;

/// <summary>
/// Files that are small by nature, read or written whole; also those of /proc and pipes, which do not know
/// their size. All throw what File does. Streams and readers of the runtime would do the same for 100 KiB of
/// binary more.
/// </summary>
internal static class WholeFile
{
    /// <summary>For files of the system: a large /proc/cpuinfo has some 400 KiB, /proc/net/tcp of a busy
    /// server 4 MiB.</summary>
    public const int SystemBytesMax = 4 * 1024 * 1024;

    private const int FirstBytes = 4096;

    /// <summary>Throws IOException, too, when it has more than <paramref name="bytesMax"/>.</summary>
    public static byte[] Read(string path, int bytesMax)
    {
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[FirstBytes];
        int count = 0;
        for (int read; (read = RandomAccess.Read(file, bytes.AsSpan(count), count)) > 0;)
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

    /// <summary>As UTF-8.</summary>
    public static string Text(string path) => Encoding.UTF8.GetString(Read(path, SystemBytesMax));

    /// <summary>Without their ends.</summary>
    public static string[] Lines(string path) => Text(path).Split('\n');

    /// <summary>Makes the file, or replaces what it holds.</summary>
    public static void Write(string path, string text)
    {
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
    }

    /// <summary>Makes the file and does not return before it is on the disk.</summary>
    public static void WriteThrough(string path, string text)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
        RandomAccess.FlushToDisk(file);
    }
}
