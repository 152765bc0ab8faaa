using System.Text;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>Where the machine has mounted its control groups.</summary>
internal sealed class CgroupMounts
{
    private readonly Dictionary<string, string> _controllers = [];

    /// <param name="text">Of /proc/self/mountinfo.</param>
    public CgroupMounts(ReadOnlySpan<byte> text)
    {
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            AddLine(Encoding.UTF8.GetString(line));
        }
    }

    /// <summary>The mount point of version 2; null: there is none.</summary>
    public string? Unified { get; private set; }

    public bool HasLegacy => _controllers.ContainsKey("cpuacct") || _controllers.ContainsKey("memory")
        || _controllers.ContainsKey("blkio");

    /// <summary>The first mount point of a controller of version 1; null: there is none.</summary>
    public string? Of(string controller) => _controllers.GetValueOrDefault(controller);

    /// <summary>Of the machine, or empty where it cannot be read.</summary>
    public static CgroupMounts Read(Site site)
    {
        byte[] text = [];
        using var file = new ProcFile(site.Path("/proc/self/mountinfo"), keepOpen: false);
        int count = file.Read(ref text, Limits.FileBytesMax);
        return new CgroupMounts(text.AsSpan(0, Math.Max(count, 0)));
    }

    /// <summary>id parent major:minor root mountpoint options ... - type source options</summary>
    private void AddLine(string line)
    {
        int dash = line.IndexOf(" - cgroup", StringComparison.Ordinal);
        string[] left = dash < 0 ? [] : line[..dash].Split(' ');
        string[] right = dash < 0 ? [] : line[(dash + 3)..].Split(' ');
        if (left.Length < 5 || right.Length < 3)
        {
            return;
        }

        if (right[0] == "cgroup2")
        {
            Unified ??= left[4];
        }
        else if (right[0] == "cgroup")
        {
            foreach (string option in right[2].Split(','))
            {
                _controllers.TryAdd(option, left[4]);
            }
        }
    }
}
