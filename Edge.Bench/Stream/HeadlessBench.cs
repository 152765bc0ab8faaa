using BenchmarkDotNet.Attributes;
using Edge.Bench.Store;
using Edge.Collect;
using Edge.Net;
using Edge.Store;
using Edge.Stream;

namespace Edge.Bench.Stream;

/// <summary>
/// A whole second of a headless child but for the socket: reading this machine's /proc and /sys, and the text
/// for the
/// parent. Without a parent it is the reading alone.
/// </summary>
public class HeadlessBench
{
    /// <summary>A hundred SET lines: any machine has more.</summary>
    private const int BytesOfASecondMin = 3000;

    private readonly SinkConnection _connection = new();
    private Host _host = null!;
    private Collectors _collectors = null!;
    private long _nowUsec = Hosts.StartUsec;

    [Params(false, true)]
    public bool Sends { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _host = Hosts.Empty(MemoryMode.None);
        _collectors = new Collectors(_host, new CollectOptions(), new DefaultSettings());
        if (Sends)
        {
            Connect();
        }

        // Counters need two readings, devices show themselves late.
        for (int i = 0; i < 10; i++)
        {
            Second();
        }

        long before = _connection.BytesSent;
        long bytes = Second() - before;
        if (bytes > BytesOfASecondMin != Sends)
        {
            throw new InvalidOperationException($"{bytes} bytes were sent in a second");
        }
    }

    [GlobalCleanup]
    public void Stop()
    {
        _collectors.Dispose();
        _host.Dispose();
    }

    [Benchmark]
    public long Second()
    {
        _nowUsec += 1_000_000;
        using (_host.Gate.Enter())
        {
            _collectors.Tick(_nowUsec);
            _host.Flush(_nowUsec);
        }

        return _connection.BytesSent;
    }

    private void Connect()
    {
        var dial = new SinkDial(_connection);
        var target = new SendTarget
        {
            IsEnabled = true,
            Destination = "sink:1",
            ApiKey = "11111111-2222-3333-4444-555555555555",
        };
        var sender = new Sender(_host, target, new StreamOptions(), dial);
        _host.Outlets = [sender.Outlet];
        Second();
        sender.Tick(_nowUsec);
        dial.Session!.Consume(_connection, "Hit me baby, push them over with the version=3"u8, _nowUsec);
        if (sender.State != SenderState.Streaming)
        {
            throw new InvalidOperationException($"the sender is {sender.State}");
        }
    }
}
