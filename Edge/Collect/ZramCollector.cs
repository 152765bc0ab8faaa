using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// Block devices that are compressed memory (spec collectors 4.6). They are told by their major number in
/// /proc/devices and looked for once.
/// </summary>
internal sealed class ZramCollector(Site site) : ICollector
{
    public const string Module = "/sys/block/zram";

    private readonly List<ZramDevice> _devices = [];
    private bool _isFound;

    public string? Collect(long nowUsec)
    {
        if (!_isFound)
        {
            _isFound = true;
            Find();
        }

        for (int i = 0; i < _devices.Count; i++)
        {
            if (!_devices[i].Collect(nowUsec))
            {
                _devices[i].Dispose();
                _devices.RemoveAt(i--);
            }
        }

        return _devices.Count == 0 ? ICollector.Absent : null;
    }

    public void Dispose()
    {
        foreach (ZramDevice device in _devices)
        {
            device.Dispose();
        }
    }

    private void Find()
    {
        if (Major() is not ulong major)
        {
            return;
        }

        string blocks = site.Path("/sys/block");
        byte[] prefix = Encoding.ASCII.GetBytes($"{major}:");
        foreach (string name in Folders.Names(blocks))
        {
            // major:minor
            if (site.TryRead(new ProcFile($"{blocks}/{name}/dev", keepOpen: false),
                    out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax)
                && text.StartsWith(prefix))
            {
                _devices.Add(new ZramDevice(site, name, $"{blocks}/{name}/mm_stat"));
            }
        }
    }

    /// <summary>Lines of <c>number name</c>, character devices first.</summary>
    private ulong? Major()
    {
        if (site.TryRead(new ProcFile(site.Path("/proc/devices"), keepOpen: false),
            out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            var lines = new Lines(text);
            while (lines.Next(out ReadOnlySpan<byte> line))
            {
                var words = new Words(line, Separators.Blanks);
                ulong number = words.Number();
                if (words.Next().SequenceEqual("zram"u8))
                {
                    return number;
                }
            }
        }

        return null;
    }
}
