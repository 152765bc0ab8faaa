using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>A child on simulated time: one host, its sender, a dialer that does what the test says.</summary>
internal sealed class SenderRig : IDisposable
{
    public const long StartUsec = 1_795_342_310_000_000;
    public const string Guid = "631fa722-8ed8-4856-8243-0e59d747854c";

    public SenderRig(StreamOptions? options = null, SendTarget? target = null, Jitter? jitter = null)
    {
        Host = new Host(
            new HostInfo { Hostname = "child", RegistryHostname = "child", MachineGuid = Guid, Os = "linux" },
            new StoreOptions { HistoryEntries = 60 });
        Target = target ?? new SendTarget
        {
            IsEnabled = true,
            Destination = "10.0.0.1:19999",
            ApiKey = "11111111-2222-3333-4444-555555555555",
        };
        Sender = new Sender(Host, Target, options ?? new StreamOptions(), Dial,
            jitter ?? new Jitter(0));
        Host.Outlets = [Sender.Outlet];
        Chart = Host.Define(new ChartDefinition { Type = "system", Id = "cpu", Title = "CPU", Units = "%" })!;
        User = Chart.Define("user")!;
        Idle = Chart.Define("idle")!;
    }

    public LogBook Log { get; } = new();

    public FakeDial Dial { get; } = new();

    public Host Host { get; }

    public SendTarget Target { get; }

    public Sender Sender { get; }

    public Chart Chart { get; }

    public Dimension User { get; }

    public Dimension Idle { get; }

    public FakeConnection Parent { get; private set; } = new();

    public long NowUsec { get; set; } = StartUsec;

    /// <summary>A second passes: one collection of the chart, one look at the clock.</summary>
    public void Second(int times = 1, bool collects = true)
    {
        for (int i = 0; i < times; i++)
        {
            NowUsec += Clock.UsecPerSecond;
            Parent.NowUsec = NowUsec;
            if (collects)
            {
                Collect();
            }

            Sender.Tick(NowUsec);
        }
    }

    public void Collect()
    {
        using (Host.Gate.Enter())
        {
            Chart.Set(User, 7, NowUsec);
            Chart.Set(Idle, -8, NowUsec);
            Chart.Commit(NowUsec);
            Host.Flush(NowUsec);
        }
    }

    /// <summary>The last order succeeds, the request is taken off.</summary>
    public FakeConnection Connect()
    {
        Parent = Dial.Last.Connect(NowUsec);
        return Parent;
    }

    /// <summary>From nothing to streaming.</summary>
    public FakeConnection Stream(string answer = "Hit me baby, push them over with the version=3")
    {
        if (Sender.State == SenderState.Idle)
        {
            Second();
        }

        Connect();
        Parent.TakeSent();
        Parent.Receive(answer);
        Assert.Equal(SenderState.Streaming, Sender.State);
        return Parent;
    }

    public void Dispose()
    {
        Host.Dispose();
        Log.Dispose();
    }
}
