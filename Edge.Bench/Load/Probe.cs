using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Edge.Bench.Load;

/// <summary>
/// The host whose blocks are timed. Each of its charts is collected once a second, one after another over the
/// second, so that every block is passed on and stored.
/// </summary>
internal sealed class Probe(int port, string key, int charts) : IDisposable
{
    public const int Index = 9999;
    public const string Hostname = "load-9999";

    private const int TailBytes = 16;

    private readonly Shape _shape = new(charts, 1, IsMixed: false);
    private readonly Child _child = new(port, key, Index, new Shape(charts, 1, IsMixed: false), 1_000_000);
    private readonly AutoResetEvent _seen = new(false);
    private readonly long[] _lastSec = new long[charts];
    private Socket? _http;
    private byte[] _mark = [];
    private byte[] _tail = [];
    private long _seenAt;

    /// <summary>Sends the block of a chart and waits until it comes out at the sink.</summary>
    /// <returns>Null: it did not within two seconds.</returns>
    public TimeSpan? Through(long number)
    {
        int chart = (int)(number % charts);
        Volatile.Write(ref _mark, System.Text.Encoding.ASCII.GetBytes($" = {1_000_000 + number}\n"));
        _seen.Reset();
        long start = Stopwatch.GetTimestamp();
        Send(chart, number);
        return _seen.WaitOne(2000) ? Stopwatch.GetElapsedTime(start, Volatile.Read(ref _seenAt)) : null;
    }

    /// <summary>Called on the sink's thread with what has arrived.</summary>
    public void Arrived(ReadOnlySpan<byte> bytes)
    {
        // A read may end within a line.
        byte[] mark = Volatile.Read(ref _mark);
        byte[] all = [.. _tail, .. bytes];
        _tail = all[Math.Max(0, all.Length - TailBytes)..];
        if (mark.Length > 0 && all.AsSpan().IndexOf(mark) >= 0)
        {
            Volatile.Write(ref _seenAt, Stopwatch.GetTimestamp());
            _seen.Set();
        }
    }

    /// <summary>
    /// Sends the block of a chart and asks for the chart until its newest row is a newer one.
    /// </summary>
    public TimeSpan? Into(long number)
    {
        int chart = (int)(number % charts);
        long start = Stopwatch.GetTimestamp();
        Send(chart, number);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 2)
        {
            long last = NewestSec(chart);
            if (last > _lastSec[chart])
            {
                TimeSpan took = Stopwatch.GetElapsedTime(start);
                _lastSec[chart] = last;
                return took;
            }
        }

        return null;
    }

    /// <summary>The first round of all charts, which stores nothing.</summary>
    public void Begin()
    {
        for (int i = 0; i < charts; i++)
        {
            Send(i, i);
        }
    }

    public void Dispose()
    {
        _child.Dispose();
        _http?.Dispose();
        _seen.Dispose();
    }

    private void Send(int chart, long number)
    {
        _child.Socket.Blocking = true;
        string usec = number < charts ? "0" : "1000000";
        _child.Socket.Send(System.Text.Encoding.ASCII.GetBytes($"BEGIN \"{_shape.Chart(chart)}\" {usec}\n"
            + $"SET \"{_shape.Dimension(chart, 0)}\" = {1_000_000 + number}\nEND\n"));
    }

    /// <summary>"last_entry" of the chart, 0 when there is none.</summary>
    private long NewestSec(int chart)
    {
        if (_http == null)
        {
            _http = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _http.NoDelay = true;
            _http.Connect(IPAddress.Loopback, port);
            _http.ReceiveTimeout = 5000;
        }

        _http.Send(System.Text.Encoding.ASCII.GetBytes(
            $"GET /host/{Hostname}/api/v1/chart?chart={_shape.Chart(chart)} HTTP/1.1\r\n"
            + "Host: localhost\r\nConnection: keep-alive\r\n\r\n"));
        byte[] buffer = new byte[64 * 1024];
        int got = 0;
        int body;
        do
        {
            int read = _http.Receive(buffer, got, buffer.Length - got, SocketFlags.None);
            if (read == 0)
            {
                _http.Dispose();
                _http = null;
                break;
            }

            got += read;
            body = buffer.AsSpan(0, got).IndexOf("\r\n\r\n"u8);
        }
        while (body < 0 || got < body + 4 + BodyBytes(buffer.AsSpan(0, body)));

        ReadOnlySpan<byte> all = buffer.AsSpan(0, got);
        ReadOnlySpan<byte> key = "\"last_entry\":"u8;
        int at = all.IndexOf(key);
        ReadOnlySpan<byte> number = at < 0 ? [] : all[(at + key.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(number, out long sec, out _)
            ? sec
            : 0;
    }

    private static int BodyBytes(ReadOnlySpan<byte> head)
    {
        int at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int bytes, out _) ? bytes : 1;
    }
}
