using System.Text;
using Edge.Net;
using Edge.Store;
using Edge.Stream;

namespace Edge.Tests.Stream;

/// <summary>A whole node but for its sockets: its own host with one chart, its sender, its door.</summary>
internal sealed class TownNode : IStreamSections, IHostLife, IDial, IDisposable
{
    private readonly Town _town;
    private readonly Sender? _sender;
    private long _value;

    public TownNode(Town town, string name, string guid, string destination, int offer)
    {
        _town = town;
        Local = new Host(
            new HostInfo { Hostname = name, RegistryHostname = name, MachineGuid = guid, Os = "linux" },
            new StoreOptions { HistoryEntries = 60 });
        Chart = Local.Define(
            new ChartDefinition { Type = "system", Id = "cpu", Title = "CPU", Units = "%" })!;
        User = Chart.Define("user")!;
        Hosts = new HostTable(Local);
        var options = new StreamOptions
        {
            Offer = offer,
            Target = new SendTarget
            {
                IsEnabled = destination.Length > 0, Destination = destination, ApiKey = DoorRig.Key,
            },
        };
        Door = new StreamDoor(Hosts, this, options, new ReceiveOptions(), this, this);
        if (destination.Length > 0)
        {
            _sender = new Sender(Local, options.Target, options, this, new Jitter((ulong)name[0]));
            Local.Outlets = [_sender.Outlet];
        }
    }

    public Host Local { get; }

    public Chart Chart { get; }

    public Dimension User { get; }

    public HostTable Hosts { get; }

    public StreamDoor Door { get; }

    public StreamSection Section { get; set; } = new() { Enabled = true };

    /// <summary>As they arrived here.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The near ends of what was connected to this node.</summary>
    public List<PipeConnection> Connections { get; } = [];

    public bool IsDown { get; set; }

    public bool Collects { get; set; } = true;

    public SenderState State => _sender!.State;

    /// <summary>Host names here, the own one first.</summary>
    public string[] Names => [.. Hosts.All.Select(static host => host.Info.Hostname)];

    /// <summary>The copy of another node's host, with that node's GUID.</summary>
    public Host CopyOf(TownNode other) => Hosts.FindByGuid(other.Local.Info.MachineGuid)!;

    /// <summary>What was sent to this node, of all connections in order.</summary>
    public string Heard => string.Concat(
        Connections.Select(static near => Encoding.UTF8.GetString(near.Other!.Sent.ToArray())));

    public void Tick(long nowUsec)
    {
        if (IsDown)
        {
            return;
        }

        using (Local.Gate.Enter())
        {
            if (Collects)
            {
                Chart.Set(User, _value++, nowUsec);
                Chart.Commit(nowUsec);
            }

            Local.Flush(nowUsec);
        }

        _sender?.Tick(nowUsec);
        Door.Tick(nowUsec);
    }

    /// <summary>Power off: its connections break.</summary>
    public void GoDown()
    {
        IsDown = true;
        foreach (PipeConnection near in Connections)
        {
            near.Abort(CloseReason.Stopped);
        }
    }

    public void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session,
        IDialed caller)
    {
        if (!_town.Connect(destinations, session, caller))
        {
            caller.Failed(_town.NowUsec);
        }
    }

    public StreamSection? Find(string name) => name == DoorRig.Key ? Section : null;

    public Host? Create(HostInfo info, HostTerms terms) => new(info, terms.Store);

    public void Connected(Host host, HostTerms terms, long nowUsec)
    {
    }

    public void Disconnected(Host host, HostTerms terms, long nowUsec)
    {
    }

    public void Removing(Host host)
    {
    }

    public void Dispose()
    {
        foreach (Host host in Hosts.All)
        {
            host.Dispose();
        }
    }
}
