using System.Text;
using Edge.Store;
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
        return KernelNames.Name(name);
    }

    /// <summary>The first mount point of the disk at this moment; null: not mounted.</summary>
    public string? MountPoint(DeviceNumber number)
    {
        byte[] wanted = Encoding.UTF8.GetBytes($"{number.Major}:{number.Minor}");
        byte[] text = [];
        int count = new ProcFile(site.Path("/proc/self/mountinfo"), keepOpen: false)
            .Read(ref text, Limits.FileBytesMax);
        var lines = new Lines(text.AsSpan(0, Math.Max(count, 0)));
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (MountLine.TryRead(line, out MountLine mount) && mount.Device.SequenceEqual(wanted))
            {
                return MountLine.Unescape(mount.Point);
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
}
