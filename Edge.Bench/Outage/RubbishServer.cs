using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Bench.Outage;

/// <summary>Stands at a parent's address and answers <see cref="Rubbish"/>.</summary>
internal sealed class RubbishServer : IDisposable
{
    /// <summary>Of an endless line: enough to show in the memory of whoever keeps it.</summary>
    private const int EndlessBytes = 64 * 1024 * 1024;
    private readonly TcpListener _listener;
    private readonly Rubbish _kind;
    private readonly List<Socket> _open = [];
    private int _connects;

    public RubbishServer(int port, Rubbish kind)
    {
        _kind = kind;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Rubbish Kind => _kind;

    public int Connects => _connects;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_open)
        {
            _open.ForEach(static socket => socket.Dispose());
        }
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                Socket child = await _listener.AcceptSocketAsync();
                lock (_open)
                {
                    _open.Add(child);
                }

                Interlocked.Increment(ref _connects);
                _ = Answer(child);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task Answer(Socket child)
    {
        try
        {
            if (_kind == Rubbish.Close)
            {
                child.Dispose();
                return;
            }

            byte[] buffer = new byte[64 * 1024];
            await child.ReceiveAsync(buffer.AsMemory());
            await child.SendAsync(First().AsMemory());
            if (_kind is Rubbish.Random or Rubbish.BadRequest)
            {
                child.Shutdown(SocketShutdown.Send);
                return;
            }

            if (_kind is Rubbish.AcceptedThenRandom or Rubbish.EndlessLine or Rubbish.BadFrame)
            {
                await After(child);
            }

            while (await child.ReceiveAsync(buffer.AsMemory()) > 0)
            {
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The child has had enough, or the server ends.
        }
    }

    private byte[] First() => _kind switch
    {
        Rubbish.Random => Noise(4096),
        Rubbish.Half => "Hit me baby, push them o"u8.ToArray(),
        Rubbish.BadRequest => "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nNo."u8.ToArray(),
        Rubbish.Silence => [],

        // VCAPS HLABELS CLAIM CLABELS COMPRESSION REPLICATION: commands of a parent are read.
        Rubbish.BadFrame => "Hit me baby, push them over with the version=6080"u8.ToArray(),
        _ => "Hit me baby, push them over with the version=3"u8.ToArray(),
    };

    private async Task After(Socket child)
    {
        // Long enough after the answer to be a read of its own.
        await Task.Delay(1500);
        if (_kind == Rubbish.EndlessLine)
        {
            byte[] line = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            for (int sent = 0; sent < EndlessBytes; sent += line.Length)
            {
                await child.SendAsync(line.AsMemory());
            }

            return;
        }

        // 0x12 0x02 announce a frame of a child; no parent sends one.
        byte[] bytes = _kind == Rubbish.BadFrame ? [0x12, 0x02, 0xff, 0xff, .. Noise(4096)] : Noise(65536);
        await child.SendAsync(bytes.AsMemory());
    }

    private static byte[] Noise(int bytes)
    {
        byte[] noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
