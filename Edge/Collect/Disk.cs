using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>One block device, from its first line in the file until it is gone from it.</summary>
internal sealed class Disk : IDisposable
{
    /// <summary>Numbers that a line needs behind the name.</summary>
    public const int Counters = 11;

    private const int Reads = 0;
    private const int MergedReads = 1;
    private const int ReadSectors = 2;
    private const int ReadMs = 3;
    private const int Writes = 4;
    private const int MergedWrites = 5;
    private const int WriteSectors = 6;
    private const int WriteMs = 7;
    private const int InProgress = 8;
    private const int BusyMs = 9;
    private const int BacklogMs = 10;

    private readonly byte[] _deviceBytes;
    private readonly DeviceNumber _number;
    private readonly DiskCharts? _charts;
    private readonly BcacheCharts? _bcache;

    /// <summary>
    /// Counters of the last tick, of those charts that were collected in it; 0 for all others.
    /// </summary>
    private readonly long[] _last = new long[Counters];

    public Disk(Site site, DiskOptions options, DiskNames names, DeviceNumber number,
        ReadOnlySpan<byte> device)
    {
        _number = number;
        _deviceBytes = device.ToArray();
        string kernel = Encoding.UTF8.GetString(device);
        string id = kernel.Replace('/', '_');
        string friendly = names.Friendly(number, id);

        // In /sys a slash of the kernel's name is an exclamation mark.
        Kind = KindOf(options, number, kernel.Replace('/', '!'));
        string section = $"{DiskstatsCollector.Section}:{friendly}";
        bool isOff = !options.New || options.Excluded.Matches(id) || options.Excluded.Matches(friendly);
        bool isEnabled =
            site.Settings.OnDemand(section, "enable", isOff ? OnDemand.No : OnDemand.Yes) != OnDemand.No;
        if (!isEnabled)
        {
            return;
        }

        string bcachePath = Site.Fill(options.BcachePath, kernel.Replace('/', '!'));
        bool isBcache = Directory.Exists(bcachePath);
        OnDemand performance = isBcache ? OnDemand.Auto : options.Demand(Kind);
        performance = options.Major(number.Major) ? performance : OnDemand.No;
        performance = site.Settings.OnDemand(section, "enable performance metrics", performance);
        var identity = new DiskIdentity(id, friendly, names.MountPoint(number) ?? friendly);
        _charts = new DiskCharts(site, options, identity, section, performance != OnDemand.No);
        if (isBcache)
        {
            OnDemand demand = site.Settings.OnDemand(section, "bcache",
                performance == OnDemand.No ? OnDemand.No : options.Bcache);
            _bcache = demand == OnDemand.No
                ? null
                : new BcacheCharts(site, demand, identity, bcachePath, options.BcachePriorityEvery);
        }
    }

    public DiskKind Kind { get; }

    public ulong SectorsRead { get; private set; }

    public ulong SectorsWritten { get; private set; }

    /// <summary>The collector's tick in which it was last there.</summary>
    public long SeenTick { get; set; }

    public bool Is(DeviceNumber number, ReadOnlySpan<byte> device) =>
        number == _number && IsCalled(device);

    public bool IsCalled(ReadOnlySpan<byte> device) => device.SequenceEqual(_deviceBytes);

    /// <param name="c">The numbers of the line.</param>
    /// <param name="isFirstTick">Of the agent: what is computed from two ticks has to wait.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Collect(ReadOnlySpan<long> c, bool isFirstTick, long nowUsec)
    {
        SectorsRead = (ulong)c[ReadSectors];
        SectorsWritten = (ulong)c[WriteSectors];
        if (_charts == null)
        {
            return;
        }

        DiskCharts charts = _charts;
        bool bandwidth = charts.Bandwidth.Collect([c[ReadSectors], c[WriteSectors]], nowUsec);
        bool operations = charts.Operations.Collect([c[Reads], c[Writes]], nowUsec);
        charts.Queued.Collect([c[InProgress]], nowUsec);
        charts.Backlog.Collect([c[BacklogMs]], nowUsec);
        bool utilization = charts.Utilization.Collect([c[BusyMs]], nowUsec);
        charts.Merged.Collect([c[MergedReads], c[MergedWrites]], nowUsec);
        bool time = charts.Time.Collect([c[ReadMs], c[WriteMs]], nowUsec);
        if (!isFirstTick && operations)
        {
            long reads = c[Reads] - _last[Reads];
            long writes = c[Writes] - _last[Writes];
            if (time)
            {
                charts.Await.Collect(
                    [PerOperation(c, ReadMs, reads), PerOperation(c, WriteMs, writes)], true, nowUsec);
            }

            if (bandwidth)
            {
                charts.Size.Collect(
                    [PerOperation(c, ReadSectors, reads), PerOperation(c, WriteSectors, writes)],
                    isNonZero: true, nowUsec);
            }

            if (utilization)
            {
                charts.Service.Collect([PerOperation(c, BusyMs, reads + writes)], true, nowUsec);
            }
        }

        Remember(c, operations, Reads, Writes);
        Remember(c, bandwidth, ReadSectors, WriteSectors);
        Remember(c, time, ReadMs, WriteMs);
        Remember(c, utilization, BusyMs, BusyMs);
        _bcache?.Collect(nowUsec);
    }

    /// <summary>It is gone: its charts are told to be obsolete.</summary>
    public void Retire()
    {
        _charts?.Retire();
        _bcache?.Retire();
    }

    public void Dispose() => _bcache?.Dispose();

    private long PerOperation(ReadOnlySpan<long> counters, int counter, long operations) =>
        operations == 0 ? 0 : (counters[counter] - _last[counter]) / operations;

    private void Remember(ReadOnlySpan<long> counters, bool isCollected, int one, int other)
    {
        if (isCollected)
        {
            _last[one] = counters[one];
            _last[other] = counters[other];
        }
    }

    /// <summary>Spec collectors 6.1, "disk type".</summary>
    private static DiskKind KindOf(DiskOptions options, DeviceNumber number, string sysName)
    {
        string major = Site.Text(number.Major);
        string minor = Site.Text(number.Minor);
        if (Path.Exists(Site.Fill(options.InfoPath, major, minor, "partition")))
        {
            return DiskKind.Partition;
        }

        if (Path.Exists(Site.Fill(options.VirtualPath, sysName)))
        {
            return DiskKind.Virtual;
        }

        string slaves = Site.Fill(options.InfoPath, major, minor, "slaves");
        if (Directory.Exists(slaves) && Directory.GetFileSystemEntries(slaves).Length > 0)
        {
            return DiskKind.Virtual;
        }

        return Path.Exists(Site.Fill(options.BlockPath, sysName)) ? DiskKind.Physical : DiskKind.Unknown;
    }
}
