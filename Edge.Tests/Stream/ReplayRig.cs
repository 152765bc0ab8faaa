using System.Text;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>
/// A child and a parent that can replicate, with the real text between them and simulated time. Cut and
/// restored at will; either end can be made anew.
/// </summary>
internal sealed class ReplayRig : IReceiverEvents, IDisposable
{
    public const long StartUsec = 1_795_342_310_123_456;

    public const Capabilities Agreed = Capabilities.VCaps | Capabilities.HostLabels | Capabilities.Claim
        | Capabilities.Replication;

    private readonly StoreOptions _parentStore;
    private readonly FakeDial _dial = new();

    public ReplayRig(StoreOptions? child = null, StoreOptions? parent = null, ReplayTerms? terms = null,
        StreamOptions? options = null)
    {
        _parentStore = parent ?? new StoreOptions { HistoryEntries = 600 };
        Terms = terms ?? new ReplayTerms();
        Child = new Host(Info("child"), child ?? new StoreOptions { HistoryEntries = 600 });
        Parent = new Host(Info("child"), _parentStore);
        var target = new SendTarget { IsEnabled = true, Destination = "p", ApiKey = "k" };
        options = (options ?? new StreamOptions()) with
        {
            Offer = (int)(Agreed | Negotiation.OldVersions),
            ReconnectDelaySeconds = 1,
        };
        Sender = new Sender(Child, target, options, _dial);
        Child.Outlets = [Sender.Outlet];
    }

    public LogBook Log { get; } = new();

    public ReplayTerms Terms { get; set; }

    public Host Child { get; }

    public Host Parent { get; private set; }

    public Sender Sender { get; }

    public Receiver? Receiver { get; private set; }

    /// <summary>The child's end; null while there is no connection.</summary>
    public FakeConnection? Up { get; private set; }

    /// <summary>The parent's end.</summary>
    public FakeConnection? Down { get; private set; }

    public long NowUsec { get; set; } = StartUsec;

    /// <summary>The parent's clock minus the child's.</summary>
    public long SkewUsec { get; set; }

    public bool IsParentThere { get; set; } = true;

    /// <summary>Everything said since the last look, child to parent and back.</summary>
    public StringBuilder ToParent { get; } = new();

    public StringBuilder ToChild { get; } = new();

    /// <summary>One round of the child, and what comes of it at both ends.</summary>
    public void Tick(Action<long>? collect, long stepUsec = Clock.UsecPerSecond)
    {
        NowUsec += stepUsec;
        Sender.Tick(NowUsec);
        if (Up == null && IsParentThere && Sender.State == SenderState.Connecting)
        {
            Connect();
        }

        using (Child.Gate.Enter())
        {
            collect?.Invoke(NowUsec);
            Child.Flush(NowUsec);
        }

        Pump();
    }

    /// <summary>Carries text both ways until nobody has anything to say.</summary>
    public void Pump(int bytesMax = int.MaxValue)
    {
        while (Up != null)
        {
            string said = Up.TakeSent();
            ToParent.Append(said);
            for (int at = 0; at < said.Length; at += Math.Min(bytesMax, said.Length - at))
            {
                Down!.NowUsec = NowUsec + SkewUsec;
                Down.Receive(said.Substring(at, Math.Min(bytesMax, said.Length - at)));
            }

            string asked = Down!.TakeSent();
            ToChild.Append(asked);
            if (said.Length + asked.Length == 0)
            {
                return;
            }

            Up.NowUsec = NowUsec;
            Up.Receive(asked);
        }
    }

    public void Cut()
    {
        IsParentThere = false;
        FakeConnection? up = Up;
        Up = null;
        up?.Close(CloseReason.ByPeer);
        Down?.Close(CloseReason.ByPeer);
    }

    /// <summary>The parent is started anew and knows nothing.</summary>
    public void ForgetParent()
    {
        Cut();
        Parent.Dispose();
        Parent = new Host(Info("child"), _parentStore);
    }

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
    }

    public void Dispose()
    {
        Cut();
        Child.Dispose();
        Parent.Dispose();
        Log.Dispose();
    }

    /// <summary>The rows of a chart by second; empty ones are left out.</summary>
    public static SortedDictionary<long, uint[]> Rows(Host host, string id)
    {
        SortedDictionary<long, uint[]> rows = [];
        if (host.Find(id) is { Series: { Rows: > 0 } series })
        {
            int every = series.Clock.UpdateEvery;
            for (long sec = series.FirstEntrySec + every; sec <= series.LastEntrySec; sec += every)
            {
                uint[] row = series.Row(series.RowAt(sec)).ToArray();
                if (Array.Exists(row, static sample => sample != 0))
                {
                    rows[sec] = row;
                }
            }
        }

        return rows;
    }

    private static HostInfo Info(string name) => new()
    {
        Hostname = name, RegistryHostname = name, MachineGuid = SenderRig.Guid, Os = "linux",
    };

    private void Connect()
    {
        Up = _dial.Last.Connect(NowUsec);
        Up.OutboxMax = 1024 * 1024;
        Up.TakeSent();
        Down = new FakeConnection("10.0.0.9", "1") { NowUsec = NowUsec + SkewUsec };
        Receiver = new Receiver(Parent, this, (int)Agreed, "10.0.0.9:1", Terms);
        Down.Session = Receiver;
        Up.Receive($"Hit me baby, push them over with the version={(int)Agreed}");
        Assert.Equal(SenderState.Streaming, Sender.State);
    }
}
