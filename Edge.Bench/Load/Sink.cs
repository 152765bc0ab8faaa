using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Edge.Bench.Load;

/// <summary>
/// A parent that answers the handshake and throws everything away, in the generator's process, so that it
/// costs the measured proxy nothing but its sends. Lines are counted where they are plain text.
/// </summary>
internal sealed class Sink : IDisposable
{
    /// <summary>
    /// Version 3 is plain lines. Else what Netdata 1.37 agrees on, but for functions and replication, which
    /// want answers: capabilities, labels of hosts and charts, claims, LZ4 (64 + 128 + 256 + 512 + 1024).
    /// </summary>
    private const int Own = 1984;

    private const int BufferBytes = 256 * 1024;
    private const int StackBytes = 256 * 1024;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly bool _isPlain;
    private long _bytes;
    private long _lines;
    private int _accepted;

    /// <param name="port">On loopback.</param>
    /// <param name="isPlain">Version 3; else what both sides have.</param>
    public Sink(int port, bool isPlain)
    {
        _isPlain = isPlain;
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        new Thread(Accept, StackBytes) { IsBackground = true }.Start();
    }

    public long Bytes => Volatile.Read(ref _bytes);

    public long Lines => Volatile.Read(ref _lines);

    /// <summary>Handshakes; more than hosts: connections were lost.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Of the last handshake.</summary>
    public int Version { get; private set; }

    public bool IsPlain => (Version & 1024) == 0 || Version < 64;

    /// <summary>Given to each read of the host named by <see cref="WatchedHost"/>, on its thread.</summary>
    public Action<ReadOnlySpan<byte>>? Watch { get; set; }

    public string WatchedHost { get; set; } = "";

    public void Dispose()
    {
        _listener.Dispose();
        foreach (Socket socket in _open)
        {
            socket.Dispose();
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.Accept();
                _open.Add(socket);
                new Thread(() => Serve(socket), StackBytes) { IsBackground = true }.Start();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The end of the measurement.
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            byte[] buffer = new byte[BufferBytes];
            string host = Greet(socket, buffer);
            Action<ReadOnlySpan<byte>>? watch = host == WatchedHost ? Watch : null;
            while (true)
            {
                int got = socket.Receive(buffer);
                if (got == 0)
                {
                    return;
                }

                watch?.Invoke(buffer.AsSpan(0, got));
                Interlocked.Add(ref _bytes, got);
                if (IsPlain)
                {
                    Interlocked.Add(ref _lines, buffer.AsSpan(0, got).Count((byte)'\n'));
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The proxy is gone.
        }
    }

    private string Greet(Socket socket, byte[] buffer)
    {
        string text = "";
        while (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int got = socket.Receive(buffer);
            if (got == 0)
            {
                return "";
            }

            text += System.Text.Encoding.UTF8.GetString(buffer, 0, got);
        }

        string wanted = Regex.Match(text, "[&?]ver=(\\d+)").Groups[1].Value;
        int offer = int.TryParse(wanted, out int number) ? number : 3;
        Version = _isPlain || offer < 64 ? 3 : offer & Own;
        socket.Send(System.Text.Encoding.ASCII.GetBytes(
            $"Hit me baby, push them over with the version={Version}"));
        Interlocked.Increment(ref _accepted);
        return Regex.Match(text, "[&?]hostname=([^&]*)").Groups[1].Value;
    }
}
