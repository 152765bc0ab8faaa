using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>One btrfs file system (spec collectors 7.4). All values are bytes.</summary>
internal sealed class BtrfsVolume : IDisposable
{
    private const int DataTotal = 0;
    private const int DataUsed = 1;
    private const int DataDiskTotal = 2;
    private const int DataDiskUsed = 3;
    private const int MetaTotal = 4;
    private const int MetaUsed = 5;
    private const int MetaDiskTotal = 6;
    private const int MetaDiskUsed = 7;
    private const int SystemTotal = 8;
    private const int SystemUsed = 9;
    private const int SystemDiskTotal = 10;
    private const int SystemDiskUsed = 11;
    private const int Reserved = 12;

    /// <summary>The unit of <c>size</c> in /sys, whatever sectors the disk has.</summary>
    private const long SectorBytes = 512;

    private const long MiB = 1024 * 1024;
    private static readonly string[] Kinds = ["data", "metadata", "system"];
    private static readonly string[] Names = ["total_bytes", "bytes_used", "disk_total", "disk_used"];

    private readonly Site _site;
    private readonly BtrfsDemands _demands;
    private readonly string _devicesPath;
    private readonly FolderPrint _devices;
    private readonly ProcFile[] _files = new ProcFile[Reserved + 1];
    private readonly long[] _values = new long[Reserved + 1];
    private readonly List<ProcFile> _sizes = [];
    private readonly DemandChart[] _charts;
    private long _diskBytes;

    public BtrfsVolume(Site site, BtrfsDemands demands, string uuid, string path)
    {
        _site = site;
        _demands = demands;
        Uuid = uuid;
        _devicesPath = $"{path}/devices";
        _devices = new FolderPrint(_devicesPath);
        for (int i = 0; i < Reserved; i++)
        {
            _files[i] = new ProcFile(
                $"{path}/allocation/{Kinds[i / Names.Length]}/{Names[i % Names.Length]}");
        }

        _files[Reserved] = new ProcFile($"{path}/allocation/global_rsv_size");
        string label = Label(path) ?? uuid;
        _charts =
        [
            Chart(0, "disk", "Physical Disk", label, Mib("unallocated"), Mib("data_free", "data free"),
                Mib("data_used", "data used"), Mib("meta_free", "meta free"), Mib("meta_used", "meta used"),
                Mib("sys_free", "sys free"), Mib("sys_used", "sys used")),
            Chart(1, "data", "Data", label, Mib("free"), Mib("used")),
            Chart(2, "metadata", "Metadata", label, Mib("free"), Mib("used"), Mib("reserved")),
            Chart(3, "system", "System", label, Mib("free"), Mib("used")),
        ];
        Refresh();
    }

    public string Uuid { get; }

    /// <summary>Disks are added up again; false: it is not mounted any more.</summary>
    public bool Refresh()
    {
        if (_devices.HasChanged())
        {
            DisposeSizes();
            foreach (string device in Folders.Names(_devicesPath))
            {
                _sizes.Add(new ProcFile($"{_devicesPath}/{device}/size", keepOpen: false));
            }
        }

        _diskBytes = 0;
        foreach (ProcFile size in _sizes)
        {
            _diskBytes += (long)(_site.TryReadNumber(size) ?? 0) * SectorBytes;
        }

        return _files[DataTotal].IsReadable();
    }

    /// <summary>False: a file could not be read, and nothing was collected.</summary>
    public bool Collect(long nowUsec)
    {
        for (int i = 0; i < _files.Length; i++)
        {
            if (_site.TryReadNumber(_files[i]) is not ulong value)
            {
                return false;
            }

            _values[i] = (long)value;
        }

        long[] v = _values;
        long allocated = v[DataDiskTotal] + v[MetaDiskTotal] + v[SystemDiskTotal];
        Show(0, _diskBytes != 0 && v[DataDiskTotal] != 0, [_diskBytes - allocated,
            v[DataDiskTotal] - v[DataDiskUsed], v[DataDiskUsed],
            v[MetaDiskTotal] - v[MetaDiskUsed], v[MetaDiskUsed],
            v[SystemDiskTotal] - v[SystemDiskUsed], v[SystemDiskUsed]], nowUsec);
        Show(1, v[DataTotal] != 0, [v[DataTotal] - v[DataUsed], v[DataUsed]], nowUsec);
        Show(2, v[MetaTotal] != 0,
            [v[MetaTotal] - v[MetaUsed] - v[Reserved], v[MetaUsed], v[Reserved]], nowUsec);
        Show(3, v[SystemTotal] != 0, [v[SystemTotal] - v[SystemUsed], v[SystemUsed]], nowUsec);
        return true;
    }

    public void Retire()
    {
        foreach (DemandChart chart in _charts)
        {
            chart.Retire();
        }
    }

    public void Dispose()
    {
        DisposeSizes();
        foreach (ProcFile file in _files)
        {
            file.Dispose();
        }
    }

    private void Show(int chart, bool isNonZero, ReadOnlySpan<long> values, long nowUsec)
    {
        if (_demands.Shows(chart, isNonZero))
        {
            _charts[chart].Collect(values, nowUsec);
        }
    }

    private string? Label(string path)
    {
        var file = new ProcFile($"{path}/label", keepOpen: false);
        if (!_site.TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            return null;
        }

        string label = Encoding.UTF8.GetString(text).TrimEnd('\n');
        return label.Length == 0 ? null : label;
    }

    private DemandChart Chart(int place, string kind, string title, string label,
        params DimensionDefinition[] dimensions) =>
        new(_site, OnDemand.Yes, new ChartDefinition
        {
            Type = "btrfs", Id = $"{kind}_{Uuid}", Name = $"{kind}_{label}", Family = label,
            Context = $"btrfs.{kind}", Title = $"BTRFS {title} Allocation for {label}", Units = "MiB",
            Style = ChartStyle.Stacked, Priority = 2300 + place, Module = BtrfsCollector.Module,
        }, dimensions);

    private void DisposeSizes()
    {
        foreach (ProcFile size in _sizes)
        {
            size.Dispose();
        }

        _sizes.Clear();
    }

    private static DimensionDefinition Mib(string id, string? name = null) =>
        new(id, Algorithm.Absolute, 1, MiB, name);
}
