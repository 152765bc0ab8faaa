using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Plugins;
using Edge.Store;
using Edge.Tests.Net;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>The server on real sockets.</summary>
[Collection(SocketCollection.Name)]
public sealed class StatsdTests
{
    private const int PatienceMs = 10_000;
    private long _nowUsec = 1_700_000_000_000_000;

    [Fact]
    public void TakesDatagramsAndStreams()
    {
        Host host = NewHost();
        using Statsd statsd = Start(host, "udp:127.0.0.1:0 tcp:127.0.0.1:0");
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.SendTo("a:1|c\nb:2|g"u8, Place(statsd, "udp"));
        udp.SendTo("a:1|c"u8, Place(statsd, "udp"));
        udp.SendTo([], Place(statsd, "udp"));
        udp.SendTo("a:1|c\n"u8, Place(statsd, "udp"));
        using Socket tcp = Connect(statsd);
        tcp.Send("c:1"u8);
        tcp.Send("0|c\nc:5|c\npart"u8);
        Until(statsd, host, () => Collected(host, "statsd_counter_a.counter") == "counter=3 events=3"
            && Collected(host, "statsd_gauge_b.gauge") == "gauge=2000 events=1"
            && Collected(host, "statsd_counter_c.counter") == "counter=15 events=2");
        tcp.Dispose();
        Until(statsd, host, () => Collected(host, "netdata.tcp_connected") == "connected=0"
            && Collected(host, "netdata.statsd_events").Contains("unknown=0 errors=1"));
        Assert.Equal("tcp=17 udp=22", Collected(host, "netdata.statsd_bytes"));
        host.Dispose();
    }

    [Fact]
    public void ALineThatNeverEndsCostsOnlyItself()
    {
        Host host = NewHost();
        using Statsd statsd = Start(host, "tcp:127.0.0.1:0");
        using Socket tcp = Connect(statsd);
        byte[] endless = new byte[300_000];
        endless.AsSpan().Fill((byte)'x');
        Assert.Equal(endless.Length, Send(tcp, endless));
        Send(tcp, Encoding.ASCII.GetBytes("tail:1|c\ngood:1|c\n"));
        Until(statsd, host, () => host.Find("statsd_counter_good.counter") != null);
        Assert.Null(host.Find("statsd_counter_tail.counter"));
        Assert.EndsWith("errors=1", Collected(host, "netdata.statsd_events"), StringComparison.Ordinal);
        host.Dispose();
    }

    [Fact]
    public void SilentClientsAreClosed()
    {
        Host host = NewHost();
        using Statsd statsd = Start(host, "tcp:127.0.0.1:0", idleSeconds: 5);
        using Socket tcp = Connect(statsd);
        tcp.Send("x:1|c\n"u8);
        Until(statsd, host, () => host.Find("statsd_counter_x.counter") != null);
        statsd.Sweep(Edge.Sys.Clock.NowUsec() + 6_000_000);
        tcp.ReceiveTimeout = PatienceMs;
        Assert.Equal(0, tcp.Receive(new byte[1]));
        host.Dispose();
    }

    [Fact]
    public void WithoutASocketThereIsNoServer()
    {
        Host host = NewHost();
        Assert.Null(Statsd.Start(host, new StatsdOptions { BindTo = "udp:127.0.0.1:nonsense" }));
        Assert.Empty(host.Charts);
        host.Dispose();
    }

    private static Host NewHost() => new(
        new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = "" },
        new StoreOptions { HistoryEntries = 60 });

    private static Statsd Start(Host host, string bindTo, int idleSeconds = 600)
    {
        var statsd = Statsd.Start(host, new StatsdOptions { BindTo = bindTo, IdleSeconds = idleSeconds });
        Assert.NotNull(statsd);
        return statsd;
    }

    private static EndPoint Place(Statsd statsd, string transport) =>
        transport == "udp" ? statsd.Sockets[0].EndPoint : statsd.Listeners[0].EndPoint;

    private static Socket Connect(Statsd statsd)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true, SendTimeout = PatienceMs,
        };
        socket.Connect(Place(statsd, "tcp"));
        return socket;
    }

    private static int Send(Socket socket, byte[] bytes)
    {
        int sent = 0;
        while (sent < bytes.Length)
        {
            sent += socket.Send(bytes.AsSpan(sent));
        }

        return sent;
    }

    /// <summary>Flushes, one simulated second after the other, until it holds.</summary>
    private void Until(Statsd statsd, Host host, Func<bool> holds)
    {
        long deadline = Environment.TickCount64 + PatienceMs;
        while (true)
        {
            _nowUsec += 1_000_000;
            using (host.Gate.Enter())
            {
                statsd.Tick(_nowUsec);
                if (holds())
                {
                    return;
                }
            }

            Assert.True(Environment.TickCount64 < deadline, string.Join('\n', host.Charts.Select(
                chart => $"{chart.Id}: {Collected(host, chart.Id)}")));
            Thread.Yield();
        }
    }

    private static string Collected(Host host, string id) => host.Find(id) is { } chart
        ? string.Join(' ', chart.Dimensions.Select(
            dimension => $"{dimension.Id}={chart.Series.Collected[dimension.Index]}"))
        : "";
}
