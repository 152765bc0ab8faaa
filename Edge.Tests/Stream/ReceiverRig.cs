using System.Text;
using Edge.Net;
using Edge.Store;
using Edge.Stream;

namespace Edge.Tests.Stream;

/// <summary>A receiver over a host, without a socket; what is not consumed is offered again, as a connection
/// does.</summary>
internal sealed class ReceiverRig : IConnection, IReceiverEvents, IDisposable
{
    public const long StartUsec = 1_795_343_000_000_000;

    private readonly List<byte> _pending = [];

    public ReceiverRig(MemoryMode mode = MemoryMode.Ram, int history = 600, int version = 3,
        int dimensionsPerHost = Edge.Store.Limits.DimensionsPerHost)
        : this(new Host(
            new HostInfo
            {
                Hostname = "h",
                RegistryHostname = "h",
                MachineGuid = "631fa722-8ed8-4856-8243-0e59d747854c",
            },
            new StoreOptions { Mode = mode, HistoryEntries = history })
        {
            Dimensions = new Quota(dimensionsPerHost, "dimensions"),
            SharesDimensions = true,
        }, version)
    {
    }

    /// <param name="host">Owned from here on.</param>
    /// <param name="version">Of the stream.</param>
    public ReceiverRig(Host host, int version = 3)
    {
        Host = host;
        Receiver = new Receiver(Host, this, version, "127.0.0.1:1");
        LastReceivedUsec = StartUsec;
    }

    public Host Host { get; }

    public Receiver Receiver { get; }

    public CloseReason Reason { get; private set; }

    public long NowUsec { get; set; } = StartUsec;

    public Peer Peer { get; } = new("127.0.0.1", "1");

    public Access Access => Access.All;

    public bool IsEncrypted => false;

    public int OutboxBytes => 0;

    public long BytesSent => 0;

    public long BytesReceived => 0;

    public long Sends => 0;

    public long LastSentUsec => 0;

    public long LastReceivedUsec { get; set; }

    public int OutboxMax { get; set; }

    /// <summary>Bytes that the receiver has not taken yet.</summary>
    public int Waiting => _pending.Count;

    public void Feed(string text) => Feed(Encoding.UTF8.GetBytes(text));

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (Reason != CloseReason.None)
        {
            return;
        }

        if (_pending.Count == 0)
        {
            int used = Receiver.Consume(this, bytes, NowUsec);
            _pending.AddRange(bytes[used..]);
            return;
        }

        _pending.AddRange(bytes);
        int taken = Receiver.Consume(this, _pending.ToArray(), NowUsec);
        _pending.RemoveRange(0, taken);
    }

    /// <summary>What the receiver asked its child for.</summary>
    public string Sent { get; private set; } = "";

    /// <summary>A receiver says nothing but requests for history.</summary>
    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        Xunit.Assert.True(bytes.StartsWith("REPLAY_CHART "u8));
        Sent += Encoding.UTF8.GetString(bytes);
        return true;
    }

    public void Switch(ISession next) => throw new InvalidOperationException();

    public void Finish(CloseReason reason = CloseReason.Done) => Reason = reason;

    public void Abort(CloseReason reason) => Reason = Reason == CloseReason.None ? reason : Reason;

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
    }

    public void Dispose()
    {
        Receiver.Closed(this, CloseReason.Done, NowUsec);
        Host.Dispose();
    }

    /// <summary>Everything that a stream changes, as text.</summary>
    public string Dump()
    {
        var text = new StringBuilder();
        text.Append($"{Reason} {Receiver.Updates} {Host.ClaimId}\n");
        foreach (Label label in Host.Labels)
        {
            text.Append(label).Append('\n');
        }

        foreach (string name in Host.Variables.Names)
        {
            text.Append(name).Append('=').Append(Host.Variables[name]).Append('\n');
        }

        foreach (Chart chart in Host.Charts)
        {
            DumpChart(text, chart);
        }

        return text.ToString();
    }

    private static void DumpChart(StringBuilder text, Chart chart)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        text.Append($"{chart.Id} {chart.Name} {chart.Title} {chart.Units} {chart.Family} {chart.Context} ")
            .Append($"{chart.Style} {chart.Priority} {chart.UpdateEvery} {chart.Flags} {chart.Plugin} ")
            .Append($"{chart.Module} {clock.LastCollectedUsec} {clock.LastUpdatedSec} {clock.Counter} ")
            .Append($"{clock.CounterDone}\n");
        foreach (Label label in chart.Labels)
        {
            text.Append(label).Append('\n');
        }

        foreach (Dimension dimension in chart.Dimensions)
        {
            text.Append($" {dimension.Id} {dimension.Name} {dimension.Algorithm} {dimension.Multiplier} ")
                .Append($"{dimension.Divisor} {dimension.Flags} {chart.Series.Hot[dimension.Index].Last} ")
                .Append($"{BitConverter.DoubleToInt64Bits(chart.Series.Hot[dimension.Index].Carry):x} ")
                .Append(chart.Series.Updated[dimension.Index] == 0
                    ? "\n" : $"pending {chart.Series.Collected[dimension.Index]}\n");
        }

        for (int i = 0; i < chart.Series.Rows; i++)
        {
            text.AppendJoin(' ', chart.Series.Row(i).ToArray()).Append('\n');
        }
    }
}
