using System.Net;
using System.Net.Sockets;
using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>Sockets that are bound before the process may no longer do so.</summary>
[Collection(SocketCollection.Name)]
public sealed class HeldPortsTests
{
    private const int All = 65536;

    [Fact]
    public void What_is_held_is_what_listens()
    {
        int port = FreePort();
        string bindTo = $"127.0.0.1:{port}=streaming";
        using HeldPorts held = HeldPorts.Bind(bindTo, "19999", All);
        Assert.Equal(1, held.Count);
        using var lab = new Lab(Probe.Echo);
        Listeners listeners = Listeners.Open(lab.Door, bindTo, held);
        Assert.Equal(0, held.Count);
        Assert.Equal(port, ((IPEndPoint)Assert.Single(listeners.All).EndPoint).Port);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = Lab.PatienceMs,
        };
        client.Connect(IPAddress.Loopback, port);
        client.Send("hi"u8);
        Assert.Equal("hi"u8.ToArray(), Lab.ReadExactly(client, 2));
        Assert.Equal(Access.Streaming, lab.Accepted().Connection.Access);
        listeners.Stop();
    }

    [Fact]
    public void Only_privileged_ports_of_tcp_are_held()
    {
        int port = FreePort();
        using HeldPorts none = HeldPorts.Bind(
            $"127.0.0.1:{port} unix:/tmp/edge-held udp:127.0.0.1:1 no-such-name.invalid:1 127.0.0.1",
            "19999");
        Assert.Equal(0, none.Count);
        using HeldPorts both = HeldPorts.Bind($"*:{port} 127.0.0.1:nonsense", "19999", All);
        Assert.Equal(Socket.OSSupportsIPv6 ? 2 : 1, both.Count);
    }

    [Fact]
    public void What_nobody_took_is_free_again_and_what_is_taken_already_is_no_error()
    {
        int port = FreePort();
        using (HeldPorts first = HeldPorts.Bind($"127.0.0.1:{port}", "19999", All))
        {
            Assert.Equal(1, first.Count);
        }

        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, port));
        holder.Listen();
        using HeldPorts second = HeldPorts.Bind($"127.0.0.1:{port} 127.0.0.1:{port}", "19999", All);
        Assert.Equal(0, second.Count);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
