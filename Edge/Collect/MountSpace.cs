using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// One mount point: what is wanted of it, what its file system last said, its two charts (spec collectors 8).
/// </summary>
internal sealed class MountSpace
{
    private const long GiB = 1024 * 1024 * 1024;

    private readonly Site _site;
    private readonly DiskspaceOptions _options;
    private readonly string _section;
    private readonly string _source;
    private OnDemand _space;
    private OnDemand _inodes;
    private DemandChart? _spaceChart;
    private DemandChart? _inodesChart;
    private ulong _blockBytes;
    private bool _isKnown;
    private bool _wasCollected;
    private bool _isFailed;

    public MountSpace(Site site, DiskspaceOptions options, MountLine line)
    {
        _site = site;
        _options = options;
        PointBytes = line.Point.ToArray();
        Question = new SpaceQuestion(MountLine.Unescape(line.Point));
        Id = KernelNames.Id(Question.Path);
        _source = MountLine.Unescape(line.Source);
        _section = $"{DiskspaceOptions.Section}:{Question.Path}";
        bool isExcluded = options.Excludes(Question.Path, Encoding.UTF8.GetString(line.FileSystem));
        Decide(isExcluded ? OnDemand.No : options.Space, isExcluded ? OnDemand.No : options.Inodes);
    }

    /// <summary>As in the list of mounts, with its escapes.</summary>
    public byte[] PointBytes { get; }

    /// <summary>Of its charts, behind the type.</summary>
    public string Id { get; }

    public SpaceQuestion Question { get; }

    /// <summary>The look at the list of mounts in which it was last there.</summary>
    public long SeenLook { get; set; }

    /// <summary>As that look found it.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Ticks since it was asked.</summary>
    public int Waited { get; set; }

    /// <summary>It was not mounted at some look.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>A thread was left with its question.</summary>
    public bool IsHung { get; set; }

    /// <summary>Is to be asked. Read-only ones only change when somebody else changes them.</summary>
    public bool IsWanted => (_space != OnDemand.No || _inodes != OnDemand.No)
        && (!IsReadOnly || _space == OnDemand.Yes || _inodes == OnDemand.Yes || _wasCollected);

    /// <param name="answer">Null: there is no directory, or it does not answer.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Collect(FileSystemSpace? answer, long nowUsec)
    {
        if (!IsWanted)
        {
            return;
        }

        if (answer is not FileSystemSpace space)
        {
            Fail();
            return;
        }

        _isKnown = true;
        _isFailed = false;
        if (space.BlockBytes != _blockBytes)
        {
            // The multiplier of the chart. Another file system may be mounted at the same place.
            _blockBytes = space.BlockBytes;
            _spaceChart = null;
        }

        long available = (long)space.BlocksAvailable;
        long free = (long)space.BlocksFree;
        Collect(ref _spaceChart, ref _space, isSpace: true,
            [available, (long)space.Blocks - free, free - available], nowUsec);
        if (_inodes == OnDemand.Auto && space.InodesAvailable == ulong.MaxValue)
        {
            _inodes = OnDemand.No;
        }

        long inodesAvailable = (long)space.InodesAvailable;
        long inodesFree = (long)space.InodesFree;
        Collect(ref _inodesChart, ref _inodes, isSpace: false,
            [inodesAvailable, (long)space.Inodes - inodesFree, inodesFree - inodesAvailable], nowUsec);
    }

    /// <summary>It is not mounted any more.</summary>
    /// <param name="removesCharts">False: they stay as they are, and nothing is collected.</param>
    public void Leave(bool removesCharts)
    {
        if (removesCharts)
        {
            _spaceChart?.Retire();
            _inodesChart?.Retire();
        }

        (_space, _inodes) = (OnDemand.No, OnDemand.No);
        IsLeft = true;
    }

    private void Collect(ref DemandChart? chart, ref OnDemand demand, bool isSpace,
        ReadOnlySpan<long> values, long nowUsec)
    {
        if (_site.Shows(ref demand, values.ContainsAnyExcept(0)))
        {
            chart ??= isSpace ? Space() : Inodes();
            _wasCollected |= chart.Collect(values, isNonZero: true, nowUsec);
        }
    }

    /// <summary>
    /// What cannot be looked at from the start is off, unless somebody asked for it by name.
    /// </summary>
    private void Fail()
    {
        if (!_isKnown)
        {
            _isKnown = true;
            Decide(OnDemand.No, OnDemand.No);
        }

        if (!_isFailed && IsWanted)
        {
            Log.Error(DiskspaceCollector.Tag, $"Cannot get the space of mount point '{Question.Path}'.");
        }

        _isFailed = true;
    }

    private void Decide(OnDemand space, OnDemand inodes)
    {
        _space = _site.Settings.OnDemand(_section, "space usage", space);
        _inodes = _site.Settings.OnDemand(_section, "inodes usage", inodes);
    }

    private DemandChart Space()
    {
        long bytes = (long)_blockBytes;
        return Chart("space", "Space", "GiB", 2023, new DimensionDefinition("avail", Algorithm.Absolute,
            bytes, GiB), new DimensionDefinition("used", Algorithm.Absolute, bytes, GiB),
            new DimensionDefinition("reserved_for_root", Algorithm.Absolute, bytes, GiB,
                "reserved for root"));
    }

    private DemandChart Inodes() => Chart("inodes", "Files (inodes)", "inodes", 2024,
        new DimensionDefinition("avail", Algorithm.Absolute),
        new DimensionDefinition("used", Algorithm.Absolute),
        new DimensionDefinition("reserved_for_root", Algorithm.Absolute, Name: "reserved for root"));

    private DemandChart Chart(string kind, string title, string units, int priority,
        params DimensionDefinition[] dimensions) =>
        new(_site, OnDemand.Yes, new ChartDefinition
        {
            Type = $"disk_{kind}", Id = Id, Family = Question.Path, Context = $"disk.{kind}",
            Title = $"Disk {title} Usage for {Question.Path} [{_source}]", Units = units,
            Style = ChartStyle.Stacked, Priority = priority, UpdateEvery = _options.UpdateEvery,
            Plugin = DiskspaceCollector.Plugin,
        }, dimensions);
}
