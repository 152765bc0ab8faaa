using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// The wiring: makes the rooms from their records, hangs them on the pulse, takes them down in reverse. Main thread.
/// </summary>
internal sealed class Node : IDisposable
{
    private const string Tag = "MAIN";
    private readonly Configuration _configuration;
    private readonly Pulse _pulse;
    private readonly Host _local;

    /// <param name="configuration">Read and understood.</param>
    /// <param name="info">The local host.</param>
    /// <param name="pulse">Not running yet.</param>
    public Node(Configuration configuration, HostInfo info, Pulse pulse)
    {
        _configuration = configuration;
        _pulse = pulse;
        _local = new Host(info, configuration.Store, configuration.Charts.For(guid: null)) { IsReachable = true };
        _local.SetLabels(Identity.Labels(configuration, info.System));
        Hosts = new HostTable(_local);
    }

    public HostTable Hosts { get; }

    /// <summary>Everything that can refuse does so here, before the banner says that it runs.</summary>
    public void Start(long nowUsec)
    {
        StartCollecting(nowUsec);
        StartSending(nowUsec);
        StartListening(nowUsec);
        _pulse.EverySecond(Sweep);
        _pulse.EveryTick(Tick);
    }

    /// <summary>One round of the local host: collect, then let the outlets send.</summary>
    public void Tick(Tick tick)
    {
        using (_local.Gate.Enter())
        {
            Collect(tick);
            _local.Flush(tick.NowUsec);
        }
    }

    /// <summary>Once a second, whatever <c>update every</c> is: time-outs, and charts that nobody collects any more.</summary>
    public void Sweep(Tick tick)
    {
        const int obsoleteEverySeconds = 60;
        SweepConnections(tick);
        if (tick.NowUsec / Clock.UsecPerSecond % obsoleteEverySeconds == 0)
        {
            RemoveObsolete(tick.NowUsec / Clock.UsecPerSecond);
        }
    }

    /// <summary>Connections first, so that nobody writes any more; then what they wrote to.</summary>
    public void Stop(long nowUsec)
    {
        StopListening(nowUsec);
        StopSending(nowUsec);
        StopCollecting();
    }

    public void Dispose()
    {
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
