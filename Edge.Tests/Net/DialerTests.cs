using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

[Collection(SocketCollection.Name)]
public sealed class DialerTests : IDisposable
{
    private readonly Connections _home = new(new NetOptions());
    private readonly Dialer _dialer;
    private readonly BlockingCollection<string> _events = [];
    private readonly Probe _probe = new();

    public DialerTests() => _dialer = new Dialer(_home, new Resolver());

    [Fact]
    public void Connects_and_lets_the_session_speak_first()
    {
        using Socket server = Listen(out int port);
        Start($"127.0.0.1:{port}");
        using Socket accepted = server.Accept();
        Assert.Equal("hello"u8.ToArray(), Lab.ReadExactly(accepted, 5));
        Assert.Equal($"opened 127.0.0.1:{port}", Next());
        Assert.Equal(port.ToString(), _probe.Connection.Peer.Port);
        accepted.Dispose();
        Lab.Closes(_probe, CloseReason.ByPeer);
    }

    [Fact]
    public void Tries_one_after_the_other_and_says_why_it_went_on()
    {
        using Socket server = Listen(out int port);
        int closed = ClosedPort();
        Start($"127.0.0.1:{closed}, :1 udp:127.0.0.1:1 127.0.0.1:nonsense 127.0.0.1:{port}", "80");
        Assert.Equal(
            $"Failed to connect to '127.0.0.1', port '{closed}' (errno 111, Connection refused)", Next());
        Assert.Equal("Definition ':1' does not specify a host.", Next());
        Assert.StartsWith("Definition 'udp:127.0.0.1:1' is UDP", Next());
        Assert.StartsWith("Cannot resolve host '127.0.0.1', port 'nonsense': ", Next());
        Assert.Equal($"opened 127.0.0.1:{port}", Next());
    }

    [Fact]
    public void Gives_up_at_the_end_of_the_list()
    {
        int closed = ClosedPort();
        Start($"127.0.0.1:{closed} no-such-name.invalid:1");
        Assert.StartsWith("Failed to connect", Next());
        Assert.StartsWith("Cannot resolve host 'no-such-name.invalid', port '1': ", Next());
        Assert.Equal("gave up", Next());
    }

    [Fact]
    public void An_empty_list_gives_up_at_once()
    {
        Start("");
        Assert.Equal("gave up", Next());
    }

    [Fact]
    public void Tries_all_addresses_of_a_name()
    {
        // localhost is ::1 and 127.0.0.1, in the order of the resolver; only the second family listens.
        IPAddress[] addresses = Dns.GetHostAddresses("localhost");
        using Socket server = Listen(out int port, addresses[^1]);
        Start($"localhost:{port}");
        for (int i = 1; i < addresses.Length; i++)
        {
            Assert.Equal(
                $"Failed to connect to '{addresses[i - 1]}', port '{port}' (errno 111, Connection refused)",
                Next());
        }

        Assert.Equal($"opened localhost:{port}", Next());
    }

    [Fact]
    public void Reaches_unix_sockets()
    {
        string path = Path.Combine(Path.GetTempPath(), $"edge-dial-{Environment.ProcessId}");
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        server.Listen();
        Start($"unix:{path}-not unix:{path}");
        Assert.Equal(
            $"Failed to connect to '{path}-not', port '' (errno 2, No such file or directory)", Next());
        Assert.Equal($"opened unix:{path}", Next());
        Assert.Equal(new Peer("localhost", ""), _probe.Connection.Peer);
        File.Delete(path);
    }

    [Fact]
    public void A_peer_that_does_not_answer_is_left_after_the_time_allowed()
    {
        using var deaf = new DeafPort();
        using Socket server = Listen(out int port);
        Start($"127.0.0.1:{deaf.Port} 127.0.0.1:{port}");
        _home.Sweep(Clock.NowUsec() + (50 * Clock.UsecPerSecond));
        Assert.False(_events.TryTake(out _, 50));
        _home.Sweep(Clock.NowUsec() + (60 * Clock.UsecPerSecond));
        Assert.Equal($"Timed out while connecting to '127.0.0.1', port '{deaf.Port}'.", Next());
        Assert.Equal($"opened 127.0.0.1:{port}", Next());
    }

    [Fact]
    public void A_cancelled_dial_says_nothing_more()
    {
        using var deaf = new DeafPort();
        Dial dial = Start($"127.0.0.1:{deaf.Port}");
        Assert.False(_events.TryTake(out _, 50));
        dial.Cancel();
        Assert.False(_events.TryTake(out _, 200));
    }

    [Fact]
    public void An_unknown_interface_is_reported_and_left_out()
    {
        int closed = ClosedPort();
        Start($"[::1]%no-such-interface:{closed}");
        Assert.StartsWith("Cannot find a network interface named 'no-such-interface'.", Next());
        Assert.StartsWith("Failed to connect to '::1'", Next());
    }

    [Fact]
    public void A_session_that_fails_is_a_bug_of_its_own()
    {
        using Socket server = Listen(out int port);
        long bugs = Bugs.Count;
        _dialer.Start(new DialOrder
        {
            Destinations = Destination.Parse($"127.0.0.1:{port}", "1"),
            Opened = (_, _) => throw new InvalidOperationException("on purpose"),
            Failed = _events.Add,
            GaveUp = () => _events.Add("gave up"),
        });
        using Socket accepted = server.Accept();
        Assert.Empty(Lab.ReadAll(accepted));
        Assert.Equal(bugs + 1, Bugs.Count);
    }

    public void Dispose()
    {
        Assert.True(_home.Stop(Lab.PatienceMs));
        _home.Dispose();
    }

    private static Socket Listen(out int port, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        var server = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = Lab.PatienceMs,
        };
        server.Bind(new IPEndPoint(address, 0));
        server.Listen();
        port = ((IPEndPoint)server.LocalEndPoint!).Port;
        return server;
    }

    private static int ClosedPort()
    {
        Listen(out int port).Dispose();
        return port;
    }

    private Dial Start(string list, string defaultPort = "19999") => _dialer.Start(new DialOrder
    {
        Destinations = Destination.Parse(list, defaultPort),
        Opened = (connection, destination) =>
        {
            _probe.Connection = connection;
            connection.TrySend("hello"u8);
            _events.Add($"opened {destination.Text}");
            return _probe;
        },
        Failed = _events.Add,
        GaveUp = () => _events.Add("gave up"),
    });

    private string Next()
    {
        Assert.True(_events.TryTake(out string? text, Lab.PatienceMs), "nothing happened");
        return text;
    }

    /// <summary>A port whose backlog is full, so that the kernel drops further attempts.</summary>
    private sealed class DeafPort : IDisposable
    {
        private readonly Socket _server =
            new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _fillers = [];

        public DeafPort()
        {
            _server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _server.Listen(0);
            Port = ((IPEndPoint)_server.LocalEndPoint!).Port;
            for (int i = 0; i < 3; i++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                filler.Blocking = false;
                _fillers.Add(filler);
                try
                {
                    filler.Connect(IPAddress.Loopback, Port);
                }
                catch (SocketException)
                {
                    // In progress, for ever for the last of them.
                }
            }
        }

        public int Port { get; }

        public void Dispose()
        {
            _fillers.ForEach(filler => filler.Dispose());
            _server.Dispose();
        }
    }
}
