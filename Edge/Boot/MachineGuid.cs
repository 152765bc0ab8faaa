using System.Text;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// The identity of the machine: 36 bytes in a file (spec config 7). New ones are random (version 4), not
/// time-based as the reference's: machines cloned from one image can start in the same microsecond with the
/// same network address, but never with the same random numbers.
/// </summary>
internal static class MachineGuid
{
    public const int Chars = 36;

    private const string Tag = "MAIN";

    private const UnixFileMode ReadOnly =
        UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Once shipped in images by mistake; whoever has one of them is not alone.</summary>
    private static readonly string[] Blacklist =
    [
        "8a795b0c-2311-11e6-8563-000c295076a6", "4aed1458-1c3e-11e6-a53f-000c290fc8f5",
    ];

    /// <summary>8-4-4-4-12 hexadecimal digits of either case.</summary>
    public static bool IsGuid(ReadOnlySpan<char> text)
    {
        if (text.Length != Chars)
        {
            return false;
        }

        for (int i = 0; i < Chars; i++)
        {
            bool isDash = i is 8 or 13 or 18 or 23;
            if (isDash ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the file; makes or replaces it when it holds no usable GUID.</summary>
    /// <returns>Lower case.</returns>
    public static string Load(string path)
    {
        bool isThere = File.Exists(path);
        if (isThere && TryRead(path) is { } guid)
        {
            return guid;
        }

        string fresh = Guid.NewGuid().ToString("D");
        try
        {
            return Save(path, fresh, overwrite: isThere) ? fresh : LoadOthers(path);
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            throw new StartupException($"Cannot create unique machine id file '{path}'. Please fix this. "
                + $"({e.Message}) The user that edge runs as needs the right to write into its directory.");
        }
    }

    /// <summary>Null: the log says why it is no use.</summary>
    private static string? TryRead(string path)
    {
        string text;
        try
        {
            byte[] bytes = SmallFile.Read(path, Limits.SystemFileBytes);
            if (bytes.Length < Chars)
            {
                Log.Error(Tag, $"Failed to read machine GUID from '{path}'");
                return null;
            }

            text = Encoding.Latin1.GetString(bytes, 0, Chars);
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            // Replacing it would give the machine a second identity at its parents, for want of a file
            // permission.
            throw new StartupException($"Cannot create unique machine id file '{path}'. Please fix this. "
                + $"({e.Message}) "
                + "It is there and cannot be read; give the user that edge runs as the right to read it.");
        }

        if (!IsGuid(text))
        {
            Log.Error(Tag, $"Failed to validate machine GUID '{text}' from '{path}'. Ignoring it - this "
                + "might mean this netdata will appear as duplicate in the registry.");
            return null;
        }

        string guid = text.ToLowerInvariant();
        if (Array.IndexOf(Blacklist, guid) >= 0)
        {
            Log.Error(Tag, $"Blacklisted machine GUID '{guid}' found.");
            return null;
        }

        return guid;
    }

    /// <summary>Complete under another name first, so that nobody ever reads half of it.</summary>
    /// <returns>False: somebody else made the file meanwhile.</returns>
    private static bool Save(string path, string guid, bool overwrite)
    {
        string draft = $"{path}.{guid}";
        try
        {
            WholeFile.WriteThrough(draft, guid);
            File.SetUnixFileMode(draft, ReadOnly);
            bool? isOurs = overwrite ? null : HardLink.TryMake(draft, path);
            if (isOurs == null)
            {
                File.Move(draft, path, overwrite);
            }

            return isOurs ?? true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static string LoadOthers(string path) =>
        TryRead(path) ?? throw new IOException("Another process made it and it holds no GUID.");
}
