using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/diskstats: disks as they come and go, and the sum of the physical ones (spec collectors 6.1).
/// </summary>
internal sealed class DiskstatsCollector : ICollector
{
    public const string Module = "/proc/diskstats";
    public const string Section = "plugin:proc:/proc/diskstats";

    private readonly Site _site;
    private readonly ProcFile _file;
    private readonly DiskOptions _options;
    private readonly DiskNames _names;
    private readonly Dictionary<DeviceNumber, Disk> _byNumber = [];

    /// <summary>In the order of the last read, to be expected again.</summary>
    private readonly List<Disk> _order = [];
    private readonly OnDemand _totalDemand;
    private readonly DemandChart _total;
    private long _tick;
    private bool _isMissed;
    private bool _isFull;

    public DiskstatsCollector(Site site)
    {
        _site = site;
        _file = site.Monitored(Section, "/proc/diskstats");
        _options = new DiskOptions(site);
        _names = new DiskNames(site, _options);
        _totalDemand = _options.Bandwidth;
        _total = new DemandChart(site, OnDemand.Yes, new ChartDefinition
        {
            Type = "system", Id = "io", Family = "disk", Title = "Disk I/O", Units = "KiB/s",
            Style = ChartStyle.Area,
            Priority = 150, Module = Module,
        }, new DimensionDefinition("in", Algorithm.Incremental),
            new DimensionDefinition("out", Algorithm.Incremental, -1));
    }

    /// <summary>Never gives up: its file may come later (spec collectors 16, 8).</summary>
    public string? Collect(long nowUsec)
    {
        if (!_site.TryRead(_file, out ReadOnlySpan<byte> text))
        {
            Miss();
            return null;
        }

        _isMissed = false;
        _tick++;
        ulong read = 0;
        ulong written = 0;
        int seen = 0;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (CollectLine(line, seen, nowUsec) is not Disk disk)
            {
                continue;
            }

            disk.SeenTick = _tick;
            seen++;
            if (disk.Kind == DiskKind.Physical)
            {
                read += disk.SectorsRead * 512 / 1024;
                written += disk.SectorsWritten * 512 / 1024;
            }
        }

        OnDemand demand = _totalDemand;
        if (_site.Shows(ref demand, (read | written) != 0))
        {
            _total.Collect([(long)read, (long)written], nowUsec);
        }

        if (seen < _byNumber.Count && _options.RemovesCharts)
        {
            Retire();
        }

        return null;
    }

    public void Dispose()
    {
        _file.Dispose();
        foreach (Disk disk in _byNumber.Values)
        {
            disk.Dispose();
        }
    }

    /// <summary>
    /// major minor device and 11 numbers or more. Null: not such a line, or one disk too many, or twice.
    /// </summary>
    private Disk? CollectLine(ReadOnlySpan<byte> line, int expected, long nowUsec)
    {
        var words = new Words(line, Separators.Blanks);
        ulong major = words.Number();
        ulong minor = words.Number();
        ReadOnlySpan<byte> device = words.Next();
        Span<long> counters = stackalloc long[Disk.Counters];
        for (int i = 0; i < counters.Length; i++)
        {
            counters[i] = (long)words.Number();
        }

        if (words.Taken < Disk.Counters + 3)
        {
            return null;
        }

        Disk? disk = Find(new DeviceNumber((uint)major, (uint)minor), device, expected);
        if (disk == null || disk.SeenTick == _tick)
        {
            return null;
        }

        disk.Collect(counters, isFirstTick: _tick == 1, nowUsec);
        return disk;
    }

    private Disk? Find(DeviceNumber number, ReadOnlySpan<byte> device, int expected)
    {
        if (expected < _order.Count && _order[expected].Is(number, device))
        {
            return _order[expected];
        }

        if (_byNumber.TryGetValue(number, out Disk? disk) && !disk.Is(number, device))
        {
            // The number belongs to another disk now.
            Forget(number, disk);
            disk = null;
        }

        if (disk == null)
        {
            if (_byNumber.Count == Limits.DevicesMax)
            {
                Refuse();
                return null;
            }

            if (!FreeName(device))
            {
                return null;
            }

            disk = new Disk(_site, _options, _names, number, device);
            _byNumber.Add(number, disk);
        }

        if (expected < _order.Count)
        {
            _order[expected] = disk;
        }
        else
        {
            _order.Add(disk);
        }

        return disk;
    }

    private void Miss()
    {
        if (!_isMissed)
        {
            _isMissed = true;
            Log.Error(Site.Tag,
                $"Cannot read file '{_file.Path}' (error {_file.LastError}); will try again.");
        }
    }

    private void Refuse()
    {
        if (!_isFull)
        {
            _isFull = true;
            Log.Error(Site.Tag, $"More than {Limits.DevicesMax} disks; the others are not collected.");
        }
    }

    private void Retire()
    {
        foreach (KeyValuePair<DeviceNumber, Disk> pair in _byNumber)
        {
            if (pair.Value.SeenTick != _tick)
            {
                Forget(pair.Key, pair.Value);
            }
        }

        _isFull = false;
    }

    private void Forget(DeviceNumber number, Disk disk)
    {
        disk.Retire();
        disk.Dispose();
        _byNumber.Remove(number);
        _order.Clear();
    }

    /// <summary>
    /// A name whose disk has another number now: the old one goes first, because both have the same charts.
    /// False:
    /// that one is in the file, too, and keeps them.
    /// </summary>
    private bool FreeName(ReadOnlySpan<byte> device)
    {
        foreach (KeyValuePair<DeviceNumber, Disk> pair in _byNumber)
        {
            if (pair.Value.IsCalled(device))
            {
                bool isOld = pair.Value.SeenTick != _tick;
                if (isOld)
                {
                    Forget(pair.Key, pair.Value);
                }

                return isOld;
            }
        }

        return true;
    }
}
