using Edge.Sys;

namespace Edge.Collect;

/// <summary>The mount points whose space may be asked for, as they come and go.</summary>
internal sealed class MountList : IDisposable
{
    /// <summary>File systems of the kernel's own, which have no space (spec collectors 8).</summary>
    private static readonly string[] TypesSkipped =
    [
        "autofs", "proc", "subfs", "debugfs", "devpts", "fusectl", "mqueue", "rpc_pipefs", "sysfs", "devfs",
        "kernfs", "ignore", "none",
    ];

    private readonly Site _site;
    private readonly DiskspaceOptions _options;
    private readonly List<MountSpace> _mounts = [];
    private readonly byte[][] _typesSkipped =
        Array.ConvertAll(TypesSkipped, System.Text.Encoding.ASCII.GetBytes);

    private ProcFile _file;
    private uint _sum;
    private int _bytes = -1;
    private long _look;
    private bool _isFull;

    public MountList(Site site, DiskspaceOptions options)
    {
        _site = site;
        _options = options;
        _file = new ProcFile(site.Path("/proc/self/mountinfo"));
    }

    public IReadOnlyList<MountSpace> All => _mounts;

    /// <summary>Of all of them; a new array when others are mounted.</summary>
    public SpaceQuestion[] Questions { get; private set; } = [];

    /// <summary>After the first look failed: why.</summary>
    public string? Failure =>
        _look > 0 ? null : $"Cannot read file '{_file.Path}' (error {_file.LastError}).";

    /// <summary>Reads the list; false: it cannot be read.</summary>
    public bool Look()
    {
        if (!TryRead(out ReadOnlySpan<byte> text))
        {
            return false;
        }

        uint sum = Crc32C.Of(text);
        if (sum == _sum && text.Length == _bytes)
        {
            Forget();
            return true;
        }

        (_sum, _bytes) = (sum, text.Length);
        _look++;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (MountLine.TryRead(line, out MountLine mount) && !IsSkipped(mount.FileSystem))
            {
                See(mount);
            }
        }

        _isFull = false;
        Forget();
        Name();
        return true;
    }

    public void Dispose() => _file.Dispose();

    private bool TryRead(out ReadOnlySpan<byte> text)
    {
        if (_site.TryRead(_file, out text))
        {
            return true;
        }

        if (_look > 0)
        {
            return false;
        }

        // Without a self, as in a copy of another machine's /proc, that of the first process.
        _file.Dispose();
        _file = new ProcFile(_site.Path("/proc/1/mountinfo"));
        return _site.TryRead(_file, out text);
    }

    private bool IsSkipped(ReadOnlySpan<byte> fileSystem)
    {
        foreach (byte[] skipped in _typesSkipped)
        {
            if (fileSystem.SequenceEqual(skipped))
            {
                return true;
            }
        }

        return false;
    }

    private void See(MountLine line)
    {
        MountSpace? mount = null;
        foreach (MountSpace known in _mounts)
        {
            if (line.Point.SequenceEqual(known.PointBytes))
            {
                mount = known;
                break;
            }
        }

        if (mount == null)
        {
            if (_mounts.Count == Limits.MountsMax)
            {
                Refuse();
                return;
            }

            mount = new MountSpace(_site, _options, line);
            if (_mounts.Exists(other => other.Id == mount.Id))
            {
                Log.Error(DiskspaceCollector.Tag, $"Mount point '{mount.Question.Path}' would have "
                    + "the charts of another one with a similar name; its space is not collected.");
                return;
            }

            _mounts.Add(mount);
        }

        mount.SeenLook = _look;
        mount.IsReadOnly = line.IsReadOnly;
    }

    private void Refuse()
    {
        if (!_isFull)
        {
            _isFull = true;
            Log.Error(DiskspaceCollector.Tag,
                $"More than {Limits.MountsMax} mount points; the space of the others is not collected.");
        }
    }

    /// <summary>
    /// One that a thread waits for stays, without its charts, until there is an answer.
    /// </summary>
    private void Forget()
    {
        bool isAny = false;
        for (int i = _mounts.Count - 1; i >= 0; i--)
        {
            MountSpace mount = _mounts[i];
            if (mount.SeenLook == _look && !mount.IsLeft)
            {
                continue;
            }

            if (!mount.IsLeft)
            {
                mount.Leave(_options.RemovesCharts);
            }

            if (!mount.IsHung && !mount.Question.IsInProgress)
            {
                _mounts.RemoveAt(i);
                isAny = true;

                // It may be mounted again by now: the next look sees it as a new one.
                _bytes = -1;
            }
        }

        if (isAny)
        {
            Name();
        }
    }

    private void Name() => Questions = [.. _mounts.ConvertAll(static mount => mount.Question)];
}
