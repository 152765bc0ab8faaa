using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>What the kernel is asked to do about peers that are gone without a word.</summary>
[Collection(SocketCollection.Name)]
public sealed class DeadPeerTests
{
    private const int SolSocket = 1;
    private const int SoKeepAlive = 9;
    private const int Tcp = 6;
    private const int TcpKeepIdle = 4;
    private const int TcpKeepInterval = 5;
    private const int TcpKeepCount = 6;
    private const int TcpUserTimeout = 18;

    [Fact]
    public void An_accepted_socket_is_probed_and_gives_up_after_a_minute()
    {
        using var lab = new Lab(Probe.Echo);
        using Socket client = lab.Connect();
        client.Send("x"u8);
        Lab.ReadExactly(client, 1);
        AssertTuned(SocketOf(lab.Accepted().Connection));
    }

    [Fact]
    public void A_dialled_socket_is_probed_and_gives_up_after_a_minute()
    {
        using var home = new Connections(new NetOptions());
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = Lab.PatienceMs,
        };
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        var probe = new Probe();
        using var opened = new ManualResetEventSlim();
        new Dialer(home, new Resolver()).Start(new DialOrder
        {
            Destinations = Destination.Parse(
                $"127.0.0.1:{((IPEndPoint)server.LocalEndPoint!).Port}", "1"),
            Opened = (connection, _) =>
            {
                probe.Connection = connection;
                opened.Set();
                return probe;
            },
            Failed = static _ => { },
            GaveUp = static () => { },
        });
        using Socket accepted = server.Accept();
        Assert.True(opened.Wait(Lab.PatienceMs));
        AssertTuned(SocketOf(probe.Connection));
        Assert.True(home.Stop(Lab.PatienceMs));
    }

    private static void AssertTuned(Socket socket)
    {
        Assert.Equal(1, Option(socket, SolSocket, SoKeepAlive));
        Assert.Equal(30, Option(socket, Tcp, TcpKeepIdle));
        Assert.Equal(10, Option(socket, Tcp, TcpKeepInterval));
        Assert.Equal(3, Option(socket, Tcp, TcpKeepCount));
        Assert.Equal(60_000, Option(socket, Tcp, TcpUserTimeout));
    }

    /// <summary>As the kernel says, by getsockopt.</summary>
    private static int Option(Socket socket, int level, int name)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        Assert.Equal(sizeof(int), socket.GetRawSocketOption(level, name, value));
        return BinaryPrimitives.ReadInt32LittleEndian(value);
    }

    private static Socket SocketOf(IConnection connection) => (Socket)typeof(Connection)
        .GetField("_socket", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(connection)!;
}
