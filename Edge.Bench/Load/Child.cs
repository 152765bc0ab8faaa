using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Bench.Load;

/// <summary>One streaming connection of a made-up host, protocol version 3.</summary>
internal sealed class Child : IDisposable
{
    /// <summary>
    /// Enough to keep the parent busy while others are served, small enough to stay in the cache.
    /// </summary>
    private const int SendBufferBytes = 512 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Round _resync;
    private readonly Round _steady;
    private ReadOnlyMemory<byte> _rest;

    /// <summary>The same host when it comes again.</summary>
    private readonly Guid _guid;

    /// <param name="port">Of the parent, on loopback.</param>
    /// <param name="key">That the parent lets in.</param>
    /// <param name="index">Names the host.</param>
    /// <param name="shape">What it sends.</param>
    /// <param name="steadyUsec">What BEGIN says when nothing has to be found out again.</param>
    public Child(int port, string key, int index, Shape shape, long steadyUsec)
    {
        _resync = new Round(shape, 0, index);
        _steady = steadyUsec == 0 ? _resync : new Round(shape, steadyUsec, index);
        Hostname = $"load-{index}";
        _guid = new Guid(index, 0x6C6F, 0x6164, 1, 2, 3, 4, 5, 6, 7, 8);
        _socket.NoDelay = true;
        _socket.SendBufferSize = SendBufferBytes;
        long start = Stopwatch.GetTimestamp();
        _socket.Connect(IPAddress.Loopback, port);
        Greet(key);
        Greeted = Stopwatch.GetElapsedTime(start);
        SendAll(Encoding.ASCII.GetBytes(Definitions(shape)));
        _socket.Blocking = false;
    }

    public string Hostname { get; }

    /// <summary>From the connect to the answer.</summary>
    public TimeSpan Greeted { get; }

    public Socket Socket => _socket;

    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Rounds whose last byte the kernel has taken.</summary>
    public long Rounds { get; private set; }

    public long Bytes { get; private set; }

    public bool IsBetweenRounds => _rest.IsEmpty;

    /// <summary>
    /// Hands the kernel as much of the present round, or of a new one, as it takes. False: nothing.
    /// </summary>
    /// <param name="isResync">BEGIN says 0, for a new round.</param>
    public bool Push(bool isResync)
    {
        if (_rest.IsEmpty)
        {
            _rest = (isResync ? _resync : _steady).Next();
        }

        int sent = _socket.Send(_rest.Span, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success)
        {
            throw new IOException($"the parent closed {Hostname}'s connection after {Bytes} bytes ({error})");
        }

        Bytes += sent;
        _rest = _rest[sent..];
        Rounds += _rest.IsEmpty ? 1 : 0;
        return true;
    }

    /// <summary>CHART and DIMENSION lines of all charts.</summary>
    public static string Definitions(Shape shape)
    {
        var text = new StringBuilder();
        string algorithm = shape.IsMixed ? "absolute" : "incremental";
        for (int c = 0; c < shape.Charts; c++)
        {
            text.Append($"CHART \"{shape.Chart(c)}\" \"\" \"Load\" \"values\" \"load\" \"load.chart\" ")
                .Append("\"line\" 1000 1 \"   \" \"load\" \"\"\n");
            for (int d = 0; d < shape.Dimensions; d++)
            {
                string name = shape.Dimension(c, d);
                text.Append($"DIMENSION \"{name}\" \"{name}\" \"{algorithm}\" 1 1 \"  \"\n");
            }
        }

        return text.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private void Greet(string key)
    {
        string request = $"STREAM key={key}&hostname={Hostname}&registry_hostname={Hostname}"
            + $"&machine_guid={_guid}&update_every=1&os=linux&timezone=Etc/UTC&tags=&ver=3"
            + "&NETDATA_SYSTEM_OS_NAME=load&NETDATA_SYSTEM_OS_ID=load&NETDATA_SYSTEM_OS_VERSION=1"
            + "&NETDATA_SYSTEM_KERNEL_NAME=load&NETDATA_SYSTEM_KERNEL_VERSION=1&NETDATA_PROTOCOL_VERSION=1.1"
            + " HTTP/1.1\r\nUser-Agent: load/1\r\nAccept: */*\r\n\r\n";
        SendAll(Encoding.ASCII.GetBytes(request));
        _socket.ReceiveTimeout = 10_000;
        byte[] answer = new byte[256];
        string text = Encoding.ASCII.GetString(answer, 0, _socket.Receive(answer));
        if (!text.EndsWith("version=3", StringComparison.Ordinal))
        {
            throw new IOException($"the parent refused {Hostname}: '{text}'");
        }
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = _socket.Send(bytes);
            Bytes += sent;
            bytes = bytes[sent..];
        }
    }
}
