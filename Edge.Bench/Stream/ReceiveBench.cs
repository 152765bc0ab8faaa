using System.Text;
using BenchmarkDotNet.Attributes;
using Edge.Bench.Load;
using Edge.Bench.Store;
using Edge.Net;
using Edge.Store;
using Edge.Stream;

namespace Edge.Bench.Stream;

/// <summary>
/// Bytes of a stream to stored samples, without the socket: one second of a hundred charts of ten dimensions.
/// Figures are
/// per sample.
/// </summary>
public class ReceiveBench
{
    private const int Charts = 100;
    private const int Dimensions = 10;

    private readonly SinkConnection _connection = new();
    private Host _host = null!;
    private Receiver _receiver = null!;
    private Round _round = null!;
    private long _nowUsec = Hosts.StartUsec;

    /// <summary>Passing on keeps nothing.</summary>
    [Params(false, true)]
    public bool Keeps { get; set; }

    /// <summary>Unequal names and lengths; otherwise the kindest stream there is.</summary>
    [Params(false, true)]
    public bool Mixed { get; set; }

    [GlobalSetup]
    public void Connect()
    {
        var shape = new Shape(Charts, Dimensions, Mixed);
        _host = Hosts.Empty(Keeps ? MemoryMode.Ram : MemoryMode.None);
        _receiver = new Receiver(_host, _connection, 3, "127.0.0.1:1");
        Feed(Encoding.ASCII.GetBytes(Child.Definitions(shape)));
        _round = new Round(shape, 1_000_000, 1);
        for (int i = 0; i < 4; i++)
        {
            Second();
        }
    }

    [GlobalCleanup]
    public void Disconnect()
    {
        _receiver.Closed(_connection, CloseReason.Done, _nowUsec);
        _host.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Charts * Dimensions)]
    public long Second()
    {
        _nowUsec += 1_000_000;
        Feed(_round.Next().Span);
        return _receiver.Updates;
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        int used = _receiver.Consume(_connection, bytes, _nowUsec);
        if (used != bytes.Length || _connection.Reason != CloseReason.None)
        {
            throw new InvalidOperationException(
                $"the receiver took {used} of {bytes.Length} bytes: {_connection.Reason}");
        }
    }
}
