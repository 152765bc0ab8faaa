using Edge.Collect;
using Edge.Collect.Cgroups;
using Edge.Http;
using Edge.Net;
using Edge.Plugins;
using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// The wiring: makes the rooms from their records, hangs them on the pulse, takes them down in reverse. Main
/// thread.
/// </summary>
internal sealed class Node : IDisposable
{
    private const string Tag = "MAIN";
    private readonly Configuration _configuration;
    private readonly Pulse _pulse;
    private readonly Host _local;
    private readonly Shelves _shelves;
    private Collectors? _collectors;
    private Collectors? _plugins;
    private CgroupsPlugin? _cgroups;
    private Network? _network;
    private Statsd? _statsd;
    private PluginCrew? _crew;
    private NodeCharts? _charts;
    private readonly HeapTidy _heap = new();
    private long _sweeps;

    /// <param name="configuration">Read and understood.</param>
    /// <param name="info">The local host.</param>
    /// <param name="pulse">Not running yet.</param>
    public Node(Configuration configuration, HostInfo info, Pulse pulse)
    {
        _configuration = configuration;
        _pulse = pulse;
        _shelves = new Shelves(configuration);
        _local = new Host(info, RoomOptions.Local(configuration), configuration.Charts.For(guid: null))
        {
            IsReachable = true,
            Shelf = _shelves.For(info, configuration.Store.Mode, isLocal: true),
        };
        _local.SetLabels(Identity.Labels(configuration, info.System));
        Hosts = new HostTable(_local);
        _shelves.Open(Hosts);
        _shelves.Attach(_local);
    }

    public HostTable Hosts { get; }

    /// <summary>Everything that can refuse does so here, before the banner says that it runs.</summary>
    /// <param name="held">Ports that were bound as another user.</param>
    public void Start(HeldPorts? held = null)
    {
        Guard.That(_sweeps == 0);
        CollectOptions options = RoomOptions.Collect(_configuration);
        var settings = new CollectSettings(_configuration.NodeFile);
        if (_configuration.Plugins.Proc)
        {
            _collectors = new Collectors(_local, options, settings)
            {
                Durations = _configuration.Plugins.ServerResources
                    ? new ModuleDurations(Clock.MonotonicUsec)
                    : null,
            };
        }

        _plugins = new Collectors(_local, options, settings, PluginTable.Rows);
        if (_configuration.Plugins.Cgroups)
        {
            _cgroups = new CgroupsPlugin(_local, options, settings, RoomOptions.Place(_configuration));
        }

        _network = Network.Start(_configuration, Hosts, _shelves, held);
        if (_configuration.Plugins is { Proc: true, ServerResources: true })
        {
            _charts = new NodeCharts(
                _local, _network?.Web ?? new HttpTally(), _network?.Queries, _network?.Links);
        }

        _statsd = _configuration.Statsd == null ? null : Statsd.Start(_local, _configuration.Statsd);
        _crew = new PluginCrew(_local, PluginWiring.Options(_configuration, _local.Info));
        _pulse.EverySecond(Sweep);
        _pulse.EveryTick(Tick);
        _network?.Open();
        _crew.Sweep();
    }

    /// <summary>One round of the local host: collect, then let the outlets send.</summary>
    public void Tick(Tick tick)
    {
        using (_local.Gate.Enter())
        {
            _collectors?.Tick(tick.NowUsec);
            _statsd?.Tick(tick.NowUsec);
            _plugins?.Tick(tick.NowUsec);
            _cgroups?.Tick(tick.NowUsec);
            _charts?.Tick(tick.NowUsec);
            _local.Flush(tick.NowUsec);
        }
    }

    /// <summary>
    /// Once a second, whatever <c>update every</c> is: time-outs, charts that nobody collects any more, and,
    /// when the collectors have had their time to ask, options that none of them wanted.
    /// </summary>
    public void Sweep(Tick tick)
    {
        const int obsoleteEverySeconds = 60;
        const int pluginsAfterSeconds = 60;
        const int codeAfterSeconds = 15;
        const int codeAgainAfterSeconds = 75;
        _network?.Sweep(tick.NowUsec);
        _statsd?.Sweep(tick.NowUsec);
        _crew?.Sweep();
        _heap.Sweep();
        if (_sweeps is codeAfterSeconds or codeAgainAfterSeconds)
        {
            // What was needed to start and to connect is not needed again.
            CodePages.Forget();
        }

        if (_sweeps++ % obsoleteEverySeconds == obsoleteEverySeconds - 1)
        {
            RemoveObsolete(tick.NowUsec / Clock.UsecPerSecond);
        }

        if (_sweeps == pluginsAfterSeconds)
        {
            foreach (ConfigProblem problem in KnownOptions.Unused(_configuration.NodeFile, plugins: true))
            {
                problem.Say();
            }
        }
    }

    /// <summary>After a HUP: what can be read again while the node runs.</summary>
    public void Reload() => _network?.Reload();

    /// <summary>After a USR1.</summary>
    public void Save() => _shelves.Save();

    /// <summary>
    /// Connections first, so that nobody writes any more; then what they wrote to. Who has no child by now
    /// may lose its files (spec database 6.5).
    /// </summary>
    public void Stop(long nowUsec)
    {
        Host[] connected = Array.FindAll(Hosts.All, static host => host.IsReachable);
        _crew?.Dispose();
        _statsd?.Dispose();
        _network?.Stop(nowUsec);
        _collectors?.Dispose();
        _plugins?.Dispose();
        _cgroups?.Dispose();
        _charts?.Dispose();
        _shelves.Stop(connected);
    }

    public void Dispose()
    {
        _network?.Dispose();
        _shelves.Dispose();
        foreach (Host host in Hosts.All)
        {
            using (host.Gate.Enter())
            {
                host.Dispose();
            }
        }
    }

    private void RemoveObsolete(long nowSec)
    {
        foreach (Host host in Hosts.All)
        {
            using (host.Gate.Enter())
            {
                int removed = host.RemoveObsolete(nowSec);
                if (removed > 0)
                {
                    Log.Info(Tag, $"Removed {removed} obsolete charts of host '{host.Info.Hostname}'.");
                }
            }
        }
    }
}
