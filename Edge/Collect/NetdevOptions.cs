using Edge.Text;

namespace Edge.Collect;

/// <summary>What the operator says of all network interfaces (spec collectors 5.1).</summary>
internal sealed class NetdevOptions(Site site)
{
    private const string Section = NetdevCollector.Section;

    public string VirtualPath { get; } = Path(site, "path to get virtual interfaces",
        "/sys/devices/virtual/net/%s");

    public string SpeedPath { get; } = Path(site, "path to get net device speed", "/sys/class/net/%s/speed");

    public string DuplexPath { get; } = Path(site, "path to get net device duplex",
        "/sys/class/net/%s/duplex");

    public string OperstatePath { get; } =
        Path(site, "path to get net device operstate", "/sys/class/net/%s/operstate");

    /// <summary>
    /// No: only those that are enabled by name; also holds for those that are there from the start.
    /// </summary>
    public OnDemand New { get; } = Demand(site, "enable new interfaces detected at runtime");

    /// <summary>Becomes yes when the sum of all interfaces is first shown.</summary>
    public OnDemand Bandwidth { get; set; } = Demand(site, "bandwidth for all interfaces");

    public OnDemand Packets { get; } = Demand(site, "packets for all interfaces");

    public OnDemand Errors { get; } = Demand(site, "errors for all interfaces");

    public OnDemand Drops { get; } = Demand(site, "drops for all interfaces");

    public OnDemand Fifo { get; } = Demand(site, "fifo for all interfaces");

    public OnDemand Compressed { get; } = Demand(site, "compressed packets for all interfaces");

    public OnDemand Events { get; } = Demand(site, "frames, collisions, carrier counters for all interfaces");

    public SimplePattern Disabled { get; } = SimplePattern.Parse(site.Settings.Text(
        Section, "disable by default interfaces matching", "lo fireqos* *-ifb"));

    public long SpeedEverySeconds { get; } = Seconds(site, "refresh interface speed every seconds");

    public long DuplexEverySeconds { get; } = Seconds(site, "refresh interface duplex every seconds");

    public long OperstateEverySeconds { get; } = Seconds(site, "refresh interface operstate every seconds");

    private static string Path(Site site, string option, string path) =>
        site.Settings.Text(Section, option, site.Path(path));

    private static OnDemand Demand(Site site, string option) =>
        site.Settings.OnDemand(Section, option, OnDemand.Auto);

    private static long Seconds(Site site, string option) => site.Settings.Number(Section, option, 10);
}
