using System.Net;
using System.Net.Sockets;

namespace Edge.Bench.Outage;

/// <summary>
/// A line between a child and its parent whose width can be set: from the child to the parent a tenth of a
/// second's worth is passed on ten times a second, without any credit for idle time; back it is as wide as
/// the machine. A small receive buffer, so that what waits, waits in the child.
/// </summary>
internal sealed class Relay : IDisposable
{
    private const int BufferBytes = 8 * 1024;

    /// <summary>Ten pieces a second are smooth enough and cost nothing.</summary>
    private const int PieceMs = 100;
    /// <summary>
    /// As on Ethernet. Loopback's 64 KiB make the kernel of the child take 2.5 MB before anything waits.
    /// </summary>
    private const int SegmentBytes = 1448;

    private const int Tcp = 6;
    private const int TcpMaxSegment = 2;
    private readonly TcpListener _listener;
    private readonly IPEndPoint _parent;
    private int _connects;

    /// <param name="port">Where it listens, on loopback; 0: any.</param>
    /// <param name="parentPort">Of the parent, on loopback.</param>
    public Relay(int port, int parentPort)
    {
        _parent = new IPEndPoint(IPAddress.Loopback, parentPort);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.ReceiveBufferSize = BufferBytes;
        _listener.Server.SetRawSocketOption(Tcp, TcpMaxSegment, BitConverter.GetBytes(SegmentBytes));
        _listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes a second from each child; 0: all there are.</summary>
    public int Width { get; set; }

    public int Connects => _connects;

    public void Dispose() => _listener.Dispose();

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                _ = Pass(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task Pass(Socket child)
    {
        Interlocked.Increment(ref _connects);
        using Socket below = child;
        using var above = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await above.ConnectAsync(_parent);

            // Who ends first ends the other: a line has no half.
            await Task.WhenAny(Copy(below, above, narrow: true), Copy(above, below, narrow: false));
        }
        catch (SocketException)
        {
            // The parent is not there: the child sees its connection closed.
        }
    }

    private async Task Copy(Socket from, Socket to, bool narrow)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                int width = narrow ? Width : 0;
                int room = width == 0 ? buffer.Length : Math.Clamp(width * PieceMs / 1000, 1, buffer.Length);
                int count = await from.ReceiveAsync(buffer.AsMemory(0, room));
                if (count == 0)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
                if (width != 0)
                {
                    await Task.Delay(PieceMs);
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }
}
