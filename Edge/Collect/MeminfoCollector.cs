using Edge.Store;

namespace Edge.Collect;

/// <summary>/proc/meminfo (spec collectors 4.1). All values of the file are KiB, shown as MiB.</summary>
internal sealed class MeminfoCollector : ICollector
{
    public const string Module = "/proc/meminfo";

    private const string Section = "plugin:proc:/proc/meminfo";
    private const int MemTotal = 0;
    private const int MemFree = 1;
    private const int MemAvailable = 2;
    private const int Buffers = 3;
    private const int Cached = 4;
    private const int SwapTotal = 5;
    private const int SwapFree = 6;
    private const int Dirty = 7;
    private const int Writeback = 8;
    private const int Shmem = 9;
    private const int Slab = 10;
    private const int SReclaimable = 11;
    private const int SUnreclaim = 12;
    private const int KernelStack = 13;
    private const int PageTables = 14;
    private const int NfsUnstable = 15;
    private const int Bounce = 16;
    private const int WritebackTmp = 17;
    private const int Committed = 18;
    private const int VmallocUsed = 19;
    private const int HardwareCorrupted = 20;
    private const int AnonHugePages = 21;
    private const int ShmemHugePages = 22;
    private const int HugePagesTotal = 23;
    private const int HugePagesFree = 24;
    private const int HugePagesReserved = 25;
    private const int HugePagesSurplus = 26;
    private const int HugepageSize = 27;

    private readonly KeyedFile _file = new(
        "MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached", "SwapTotal", "SwapFree", "Dirty",
        "Writeback", "Shmem", "Slab", "SReclaimable", "SUnreclaim", "KernelStack", "PageTables",
        "NFS_Unstable", "Bounce", "WritebackTmp", "Committed_AS", "VmallocUsed", "HardwareCorrupted",
        "AnonHugePages", "ShmemHugePages", "HugePages_Total", "HugePages_Free", "HugePages_Rsvd",
        "HugePages_Surp", "Hugepagesize");

    private readonly Site _site;
    private readonly Source _source;
    private readonly DemandChart _ram;
    private readonly DemandChart _available;
    private readonly DemandChart _swap;
    private readonly DemandChart _corrupted;
    private readonly DemandChart _committed;
    private readonly DemandChart _writeback;
    private readonly DemandChart _kernel;
    private readonly DemandChart _slab;
    private readonly DemandChart _transparent;
    private readonly OnDemand _hugepagesDemand;
    private DemandChart? _hugepages;

    public MeminfoCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, "/proc/meminfo"));
        OnDemand ram = site.Flag(Section, "system ram");
        _ram = new DemandChart(site, ram,
            Define("ram", "ram", "System RAM", ChartStyle.Stacked, 200, "system"),
            Kib("free"), Kib("used"), Kib("cached"), Kib("buffers"));
        _available = new DemandChart(site, ram,
            Define("available", "system", "Available RAM for applications", ChartStyle.Area, 1010),
            Kib("MemAvailable", "avail"));
        _swap = new DemandChart(site, Demand("system swap", OnDemand.Auto),
            Detail(Define("swap", "swap", "System Swap", ChartStyle.Stacked, 201, "system")), Kib("free"),
            Kib("used"));
        _corrupted = new DemandChart(site, Demand("hardware corrupted ECC", OnDemand.Auto),
            Detail(Define("hwcorrupt", "ecc", "Corrupted Memory, detected by ECC", ChartStyle.Line, 1500)),
            Kib("HardwareCorrupted"));
        _committed = new DemandChart(site, site.Flag(Section, "committed memory"),
            Detail(Define("committed", "system", "Committed (Allocated) Memory", ChartStyle.Area, 1020)),
            Kib("Committed_AS"));
        _writeback = new DemandChart(site, site.Flag(Section, "writeback memory"),
            Detail(Define("writeback", "kernel", "Writeback Memory", ChartStyle.Line, 1100)),
            Kib("Dirty"), Kib("Writeback"), Kib("FuseWriteback"), Kib("NfsWriteback"), Kib("Bounce"));
        _kernel = new DemandChart(site, site.Flag(Section, "kernel memory"),
            Detail(Define("kernel", "kernel", "Memory Used by Kernel", ChartStyle.Stacked, 1101)),
            Kib("Slab"), Kib("KernelStack"), Kib("PageTables"), Kib("VmallocUsed"));
        _slab = new DemandChart(site, site.Flag(Section, "slab memory"),
            Detail(Define("slab", "slab", "Reclaimable Kernel Memory", ChartStyle.Stacked, 1200)),
            Kib("reclaimable"), Kib("unreclaimable"));
        _hugepagesDemand = Demand("hugepages", OnDemand.Auto);
        _transparent = new DemandChart(site, Demand("transparent hugepages", OnDemand.Auto),
            Detail(Define("transparent_hugepages", "hugepages", "Transparent HugePages Memory",
                ChartStyle.Stacked, 1250)),
            Kib("anonymous"), Kib("shmem"));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        if (!_file.Read(text))
        {
            return null;
        }

        long cached = V(Cached) + V(SReclaimable) - V(Shmem);
        _ram.Collect(
            [V(MemFree), V(MemTotal) - V(MemFree) - cached - V(Buffers), cached, V(Buffers)], nowUsec);
        if (_file.Has(MemAvailable))
        {
            _available.Collect([V(MemAvailable)], nowUsec);
        }

        _swap.Collect([V(SwapFree), V(SwapTotal) - V(SwapFree)], nowUsec);
        if (_file.Has(HardwareCorrupted))
        {
            _corrupted.Collect([V(HardwareCorrupted)], nowUsec);
        }

        _committed.Collect([V(Committed)], nowUsec);
        _writeback.Collect([V(Dirty), V(Writeback), V(WritebackTmp), V(NfsUnstable), V(Bounce)], nowUsec);
        _kernel.Collect([V(Slab), V(KernelStack), V(PageTables), V(VmallocUsed)], nowUsec);
        _slab.Collect([V(SReclaimable), V(SUnreclaim)], nowUsec);
        CollectHugepages(nowUsec);
        _transparent.Collect([V(AnonHugePages), V(ShmemHugePages)], nowUsec);
        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>
    /// The chart's multiplier is the size of a page at its creation, so it is made when that is known.
    /// </summary>
    private void CollectHugepages(long nowUsec)
    {
        long sizeKib = V(HugepageSize);
        long total = V(HugePagesTotal);
        bool isNonZero = sizeKib != 0 && total != 0;
        if (_hugepages == null)
        {
            OnDemand demand = _hugepagesDemand;
            if (!_site.Shows(ref demand, isNonZero))
            {
                return;
            }

            _hugepages = new DemandChart(_site, demand,
                Detail(Define("hugepages", "hugepages", "Dedicated HugePages Memory", ChartStyle.Stacked,
                    1251)),
                Pages("free", sizeKib), Pages("used", sizeKib), Pages("surplus", sizeKib),
                Pages("reserved", sizeKib));
        }

        _hugepages.Collect([V(HugePagesFree), total - V(HugePagesFree) - V(HugePagesReserved),
            V(HugePagesSurplus), V(HugePagesReserved)], isNonZero, nowUsec);
    }

    private long V(int slot) => (long)_file[slot];

    private OnDemand Demand(string option, OnDemand fallback) =>
        _site.Settings.OnDemand(Section, option, fallback);

    private static DimensionDefinition Kib(string id, string? name = null) =>
        new(id, Algorithm.Absolute, 1, 1024, name);

    private static DimensionDefinition Pages(string id, long sizeKib) =>
        new(id, Algorithm.Absolute, sizeKib, 1024);

    private static ChartDefinition Detail(ChartDefinition definition) =>
        definition with { Flags = ChartFlags.Detail };

    private static ChartDefinition Define(
        string id, string family, string title, ChartStyle style, int priority, string type = "mem") => new()
        {
            Type = type, Id = id, Family = family, Title = title, Units = "MiB", Style = style,
            Priority = priority,
            Module = Module,
        };
}
