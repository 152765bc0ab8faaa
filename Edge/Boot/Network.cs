using Edge.Http;
using Edge.Net;
using Edge.Query;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Edge.Web;

namespace Edge.Boot;

/// <summary>
/// The node's sockets and what talks on them: the local host's sender, the listeners with their pages, the
/// door for children. Exists only where something listens or sends. Started, swept and stopped by the pulse.
/// </summary>
internal sealed class Network : IDisposable
{
    private const string Tag = "MAIN";

    /// <summary>Of the second that a stop may take, most is for what is still in the outboxes.</summary>
    private const int StopDeadlineMs = 700;

    private readonly Configuration _configuration;
    private readonly HostTable _hosts;
    private readonly Shelves _shelves;
    private readonly Connections _connections;
    private readonly Resolver _resolver = new();
    private readonly StreamOptions _send;
    private readonly StreamDial _dial;
    private readonly LinkPage _linkPage;
    private Sender? _sender;
    private StreamDoor? _door;
    private Router? _router;
    private TlsServer? _tls;
    private Listeners? _listeners;
    private Listener? _statusListener;
    private InfoCommand? _statusInfo;

    private Network(Configuration configuration, HostTable hosts, Shelves shelves)
    {
        _shelves = shelves;
        _configuration = configuration;
        _hosts = hosts;
        _connections = new Connections(RoomOptions.Net(configuration));
        _send = RoomOptions.Stream(configuration);
        _dial = new StreamDial(
            new Dialer(_connections, _resolver), TlsStart.Client(configuration.Stream.Sender));
        Links = new LinkBook(hosts);
        _linkPage = new LinkPage(Links, Version.Line, Clock.NowUsec());
    }

    public LinkBook Links { get; }

    /// <summary>Of all listeners together.</summary>
    public HttpTally Web { get; } = new();

    /// <summary>Null: nothing that listens can ask the store.</summary>
    public QueryTally? Queries => _router?.Queries;

    /// <summary>Null: neither listening nor sending nor asking is on, so there is no socket at all.</summary>
    public static Network? Start(
        Configuration configuration, HostTable hosts, Shelves shelves, HeldPorts? held = null)
    {
        bool listens = configuration.Web.Mode != WebMode.None;
        bool sends = configuration.Stream.Sender.Sends;
        bool isAsked = configuration.Directories.StatusSocket.Length > 0;
        if (!listens && !sends && !isAsked)
        {
            return null;
        }

        var network = new Network(configuration, hosts, shelves);
        if (sends)
        {
            network.StartSending();
        }

        if (listens)
        {
            network.StartListening(held);
        }

        if (isAsked)
        {
            network.OpenStatusSocket();
        }

        return network;
    }

    /// <summary>Once a second, no gate held: time-outs, reconnects, orphans.</summary>
    public void Sweep(long nowUsec)
    {
        _connections.Sweep(nowUsec);
        _sender?.Tick(nowUsec);
        _door?.Tick(nowUsec);
        Links.Pace(nowUsec);
    }

    /// <summary>The node is complete: pages that need that answer from now on.</summary>
    public void Open()
    {
        if (_router != null)
        {
            _router.IsReady = true;
        }

        if (_statusInfo != null)
        {
            _statusInfo.IsReady = true;
        }
    }

    /// <summary>Key and certificate may be others now; connections stay.</summary>
    public void Reload() => _tls?.Reload();

    /// <summary>Nobody new comes in; what was collected goes out; everything closes.</summary>
    public void Stop(long nowUsec)
    {
        _listeners?.Stop();
        _statusListener?.Stop();
        _door?.Stop(nowUsec);
        _sender?.Stop(nowUsec);
        if (!_connections.Stop(StopDeadlineMs))
        {
            Log.Error(Tag, $"some connections did not take everything within {StopDeadlineMs} ms and were "
                + "cut.");
        }
    }

    public void Dispose() => _connections.Dispose();

    private void StartSending()
    {
        _sender = new Sender(_hosts.Local, _send.Target, _send, _dial);
        Links.Sender = _sender;
        using (_hosts.Local.Gate.Enter())
        {
            _hosts.Local.Outlets = [.. _hosts.Local.Outlets, _sender.Outlet];
        }
    }

    private void StartListening(HeldPorts? held)
    {
        _door = new StreamDoor(_hosts, new StreamSections(_configuration.Stream), _send,
            RoomOptions.Receive(_configuration), new HostLife(_configuration.Charts, _shelves), _dial);
        Links.Door = _door;
        _router = new Router(_hosts, RoomOptions.Web(_configuration));
        _router.Hang("netdata.conf", Access.NetdataConf, new ConfigPage(_configuration.NodeFile));
        _router.Api.Add(LinkPage.Command, Access.Dashboard, _linkPage.Answer);
        _tls = TlsStart.Server(_configuration.Web);
        var desk = new HttpDesk(RoomOptions.Http(_configuration), _router, _door, Clock.NowUsec)
        {
            Tally = Web,
        };
        var behind = new Door(_connections, RoomOptions.Lists(_configuration.Web), _resolver,
            desk.NewSession, _tls);
        _listeners = Listeners.Open(behind, _configuration.Web.BindTo, held);
        if (_listeners.All.Count == 0)
        {
            throw new StartupException($"Cannot listen on any of '{_configuration.Web.BindTo}' (see the "
                + "lines above). "
                + "Free the address, choose another by 'bind to' or -p, or set [web] mode = none.");
        }
    }

    /// <summary>For <c>edge status</c>. A node that cannot have it runs without.</summary>
    private void OpenStatusSocket()
    {
        _statusInfo = new InfoCommand(_hosts, new NoAlarms());
        var page = new StatusPage(_hosts.Local, _linkPage, _statusInfo);
        var desk = new HttpDesk(RoomOptions.Http(_configuration), page, door: null, Clock.NowUsec)
        {
            Tally = Web,
        };
        var door = new Door(_connections, new AccessLists(), _resolver, desk.NewSession);
        _statusListener =
            PrivateSocket.Open(door, _configuration.Directories.StatusSocket, Access.Dashboard);
    }
}
