using System.Text;
using Edge.Store;

namespace Edge.Collect;

/// <summary>One network interface, from its first line in the file until it is gone from it.</summary>
internal sealed class NetInterface
{
    /// <summary>Numbers in a line behind the name.</summary>
    public const int Counters = 16;

    private const int PriorityFirst = 7_000;
    private const int ContainerPriorityFirst = 43_000;

    // Places of the counters (spec collectors 5.1 counts them from 1).
    private const int RxBytes = 0;
    private const int RxPackets = 1;
    private const int RxErrors = 2;
    private const int RxDrops = 3;
    private const int RxFifo = 4;
    private const int RxFrame = 5;
    private const int RxCompressed = 6;
    private const int RxMulticast = 7;
    private const int TxBytes = 8;
    private const int TxPackets = 9;
    private const int TxErrors = 10;
    private const int TxDrops = 11;
    private const int TxFifo = 12;
    private const int TxCollisions = 13;
    private const int TxCarrier = 14;
    private const int TxCompressed = 15;

    private readonly NetLink? _link;
    private readonly DemandChart? _bandwidth;
    private readonly DemandChart? _packets;
    private readonly DemandChart? _errors;
    private readonly DemandChart? _drops;
    private readonly DemandChart? _fifo;
    private readonly DemandChart? _compressed;
    private readonly DemandChart? _events;

    /// <param name="site">Where the charts belong.</param>
    /// <param name="options">Of all interfaces.</param>
    /// <param name="name">On this machine.</param>
    /// <param name="container">Whose it is; null: the machine's own.</param>
    public NetInterface(
        Site site, NetdevOptions options, ReadOnlySpan<byte> name, ContainerInterface? container = null)
    {
        Container = container;
        NameBytes = name.ToArray();
        Name = Encoding.UTF8.GetString(name);
        string section = $"{NetdevCollector.Section}:{Name}";
        bool isOff = options.New == OnDemand.No || options.Disabled.Matches(Name);
        OnDemand enabled = site.Settings.OnDemand(section, "enabled", isOff ? OnDemand.No : OnDemand.Yes);
        IsEnabled = enabled != OnDemand.No;
        IsVirtual = site.Settings.Flag(section, "virtual", Path.Exists(Site.Fill(options.VirtualPath, Name)));
        if (!IsEnabled)
        {
            return;
        }

        OnDemand Demand(string option, OnDemand all) => site.Settings.OnDemand(section, option, all);
        _bandwidth = new DemandChart(site, Demand("bandwidth", options.Bandwidth),
            Define("net", "net", "Bandwidth", "kilobits/s", 7000)
                with { Style = ChartStyle.Area, Flags = ChartFlags.None },
            In("received", 8, 1000), Out("sent", 8, 1000));
        _packets = new DemandChart(site, Demand("packets", options.Packets),
            Define("net_packets", "packets", "Packets", "packets/s", 7001), In("received"), Out("sent"),
            In("multicast"));
        _errors = new DemandChart(site, Demand("errors", options.Errors),
            Define("net_errors", "errors", "Interface Errors", "errors/s", 7002), In("inbound"),
            Out("outbound"));
        _drops = new DemandChart(site, Demand("drops", options.Drops),
            Define("net_drops", "drops", "Interface Drops", "drops/s", 7003), In("inbound"), Out("outbound"));
        _fifo = new DemandChart(site, Demand("fifo", options.Fifo),
            Define("net_fifo", "fifo", "Interface FIFO Buffer Errors", "errors", 7004), In("receive"),
            Out("transmit"));
        _compressed = new DemandChart(site, Demand("compressed", options.Compressed),
            Define("net_compressed", "compressed", "Compressed Packets", "packets/s", 7005), In("received"),
            Out("sent"));
        _events = new DemandChart(site, Demand("events", options.Events),
            Define("net_events", "events", "Network Interface Events", "events/s", 7006),
            In("frames"), Out("collisions"), Out("carrier"));
        _link = new NetLink(site, options, Name, IsVirtual);
        foreach (DemandChart? chart in All)
        {
            chart!.Labels = container?.Labels;
        }
    }

    public string Name { get; }

    /// <summary>Null: it is no container's.</summary>
    public ContainerInterface? Container { get; }

    public byte[] NameBytes { get; }

    /// <summary>Not enabled: known only so that it is not asked about again.</summary>
    public bool IsEnabled { get; }

    /// <summary>Has no hardware of its own, so its traffic is that of another one, too.</summary>
    public bool IsVirtual { get; }

    public ulong ReceivedBytes { get; private set; }

    public ulong SentBytes { get; private set; }

    /// <summary>The collector's tick in which it was last there.</summary>
    public long SeenTick { get; set; }

    public void Collect(ReadOnlySpan<long> counters, long nowUsec)
    {
        ReceivedBytes = (ulong)counters[RxBytes];
        SentBytes = (ulong)counters[TxBytes];
        if (!IsEnabled)
        {
            return;
        }

        // The machine sends what its container receives.
        bool isSwapped = Container != null;
        Show(_bandwidth!, counters, isSwapped, RxBytes, TxBytes, nowUsec);
        (int received, int sent) = isSwapped ? (TxPackets, RxPackets) : (RxPackets, TxPackets);
        _packets!.Collect([counters[received], counters[sent], counters[RxMulticast]], nowUsec);
        Show(_errors!, counters, isSwapped, RxErrors, TxErrors, nowUsec);
        Show(_drops!, counters, isSwapped, RxDrops, TxDrops, nowUsec);
        Show(_fifo!, counters, isSwapped, RxFifo, TxFifo, nowUsec);
        Show(_compressed!, counters, isSwapped, RxCompressed, TxCompressed, nowUsec);
        _events!.Collect([counters[RxFrame], counters[TxCollisions], counters[TxCarrier]], nowUsec);
    }

    /// <summary>Speed, duplex and state, at their own pace and while the bandwidth is shown.</summary>
    public void RefreshVariables(long nowUsec)
    {
        if (_bandwidth?.Chart is Chart chart)
        {
            _link!.Refresh(chart, nowUsec);
        }
    }

    public void Retire()
    {
        foreach (DemandChart? chart in All)
        {
            chart?.Retire();
        }
    }

    private DemandChart?[] All => [_bandwidth, _packets, _errors, _drops, _fifo, _compressed, _events];

    private static void Show(DemandChart chart, ReadOnlySpan<long> counters, bool isSwapped, int received,
        int sent, long nowUsec) =>
        chart.Collect(isSwapped ? [counters[sent], counters[received]] : [counters[received], counters[sent]],
            nowUsec);

    /// <summary>A container's are among its other charts.</summary>
    private ChartDefinition Define(string type, string kind, string title, string units, int order) => new()
    {
        Type = Container == null ? type : $"cgroup_{Container.Id}",
        Id = Container == null ? Name : $"{type}_{Container.Inner}",
        Family = Container == null ? Name : $"net {Container.Inner}",
        Context = $"net.{kind}", Title = title, Units = units,
        Priority = Container == null ? order : order - PriorityFirst + ContainerPriorityFirst,
        Flags = ChartFlags.Detail, Module = NetdevCollector.Module,
    };

    private static DimensionDefinition In(string id, long multiplier = 1, long divisor = 1) =>
        new(id, Algorithm.Incremental, multiplier, divisor);

    private static DimensionDefinition Out(string id, long multiplier = 1, long divisor = 1) =>
        new(id, Algorithm.Incremental, -multiplier, divisor);
}
