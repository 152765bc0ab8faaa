using System.Text;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// What people call a disk: its name in one of the directories of /dev, and where it is mounted.
/// </summary>
internal sealed class DiskNames(Site site, DiskOptions options)
{
    /// <summary>
    /// The friendly name (spec collectors 6.1), through the name table of spec collectors 1.6.
    /// </summary>
    public string Friendly(DeviceNumber number, string device)
    {
        string name = InDirectory(options.MapperPath, number)
            ?? InDirectory(options.LabelPath, number)
            ?? InVeritas(number)
            ?? (options.NamesById ? InDirectory(options.IdPath, number) : null)
            ?? device;
        return Clean(name);
    }

    /// <summary>The first mount point of the disk at this moment; null: not mounted.</summary>
    public string? MountPoint(DeviceNumber number)
    {
        // 36 35 98:0 /mnt1 /mnt2 rw,noatime ...: id, parent, major:minor, root, mount point.
        byte[] wanted = Encoding.UTF8.GetBytes($"{number.Major}:{number.Minor}");
        byte[] text = [];
        int count = new ProcFile(site.Path("/proc/self/mountinfo"), keepOpen: false)
            .Read(ref text, Limits.FileBytesMax);
        var lines = new Lines(text.AsSpan(0, Math.Max(count, 0)));
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            int space = 0;
            for (int field = 0; field < 4 && space >= 0; field++)
            {
                space = line.IndexOf((byte)' ');
                if (field == 2 && space >= 0 && !line[..space].SequenceEqual(wanted))
                {
                    space = -1;
                }

                line = space >= 0 ? line[(space + 1)..] : [];
            }

            int end = line.IndexOf((byte)' ');
            if (end > 0)
            {
                return Unescape(line[..end]);
            }
        }

        return null;
    }

    /// <summary>
    /// The preferred entry of a directory for the device, else the first one that was found.
    /// </summary>
    private string? InDirectory(string path, DeviceNumber number)
    {
        string? first = null;
        foreach (string entry in Entries(path))
        {
            if (DeviceNumber.Of(entry) != number)
            {
                continue;
            }

            string name = Path.GetFileName(entry);
            if (options.PreferredIds.Matches(name))
            {
                return name;
            }

            first ??= name;
        }

        return first;
    }

    /// <summary>Volumes of disk groups: <c>vx_group_volume</c>.</summary>
    private string? InVeritas(DeviceNumber number)
    {
        foreach (string group in Entries(options.VeritasPath))
        {
            if (Directory.Exists(group) && InDirectory(group, number) is string volume)
            {
                return $"vx_{Path.GetFileName(group)}_{volume}";
            }

            if (DeviceNumber.Of(group) == number)
            {
                return $"vx_{Path.GetFileName(group)}";
            }
        }

        return null;
    }

    /// <summary>None where it cannot be read: most machines have only some of these directories.</summary>
    private static string[] Entries(string path)
    {
        try
        {
            return Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Clean(string name) => string.Create(name.Length, name, static (chars, from) =>
    {
        for (int i = 0; i < chars.Length; i++)
        {
            char c = from[i];
            chars[i] = char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c)
                : c == ',' ? '.'
                : c == '\\' ? '/'
                : char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' ? c : '_';
        }
    });

    /// <summary>
    /// The kernel writes blanks and backslashes of mount points as three octal digits: <c>\040</c>.
    /// </summary>
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        var plain = new byte[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && IsOctal(text[i + 1]) && IsOctal(text[i + 2])
                && IsOctal(text[i + 3]))
            {
                plain[count++] =
                    (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
                i += 3;
            }
            else
            {
                plain[count++] = text[i];
            }
        }

        return Encoding.UTF8.GetString(plain, 0, count);
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';
}
