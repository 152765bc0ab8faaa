using System.Net;
using System.Net.Sockets;
using Edge.Net;
using Edge.Store;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// The statsd server of the local host: its sockets, which the wire thread reads, and the flush, which pulse
/// does. Exists only where at least one socket could be opened.
/// </summary>
internal sealed class Statsd : IDisposable
{
    private const string Tag = "STATSD";
    private const int StopDeadlineMs = 100;
    private readonly StatsdOptions _options;
    private readonly StatsdMetrics _metrics = new();
    private readonly StatsdFeed _feed;
    private readonly Connections _connections;
    private readonly List<Datagrams> _datagrams = [];
    private readonly Turnstile _turnstile = new();
    private readonly Net.Listeners _listeners;
    private StatsdCharts? _charts;
    private long _lastFlushSec;

    private Statsd(StatsdOptions options)
    {
        _options = options;
        _feed = new StatsdFeed(_metrics);
        _connections = new Connections(new NetOptions
        {
            Backlog = options.Backlog, DefaultPort = options.DefaultPort, SocketsMax = options.TcpSocketsMax,
            ReceiveBytesMax = StatsdLimits.LineBytes,
        });
        var streams = new List<string>();
        foreach (BindItem item in BindList.Parse(options.BindTo, options.DefaultPort))
        {
            if (item.Transport == Transport.Udp)
            {
                OpenDatagrams(item);
            }
            else
            {
                streams.Add(item.Text);
            }
        }

        var door = new Door(_connections, new AccessLists(), new Resolver(),
            _ => new StatsdSession(_metrics, options.IdleSeconds));
        _listeners = Net.Listeners.Open(door, string.Join(' ', streams));
    }

    /// <summary>Where datagrams come.</summary>
    public IReadOnlyList<Datagrams> Sockets => _datagrams;

    /// <summary>Where clients connect.</summary>
    public IReadOnlyList<Listener> Listeners => _listeners.All;

    /// <summary>Null: no socket could be opened, which was told.</summary>
    public static Statsd? Start(Host host, StatsdOptions options)
    {
        var statsd = new Statsd(options);
        if (statsd._datagrams.Count == 0 && statsd._listeners.All.Count == 0)
        {
            Log.Error(Tag, $"STATSD: No statsd sockets to listen to ('{options.BindTo}'). statsd will be "
                + "disabled.");
            statsd.Dispose();
            return null;
        }

        var apps = StatsdAppReader.Read(options.AppDirectory, options.StockAppDirectory);
        using (host.Gate.Enter())
        {
            statsd._charts = new StatsdCharts(host, statsd._metrics, options, apps.Apps);
        }

        foreach (Datagrams socket in statsd._datagrams)
        {
            socket.Start();
        }

        return statsd;
    }

    /// <summary>Once a second, no gate held.</summary>
    public void Sweep(long nowUsec) => _connections.Sweep(nowUsec);

    /// <summary>The host's gate is held; flushes when it is time.</summary>
    public void Tick(long nowUsec)
    {
        long slot = nowUsec / Clock.UsecPerSecond / _options.UpdateEvery;
        if (slot != _lastFlushSec)
        {
            _lastFlushSec = slot;
            _charts?.Flush(nowUsec, Dropped());
        }
    }

    public void Dispose()
    {
        _listeners.Stop();
        foreach (Datagrams socket in _datagrams)
        {
            socket.Stop();
        }

        _connections.Stop(StopDeadlineMs);
        _connections.Dispose();
        _turnstile.Dispose();
        using (_metrics.Gate.Enter())
        {
            _metrics.Dispose();
        }
    }

    private long Dropped()
    {
        long dropped = 0;
        foreach (Datagrams socket in _datagrams)
        {
            dropped += socket.Drops ?? 0;
        }

        return dropped;
    }

    private void OpenDatagrams(BindItem item)
    {
        if (Places.Port(item.Port) is not int port)
        {
            Log.Error(Tag, $"LISTENER: '{item.Text}' names no port");
            return;
        }

        try
        {
            foreach (IPAddress address in Places.Addresses(item))
            {
                OpenDatagrams(item, new IPEndPoint(address, port));
            }
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            Log.Error(Tag, $"LISTENER: getaddrinfo('{item.Address}', '{item.Port}'): {e.Message}");
        }
    }

    private void OpenDatagrams(BindItem item, IPEndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (place.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            if (!DatagramBatch.TryForceBuffer(socket.SafeHandle, StatsdLimits.ReceiveBufferBytes))
            {
                socket.ReceiveBufferSize = StatsdLimits.ReceiveBufferBytes;
            }

            socket.Bind(place);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            Log.Error(Tag, $"LISTENER: Cannot bind to '{item.Text}', ip '{place.Address}', port {place.Port} "
                + Places.Errno(e));
            return;
        }

        var batch = new DatagramBatch(_options.MessagesAtOnce, StatsdLimits.DatagramBytes);
        _datagrams.Add(new Datagrams(socket, batch, _feed, _turnstile, StatsdLimits.BatchesInARow));
    }
}
