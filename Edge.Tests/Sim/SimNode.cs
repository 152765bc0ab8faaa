using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Tests.Sim;

/// <summary>
/// An Edge without sockets: its hosts, its door, the sender of its own host, and a beat once a second of its
/// own clock. It can die and come back with an empty store.
/// </summary>
internal sealed class SimNode(SimNet net, NodePlan plan, SimBooks books, SimLog log)
    : IHostLife, IStreamSections, IPage
{
    public const string Key = "11111111-2222-3333-4444-555555555555";

    private static readonly byte[] _busy = ParentAnswer.Busy.ToArray();
    private static readonly byte[] _rubbish = "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray();

    private readonly List<SimConnection> _connections = [];
    private StreamDoor _door = null!;
    private HttpDesk _desk = null!;
    private Sender? _sender;

    public SimNet Net => net;

    public NodePlan Plan => plan;

    public string Name => plan.Name;

    /// <summary>Whatever was started for another life is void.</summary>
    public int Life { get; private set; }

    public bool IsUp { get; private set; }

    /// <summary>What its clock shows beyond the true time.</summary>
    public long OffsetUsec { get; private set; }

    /// <summary>How often its clock was set.</summary>
    public int Jumps { get; private set; }

    /// <summary>What is wrong with it just now.</summary>
    public ParentFault Fault { get; private set; }

    public long NowUsec => net.Clock.NowUsec + OffsetUsec;

    public StreamOptions Send { get; init; } = new();

    public SimDial Dial { get; private set; } = null!;

    public HostTable Hosts { get; private set; } = null!;

    public StreamDoor Door => _door;

    /// <summary>What it collects; null: nothing.</summary>
    public SimLoad? Load { get; init; }

    public IReadOnlyList<SimConnection> Connections => _connections;

    public int Connects { get; private set; }

    public int Disconnects { get; private set; }

    /// <summary>Requests for the history of a chart.</summary>
    public long Asked { get; set; }

    /// <summary>Neither connected nor about to send. A broken connection without a request may stay until its
    /// own time-out, which is not a matter of streams.</summary>
    public bool IsQuiet => _door.IsQuiet && (_sender is null || _sender.State == SenderState.Idle)
        && _connections.TrueForAll(static connection => connection.Session is HttpSession or SimRefusal);

    public void SetClock(long offsetUsec)
    {
        net.Trace($"{Name}'s clock is off by {offsetUsec} us");
        OffsetUsec = offsetUsec;
        Jumps++;
    }

    public void Suffer(ParentFault fault)
    {
        net.Trace($"{Name} suffers {fault}");
        Fault = fault;
    }

    /// <summary>The process starts, with nothing from before.</summary>
    public void Boot()
    {
        net.Trace($"{Name} starts");
        IsUp = true;
        Fault = ParentFault.None;
        Life++;
        var store = new StoreOptions
        {
            Mode = plan.Mode, HistoryEntries = 128, ReplayBytes = plan.ReplayBytes,
        };
        var local = new Host(
            new HostInfo { Hostname = Name, RegistryHostname = Name, MachineGuid = plan.Guid, Os = "linux" },
            plan.Collects ? store with { Mode = MemoryMode.Ram } : store) { IsReachable = true };
        Hosts = new HostTable(local);
        Dial = new SimDial(this);
        _door = new StreamDoor(Hosts, this, Send,
            new ReceiveOptions { Store = store, Capabilities = plan.Speaks }, this, Dial);
        _desk = new HttpDesk(new HttpOptions { Gzip = false }, this, _door, () => NowUsec);
        local.Outlets = [books.Open(this, local)];
        _sender = Send.Target.IsOn ? new Sender(local, Send.Target, Send, Dial) : null;
        if (_sender != null)
        {
            local.Outlets = [.. local.Outlets, _sender.Outlet];
        }

        Load?.Start(local);
        BeatSoon(Life);
    }

    /// <summary>
    /// The process dies. With <paramref name="isSudden"/> its kernel does too and tells nobody.
    /// </summary>
    public void Crash(bool isSudden)
    {
        net.Trace($"{Name} dies {(isSudden ? "with its machine" : "")}");
        IsUp = false;
        Life++;
        SimConnection[] dying = [.. _connections];
        _connections.Clear();
        foreach (SimLink link in net.Links)
        {
            if (isSudden && (dying.Contains(link.Dialled) || dying.Contains(link.Accepted)))
            {
                link.BreakSilently();
                link.Tell(dying.Contains(link.Dialled) ? link.Accepted : link.Dialled);
            }
        }

        log.Mute(() =>
        {
            foreach (SimConnection connection in dying)
            {
                connection.Die();
                connection.Shut();
            }
        });
        (Connects, Disconnects, Asked) = (0, 0, 0);
        log.Forget(this);
        Dispose();
    }

    /// <summary>The orderly end begins: what was collected still goes.</summary>
    public void Stop() => Run(() =>
    {
        net.Trace($"{Name} stops");
        _door.Stop(NowUsec);
        _sender?.Stop(NowUsec);
    });

    /// <summary>The local outlet goes before the sender stops, so that no chart wakes it again.</summary>
    public void StopCollecting() => Hosts.Local.Outlets = [Hosts.Local.Outlets[0]];

    public void Run(Action action)
    {
        SimNode? outer = log.Enter(this);
        action();
        log.Leave(this, outer);
    }

    public ISession NewSession(IConnection connection) => Fault switch
    {
        ParentFault.Busy => new SimRefusal(_busy),
        ParentFault.Rubbish => new SimRefusal(_rubbish),
        _ => _desk.NewSession(connection),
    };

    public void Enter(SimConnection connection) => _connections.Add(connection);

    public void Leave(SimConnection connection) => _connections.Remove(connection);

    /// <summary>The connection belonged to an earlier life.</summary>
    public bool IsGone(SimConnection connection) => !_connections.Contains(connection);

    public void Dispose()
    {
        IsUp = false;
        foreach (Host host in Hosts.All)
        {
            host.Dispose();
        }
    }

    private void BeatSoon(int life)
    {
        long left = Clock.UsecPerSecond - (NowUsec % Clock.UsecPerSecond);
        net.Clock.After(left + 1 + net.Random.Next(900), () =>
        {
            if (Life == life && IsUp)
            {
                if (Fault != ParentFault.Frozen)
                {
                    Run(Beat);
                }

                BeatSoon(life);
            }
        });
    }

    /// <summary>As the program's: time-outs and reconnects first, then a round of the local host.</summary>
    private void Beat()
    {
        foreach (SimConnection connection in _connections.ToArray())
        {
            connection.Sweep();
        }

        _sender?.Tick(NowUsec);
        _door.Tick(NowUsec);
        using (Hosts.Local.Gate.Enter())
        {
            Load?.Collect(Hosts.Local, NowUsec);
            Hosts.Local.Flush(NowUsec);
        }

        SimChecks.EachSecond(this);
    }

    StreamSection? IStreamSections.Find(string name) =>
        name == Key ? new StreamSection { Enabled = true } : null;

    Host? IHostLife.Create(HostInfo info, HostTerms terms)
    {
        var host = new Host(info, terms.Store) { SharesDimensions = true };
        host.Outlets = [books.Open(this, host)];
        return host;
    }

    /// <summary>The older connection wins as long as it shows signs of life (spec streaming 5.3).</summary>
    void IHostLife.Connected(Host host, HostTerms terms, long nowUsec)
    {
        Connects++;
        SimConnection? older = _connections.Find(connection =>
            !connection.IsEnding && connection.Session is Receiver receiver && receiver.Host == host);
        SimBrokenException.Unless(older == null || Jumps > 1 || nowUsec - older.LastReceivedUsec > 30_000_000,
            $"{Name} replaces {older?.Label}, which is alive");
    }

    void IHostLife.Disconnected(Host host, HostTerms terms, long nowUsec) => Disconnects++;

    void IHostLife.Removing(Host host)
    {
    }

    void IPage.Answer(HttpRequest request, HttpResponse response, long nowUsec) => response.Fail(404, "none");
}
