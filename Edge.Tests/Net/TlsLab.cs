using System.Collections.Concurrent;
using System.Net;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>Both ends of encrypted connections in one process, over real sockets. Sessions are
/// probes.</summary>
internal sealed class TlsLab : IDisposable
{
    private readonly Listeners _listeners;
    private readonly ConcurrentQueue<string> _log = [];

    public TlsLab(
        TlsPapers papers, TlsServerOptions? server = null, string bindTo = "127.0.0.1:0",
        Func<IConnection, ISession>? newSession = null, NetOptions? options = null)
    {
        Log.Open((_, _, text) => _log.Enqueue(text), _ => { });
        Home = new Connections(options ?? new NetOptions());
        Server = TlsServer.Load(server ?? new TlsServerOptions
        {
            KeyPath = papers.Key,
            CertificatePath = papers.Certificate,
        });
        var door = new Door(Home, new AccessLists(), new Resolver(), newSession ?? Probe, Server);
        _listeners = Listeners.Open(door, bindTo);
        Port = ((IPEndPoint)_listeners.All[0].EndPoint).Port;
    }

    public Connections Home { get; }

    public TlsServer? Server { get; }

    public int Port { get; }

    public BlockingCollection<Probe> Accepted { get; } = [];

    /// <summary>What the dial said: lines of errors, <c>opened ...</c>, <c>gave up</c>.</summary>
    public BlockingCollection<string> Events { get; } = [];

    public string[] LogLines => [.. _log];

    /// <summary>What newly accepted probes do.</summary>
    public Func<Probe> NewProbe { get; set; } = Tests.Net.Probe.Echo;

    public Probe Dial(TlsClientOptions options, string? list = null, Probe? probe = null)
    {
        probe ??= new Probe();
        TlsClient? client = TlsClient.Load(options, out string problem);
        Assert.True(client != null, problem);
        new Dialer(Home, new Resolver()).Start(new DialOrder
        {
            Destinations = Destination.Parse(list ?? $"127.0.0.1:{Port}:SSL", "19999"),
            TimeoutSec = 60,
            Tls = client,
            Opened = (connection, item) =>
            {
                probe.Connection = connection;
                Events.Add($"opened {item.Text}");
                return probe;
            },
            Failed = Events.Add,
            GaveUp = () => Events.Add("gave up"),
        });
        return probe;
    }

    public string Next()
    {
        Assert.True(Events.TryTake(out string? text, Lab.PatienceMs), "nothing happened");
        return text;
    }

    public Probe Comer()
    {
        Assert.True(Accepted.TryTake(out Probe? probe, Lab.PatienceMs), "nobody was accepted");
        return probe;
    }

    public void Opens() => Assert.Equal($"opened 127.0.0.1:{Port}", Next());

    public void Dispose()
    {
        _listeners.Stop();
        Assert.True(Home.Stop(Lab.PatienceMs), "connections were left");
        Home.Dispose();
        Assert.Equal(0, Ledger.Bytes("net outboxes"));
        Assert.Equal(0, Ledger.Bytes("net receive buffers"));
        Assert.Equal(0, Ledger.Bytes("net TLS buffers"));
        Log.Open(static (_, _, _) => { }, static _ => { });
    }

    private Probe Probe(IConnection connection)
    {
        Probe probe = NewProbe();
        probe.Connection = connection;
        Accepted.Add(probe);
        return probe;
    }
}
