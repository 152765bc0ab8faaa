using Edge.Http;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Tests.Sim;

/// <summary>
/// One life of a few nodes and the network between them, all of it from a seed: a time of faults, then calm
/// in which everything must heal, a window in which what is kept is compared, an orderly end.
/// </summary>
internal sealed class SimWorld : IDisposable
{
    /// <summary>What a node may take to be whole again once the faults have stopped: the 30 s after which a
    /// receiver counts as dead, time-out and pause of each hop, and the longest back-off.</summary>
    private const int HealSecondsMax = 300;

    private const int WindowSeconds = 8;

    private readonly Random _random;
    private readonly SimClock _clock;
    private readonly SimNet _net;
    private readonly SimLog _log;
    private readonly SimBooks _books = new();
    private readonly SimFaults _faults;
    private readonly Action<string>? _trace;

    public SimWorld(int seed, Action<string>? trace = null)
    {
        _trace = trace;
        _random = new Random(seed);
        _clock = new SimClock(_random);
        _log = new SimLog(Trace);
        _net = new SimNet(_clock, _random, Trace) { IsTraced = trace != null };
        foreach (NodePlan plan in Topology.Draw(_random))
        {
            var node = new SimNode(_net, plan, _books, _log)
            {
                Send = Options(plan),
                Load = plan.Collects ? new SimLoad(_random, Trace) { ChangePercent = 20 } : null,
            };
            _net.Nodes.Add(node);
        }

        _faults = new SimFaults(_net, _random);
    }

    /// <summary>Samples that were compared.</summary>
    public int Compared { get; private set; }

    public long Events => _clock.Events;

    public long Seconds { get; private set; }

    public void Run()
    {
        foreach (SimNode node in _net.Nodes)
        {
            node.SetClock(_random.Next(2) == 0 ? 0 : _random.Next(-5_000_000, 5_000_000));
            node.Run(node.Boot);
        }

        _net.Weather = Weather.Draw(_random);
        Trace($"{_net.Weather}");
        int stormSeconds = _random.Next(5, 30);
        for (int i = 0; i < stormSeconds; i++)
        {
            Pass(1);
            _faults.Second();
        }

        Heal();
        Compare();
        End();
    }

    public void Dispose()
    {
        _log.Mute(() =>
        {
            foreach (SimNode node in _net.Nodes)
            {
                foreach (SimConnection connection in node.Connections)
                {
                    connection.Die();
                }

                node.Dispose();
            }
        });
        _log.Dispose();
    }

    private void Trace(string text) =>
        _trace?.Invoke($"{(_clock.NowUsec - 1_800_000_000_000_000) / 1e6,11:0.000000} {text}");

    private StreamOptions Options(NodePlan plan) => new()
    {
        Target = new SendTarget
        {
            IsEnabled = plan.Parents.Length > 0, Destination = plan.Parents, ApiKey = SimNode.Key,
        },
        Offer = plan.Speaks == 0 ? 3 : (int)(plan.Speaks | Negotiation.OldVersions),
        TimeoutSeconds = _random.Next(5, 10),
        ReconnectDelaySeconds = _random.Next(1, 5),
        ResyncIterations = _random.Next(5),
        BufferSizeBytes = _random.Next(2) == 0 ? _random.Next(1_024, 3_000) : 1_048_576,
    };

    private void Pass(int seconds)
    {
        Seconds += seconds;
        _clock.RunUntil(_clock.NowUsec + (seconds * Clock.UsecPerSecond));
    }

    /// <summary>The faults stop: whatever is broken must find together within its time.</summary>
    private void Heal()
    {
        Trace("calm");
        _net.Weather = Weather.Calm;
        _faults.Heal();
        foreach (SimNode node in _net.Nodes)
        {
            node.Load?.CalmDown();
        }

        // The longest pause that is under way still; it may yet cost a connection.
        Pass(8);
        int seconds = 0;
        for (int whole = 0; whole < 3; seconds++)
        {
            SimBrokenException.Unless(seconds < HealSecondsMax, $"not whole again after {seconds} seconds");
            Pass(1);
            whole = _net.Nodes.TrueForAll(IsWhole) ? whole + 1 : 0;
        }
    }

    /// <summary>Everything that it has reaches the node above.</summary>
    private bool IsWhole(SimNode node)
    {
        foreach (Host host in node.Hosts.All)
        {
            bool isOwn = host == node.Hosts.Local;
            bool isWanted = node.Plan.Parents.Length > 0 && (!isOwn || node.Plan.Collects);
            bool sends = Array.Exists(
                host.Outlets, static outlet => outlet is StreamOutlet { Sender.IsStreaming: true });
            if ((isWanted && !sends)
                || (!isOwn && !host.IsReachable && _books.Of(node, host.Info.MachineGuid)!.IsFed))
            {
                return false;
            }
        }

        return node.Connections.All(IsWhole);
    }

    /// <summary>Requests that never came stay until their own time-out, and so does a stream whose child has
    /// found another parent; nobody waits for them.</summary>
    private bool IsWhole(SimConnection connection) => connection.Link.IsAlive
        || connection.Session is HttpSession or SimRefusal
        || (connection.Session is Receiver receiver
            && !_books.Of(connection.Node, receiver.Host.Info.MachineGuid)!.IsFed);

    private void Compare()
    {
        // The longest resync, of charts every 3 seconds, and what it takes to begin it.
        Pass(3 * (4 + 3));
        var checks = new List<SeriesCheck>();
        var pairs = new List<(SimBook Own, SimBook Kept)>();
        foreach (SimBook kept in _books.All.Where(static book => book is { From: not null, IsFed: true }))
        {
            SimNode source = _net.Nodes.Find(node => node.Plan.Guid == kept.Guid)!;
            SimBook own = _books.Of(source, kept.Guid)!;
            pairs.Add((own, kept));
            foreach (SimChart chart in source.Load!.Charts.Where(static chart => !chart.IsObsolete))
            {
                SimBrokenException.Unless(
                    kept.Host.Find(chart.FullId) != null, $"{kept.Node.Name} lacks {chart.Id}");
                checks.Add(new SeriesCheck(own, kept, chart.FullId));
            }
        }

        Pass(WindowSeconds);
        checks.ForEach(check => Compared += check.Finish());
        pairs.ForEach(static pair => DefinitionCheck.Compare(pair.Own, pair.Kept));
        pairs.ForEach(pair => Compared += ReplicaCheck.Compare(pair.Own, pair.Kept));
    }

    /// <summary>
    /// The collectors stop, then node by node from below: everything arrives, everything ends.
    /// </summary>
    private void End()
    {
        foreach (SimNode node in _net.Nodes.Where(static node => node.Load != null))
        {
            node.Load!.IsResting = true;
        }

        Pass(1);
        foreach (SimBook book in _books.All.Where(static book => book is { From: not null, IsFed: true }))
        {
            foreach (string chart in book.From!.Charts)
            {
                List<SimEntry> sent = book.From.Of(chart);
                bool isLost = sent[^1].Connection != book.From.Connection;
                bool isHeld = sent[^1].IsHeld && sent[^1].Connection == book.From.Connection;
                SimBrokenException.Unless(!isHeld || book.From.Host.Find(chart)!.IsObsolete,
                    $"{book.From.Node.Name} holds {chart} back for ever");
                isLost |= isHeld;
                SimBrokenException.Unless(isLost || book.Find(chart, sent[^1].Serial) >= 0,
                    $"{book.Node.Name} did not get the last of {chart}, serial {sent[^1].Serial}");
            }
        }

        for (int i = _net.Nodes.Count - 1; i >= 0; i--)
        {
            _net.Nodes[i].StopCollecting();
            _net.Nodes[i].Stop();
            Pass(_random.Next(2));
        }

        Pass(2);
        foreach (SimNode node in _net.Nodes)
        {
            SimBrokenException.Unless(node.IsQuiet, $"{node.Name} does not come to rest");
            long commits = node.Hosts.All.Where(host => host != node.Hosts.Local)
                .Sum(host => _books.Of(node, host.Info.MachineGuid)!.Commits);
            LogCheck.Finish(node, _log.Of(node), commits);
        }
    }
}
