using Edge.Net;
using Edge.Stream;

namespace Edge.Tests.Sim;

/// <summary>All nodes by name and all connections between them.</summary>
internal sealed class SimNet(SimClock clock, Random random, Action<string> trace)
{
    private readonly List<SimLink> _links = [];
    private int _lastPort = 40_000;

    public SimClock Clock => clock;

    public Random Random => random;

    public List<SimNode> Nodes { get; } = [];

    /// <summary>Somebody reads what is traced.</summary>
    public bool IsTraced { get; init; }

    public Weather Weather { get; set; } = Weather.Calm;

    public IEnumerable<SimLink> Links => _links;

    public void Trace(string text) => trace(text);

    public SimNode? Find(string name) => Nodes.Find(node => node.Name == name);

    /// <summary>One round over a list of names. It may end before this returns, and it may take longer than
    /// anybody wants to wait.</summary>
    public void Dial(SimNode from, string[] items, int timeoutSeconds, ISession session, IDialed caller)
    {
        int life = from.Life;
        void Next(int index)
        {
            if (from.Life != life)
            {
                return;
            }

            if (index == items.Length)
            {
                from.Run(() => caller.Failed(from.NowUsec));
                return;
            }

            bool isLost = random.Next(100) < Weather.LostDialPercent;
            SimNode? to = Find(items[index]);
            if (!isLost && to is { IsUp: true, Fault: not ParentFault.NoListener })
            {
                Connect(from, to, items[index], session, caller);
                return;
            }

            string text = $"Failed to connect to '{items[index]}', port '19999'";
            long delayUsec = isLost && random.Next(3) > 0
                ? random.Next(timeoutSeconds * 1_200_000) : random.Next(3_000);
            from.Run(() => caller.Refused(text));
            clock.After(delayUsec, () => Next(index + 1));
        }

        if (random.Next(10) == 0)
        {
            Next(0);
        }
        else
        {
            clock.After(random.Next(Weather.DelayUsecMax), () => Next(0));
        }
    }

    private void Connect(SimNode from, SimNode to, string item, ISession session, IDialed caller)
    {
        _links.RemoveAll(static link => link.IsOver);
        var link = new SimLink(this, from, to, ++_lastPort);
        _links.Add(link);
        Trace($"{link.Dialled.Label} opens");
        to.Run(() => link.Accepted.Start(to.NewSession(link.Accepted)));
        from.Run(() =>
        {
            link.Dialled.Start(session);
            caller.Connected(link.Dialled, item, from.NowUsec);
        });
    }
}
