using System.Globalization;
using System.Text;
using Edge.Collect;
using Edge.Collect.Cgroups;
using Edge.Store;
using Edge.Sys;

namespace Edge.Tests.Collect.Cgroups;

/// <summary>A host, the cgroups plugin over a folder, and a clock that only the test moves. Questions that
/// may
/// block are answered in the tick.</summary>
internal sealed class CgroupBench : IDisposable
{
    private readonly CgroupsPlugin _plugin;
    private readonly CollectOptions _options;
    private readonly Collectors _network;

    public CgroupBench(ProcTree tree, ICollectSettings? settings = null, int updateEvery = 1,
        int filesMax = 0, bool zeroMetrics = false)
    {
        Host = new Host(
            new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = new string('0', 36) },
            new StoreOptions { HistoryEntries = 60, Mode = MemoryMode.None })
        {
            Outlets = [Recorder],
        };
        _options = new CollectOptions
        {
            HostPrefix = tree.Root, UpdateEvery = updateEvery, Interfaces = new ContainerInterfaces(),
            EnableZeroMetrics = zeroMetrics,
        };
        settings ??= new DefaultSettings();
        _network = new Collectors(Host, _options, settings,
            Array.FindAll(CollectorTable.Rows, row => row.Key == "/proc/net/dev"));
        _plugin = new CgroupsPlugin(Host, _options, settings,
            new PluginPlace(tree.PathOf("/plugins.d"), tree.PathOf("/etc/netdata"), tree.PathOf("/stock")),
            static run => run(), filesMax);
    }

    public Host Host { get; }

    public CgroupsPlugin Plugin => _plugin;

    public ContainerInterfaces Interfaces => _options.Interfaces!;

    public CommitRecorder Recorder { get; } = new();

    public long NowUsec { get; private set; } = Bench.StartUsec;

    public CgroupBench Tick(int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            Recorder.Clear();
            using (Host.Gate.Enter())
            {
                _network.Tick(NowUsec);
                _plugin.Tick(NowUsec);
            }

            NowUsec += _options.UpdateEvery * Clock.UsecPerSecond;
        }

        return this;
    }

    public bool Has(string id) => Host.Find(id) != null;

    public Chart Chart(string id) => Host.Find(id) ?? throw new InvalidOperationException($"no chart {id}");

    public string Values(string id) => Recorder.Of(id);

    /// <summary>Ids of containers that are shown.</summary>
    public string[] Shown() => [.. Host.Charts.Where(chart => !chart.IsObsolete && chart.Id.EndsWith(".cpu")
        && chart.Type.StartsWith("cgroup_")).Select(chart => chart.Type["cgroup_".Length..])];

    public string Describe()
    {
        var text = new StringBuilder();
        foreach (Chart chart in Host.Charts.OrderBy(chart => chart.Id, StringComparer.Ordinal))
        {
            if (chart.Type is "netdata")
            {
                continue;
            }

            text.AppendLine(CultureInfo.InvariantCulture,
                $"{chart.Id} '{chart.Title}' '{chart.Units}' {chart.Family} {chart.Context} {chart.Style} "
                + $"{chart.Priority} every {chart.UpdateEvery} {chart.Plugin} {chart.Module}");
            foreach (Dimension d in chart.Dimensions)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"    '{d.Id}' '{d.Name}' {d.Algorithm} {d.Multiplier}/{d.Divisor}");
            }

            foreach (string name in chart.Variables.Names)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {name} = {chart.Variables[name]}");
            }

            foreach (Label label in chart.Labels)
            {
                text.AppendLine($"    label {label.Key} = {label.Value} ({label.Source})");
            }

            text.AppendLine($"    : {Values(chart.Id)}");
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _plugin.Dispose();
        _network.Dispose();
        Host.Dispose();
    }
}
