using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Bench.Load;

namespace Edge.Bench.Crash;

/// <summary>
/// The children: each host has a connection, and sends all its charts once a second, each host at another
/// moment of it, so that a parent is never idle when it is killed. Sends from a thread of its own; ends
/// without a word when the parent does.
/// </summary>
internal sealed class Flock : IDisposable
{
    private readonly Shape _shape;
    private readonly int _hosts;
    private readonly bool _isReversed;
    private readonly List<Socket> _sockets = [];
    private readonly StringBuilder _text = new();
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private byte[] _bytes = [];

    /// <summary>Connects, defines everything and sends the first collection.</summary>
    /// <param name="port">Of the parent.</param>
    /// <param name="key">That it lets in.</param>
    /// <param name="hosts">How many.</param>
    /// <param name="shape">Of each.</param>
    /// <param name="isReversed">The last host and chart first.</param>
    /// <exception cref="IOException">The parent refuses.</exception>
    /// <exception cref="SocketException">It is not there.</exception>
    public Flock(int port, string key, int hosts, Shape shape, bool isReversed)
    {
        (_shape, _hosts, _isReversed) = (shape, hosts, isReversed);
        byte[] definitions = Encoding.ASCII.GetBytes(Definitions());
        for (int i = 0; i < hosts; i++)
        {
            _sockets.Add(Greet(port, key, isReversed ? hosts - 1 - i : i));
            SendAll(_sockets[i], definitions);
            Collect(i);
        }

        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public static string HostOf(int host) => $"crash-{host}";

    public static string GuidOf(int host) => $"c0c0c0c0-0000-4000-8000-{host:000000000000}";

    public void Dispose()
    {
        _isStopping = true;
        _sockets.ForEach(socket => socket.Dispose());
        _thread.Join();
    }

    private void Run()
    {
        var watch = Stopwatch.StartNew();
        try
        {
            for (long turn = 0; !_isStopping; turn++)
            {
                double left = ((double)turn / _sockets.Count) - watch.Elapsed.TotalSeconds;
                if (left > 0)
                {
                    Thread.Sleep(TimeSpan.FromSeconds(left));
                }

                Collect((int)(turn % _sockets.Count));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The parent was killed, or we stop.
        }
    }

    private void Collect(int turn)
    {
        int host = _isReversed ? _hosts - 1 - turn : turn;
        long sec = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _text.Clear();
        for (int i = 0; i < _shape.Charts; i++)
        {
            int c = _isReversed ? _shape.Charts - 1 - i : i;
            _text.Append("BEGIN \"").Append(_shape.Chart(c)).Append("\" 0\n");
            int first = ((host * _shape.Charts) + c) * _shape.Dimensions;
            for (int d = 0; d < _shape.Dimensions; d++)
            {
                _text.Append("SET \"").Append(_shape.Dimension(c, d)).Append("\" = ")
                    .Append(Code.Value(first + d, sec)).Append('\n');
            }

            _text.Append("END\n");
        }

        int length = _text.Length;
        _bytes = _bytes.Length < length ? new byte[length * 2] : _bytes;
        int at = 0;
        foreach (ReadOnlyMemory<char> piece in _text.GetChunks())
        {
            at += Encoding.ASCII.GetBytes(piece.Span, _bytes.AsSpan(at));
        }

        SendAll(_sockets[turn], _bytes.AsSpan(0, length));
    }

    private string Definitions()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _shape.Charts; i++)
        {
            int c = _isReversed ? _shape.Charts - 1 - i : i;
            text.Append($"CHART \"{_shape.Chart(c)}\" \"\" \"Load\" \"values\" \"load\" \"load.chart\" ")
                .Append("\"line\" 1000 1 \"   \" \"load\" \"\"\n");
            for (int d = 0; d < _shape.Dimensions; d++)
            {
                string name = _shape.Dimension(c, d);
                text.Append($"DIMENSION \"{name}\" \"{name}\" \"absolute\" 1 1 \"  \"\n");
            }
        }

        return text.ToString();
    }

    private static Socket Greet(int port, string key, int host)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true, ReceiveTimeout = 10_000, SendTimeout = 20_000,
        };
        socket.Connect(IPAddress.Loopback, port);
        string name = HostOf(host);
        SendAll(socket, Encoding.ASCII.GetBytes(
            $"STREAM key={key}&hostname={name}&registry_hostname={name}&machine_guid={GuidOf(host)}"
            + "&update_every=1&os=linux&timezone=Etc/UTC&tags=&ver=3&NETDATA_PROTOCOL_VERSION=1.1"
            + " HTTP/1.1\r\nUser-Agent: crash/1\r\nAccept: */*\r\n\r\n"));
        byte[] answer = new byte[256];
        string text = Encoding.ASCII.GetString(answer, 0, socket.Receive(answer));
        return text.EndsWith("version=3", StringComparison.Ordinal)
            ? socket
            : throw new IOException($"the parent refused {name}: '{text}'");
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }
}
