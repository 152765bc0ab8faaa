using System.Net;
using System.Net.Sockets;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

[Collection(SocketCollection.Name)]
public sealed class ListenerTests : IDisposable
{
    private readonly List<string> _log = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-net-").FullName;

    public ListenerTests() => Log.Open(
        (_, _, text) =>
        {
            lock (_log)
            {
                _log.Add(text);
            }
        },
        _ => { });

    [Fact]
    public void Rights_of_the_port_reach_the_session()
    {
        using var lab = new Lab(Probe.Echo, bindTo: "127.0.0.1:0=streaming|badges");
        using Socket client = lab.Connect();
        Assert.Equal(Access.Streaming | Access.Badges, lab.Accepted().Connection.Access);
    }

    [Fact]
    public void All_addresses_means_both_families()
    {
        using var lab = new Lab(Probe.Echo, bindTo: "*:0");
        Assert.Equal(
            [AddressFamily.InterNetworkV6, AddressFamily.InterNetwork],
            lab.Listeners.All.Select(listener => listener.EndPoint.AddressFamily));
        foreach (Listener listener in lab.Listeners.All)
        {
            var end = (IPEndPoint)listener.EndPoint;
            bool isV6 = end.AddressFamily == AddressFamily.InterNetworkV6;
            using var client = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(isV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, end.Port);
            Assert.Equal("localhost", lab.Accepted().Connection.Peer.Ip);
        }
    }

    [Fact]
    public void A_name_binds_its_addresses()
    {
        using var lab = new Lab(Probe.Echo, bindTo: "localhost:0");
        Assert.NotEmpty(lab.Listeners.All);
        Assert.All(lab.Listeners.All, listener =>
            Assert.True(IPAddress.IsLoopback(((IPEndPoint)listener.EndPoint).Address)));
    }

    [Fact]
    public void A_port_in_use_is_named_with_its_holder_and_the_others_stay()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        int port = ((IPEndPoint)holder.LocalEndPoint!).Port;
        using var lab = new Lab(Probe.Echo, bindTo: $"127.0.0.1:{port} 127.0.0.1:0=streaming");
        Assert.Single(lab.Listeners.All);
        string comm = File.ReadAllText("/proc/self/comm").TrimEnd();
        Assert.Equal(
            [
                $"LISTENER: Cannot bind to ip '127.0.0.1', port {port}, it is held by '{comm}' "
                + $"(process {Environment.ProcessId}) (errno 98, Address already in use)",
                "LISTENER: Listen socket 127.0.0.1:0=streaming opened successfully.",
            ],
            Logged("LISTENER"));
    }

    [Theory]
    [InlineData(
        "127.0.0.1:nonsense", "LISTENER: getaddrinfo('127.0.0.1', 'nonsense'): Servname not supported")]
    [InlineData("*:19999^SSL=force", "LISTENER: getaddrinfo('', '19999^SSL'): Servname not supported")]
    [InlineData(
        "*:0=dashboard^SSL=force", "LISTENER: '*:0=dashboard^SSL=force' asks for TLS by '^SSL=force'")]
    [InlineData("udp:127.0.0.1:0", "LISTENER: 'udp:127.0.0.1:0' is UDP")]
    [InlineData("192.0.2.1:0", "LISTENER: Cannot bind to ip '192.0.2.1', port 0 (errno 99,")]
    [InlineData("no-such-name.invalid:0", "LISTENER: getaddrinfo('no-such-name.invalid', '0'): ")]
    [InlineData(
        "unix:/no/such/folder/socket",
        "LISTENER: Cannot bind to ip '/no/such/folder/socket', port 0 (errno 2,")]
    public void What_cannot_be_opened_is_logged(string bindTo, string text)
    {
        using var lab = new Lab(Probe.Echo, bindTo: bindTo);
        Assert.Empty(lab.Listeners.All);
        Assert.StartsWith(text, Assert.Single(Logged("LISTENER")));
    }

    [Fact]
    public void Not_more_than_fifty_sockets_are_opened()
    {
        using var lab = new Lab(Probe.Echo, bindTo: string.Join(' ', Enumerable.Repeat("127.0.0.1:0", 52)));
        Assert.Equal(50, lab.Listeners.All.Count);
        Assert.Equal(2, Logged("LISTENER: Cannot listen on more than 50").Length);
    }

    [Fact]
    public void A_stopped_listener_gives_its_port_back_at_once()
    {
        int port;
        using (var lab = new Lab(Probe.Echo))
        {
            port = lab.EndPoint.Port;
            using Socket client = lab.Connect();
            client.Send("x"u8);
            Lab.ReadExactly(client, 1);
        }

        using var again = new Lab(Probe.Echo, bindTo: $"127.0.0.1:{port}");
        Assert.True(
            again.Listeners.All.Count == 1, string.Join('\n', Logged("LISTENER")));
    }

    [Fact]
    public void Unix_sockets_listen_replace_stale_files_and_clean_up()
    {
        string path = Path.Combine(_folder, "socket");
        using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // .NET removes the file of a socket that it closes; a process that dies does not.
            stale.Bind(new UnixDomainSocketEndPoint(path + ".old"));
            stale.Listen();
            File.Move(path + ".old", path);
        }

        Assert.True(File.Exists(path));
        using (var lab = new Lab(Probe.Echo, bindTo: "unix:" + path))
        {
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(path));
            client.Send("hello"u8);
            Assert.Equal("hello"u8.ToArray(), Lab.ReadExactly(client, 5));
            Probe probe = lab.Accepted();
            Assert.Equal(new Peer("localhost", ""), probe.Connection.Peer);
            Assert.Equal(Access.All, probe.Connection.Access);

            Assert.Empty(Listeners.Open(lab.Door, "unix:" + path).All);
            Assert.Contains(
                "(errno 98, Address already in use)", Assert.Single(Logged("LISTENER: Cannot bind")));
        }

        Assert.True(SpinWait.SpinUntil(() => !File.Exists(path), Lab.PatienceMs));
    }

    [Fact]
    public void Who_is_not_on_the_list_gets_no_byte()
    {
        var lists = new AccessLists { Connections = AccessListTests.List("10.*") };
        using var lab = new Lab(Probe.Echo, lists: lists);
        using Socket client = lab.Connect();
        Assert.Empty(Lab.ReadAll(client));
        Assert.Empty(lab.Probes);
        string port = ((IPEndPoint)client.LocalEndPoint!).Port.ToString();
        Assert.Equal([$"Permission denied for client 'localhost', port '{port}'"], Logged("Permission"));
    }

    [Fact]
    public void A_client_waits_while_its_name_is_looked_up()
    {
        var lists = new AccessLists
        {
            Connections = AccessListTests.List("127.0.0.1 nobody.example.com localhost", DnsUse.Yes),
            Dashboard = AccessListTests.List("*.example.com", DnsUse.Heuristic),
        };
        using var lab = new Lab(Probe.Echo, lists: lists);
        using Socket client = lab.Connect();
        client.Send("hello"u8);
        Assert.Equal("hello"u8.ToArray(), Lab.ReadExactly(client, 5));
        Assert.Equal(Access.All & ~Access.Dashboard, lab.Accepted().Connection.Access);
    }

    [Fact]
    public void More_sockets_than_allowed_are_closed_at_once()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { SocketsMax = 2 });
        using Socket one = lab.Connect();
        using Socket two = lab.Connect();
        lab.Accepted();
        lab.Accepted();
        using Socket three = lab.Connect();
        Assert.Empty(Lab.ReadAll(three));
        Assert.Equal((2, 1), (lab.Home.Count, lab.Home.Refused));
        Assert.Contains(
            "there are 2 already; see 'web server max sockets'", Assert.Single(Logged("Connection of")));
    }

    [Fact]
    public void The_limit_of_sockets_follows_the_limit_of_files()
    {
        using var home = new Connections(new NetOptions());
        Assert.Equal(Math.Max(16, FileLimit.OpenFilesMax() / 4), home.SocketsMax);
    }

    public void Dispose()
    {
        Log.Open((_, _, _) => { }, _ => { });
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Logged(string start)
    {
        lock (_log)
        {
            return [.. _log.Where(text => text.StartsWith(start, StringComparison.Ordinal))];
        }
    }
}
