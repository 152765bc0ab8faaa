using Edge.Net;

namespace Edge.Tests.Sim;

/// <summary>Two ends and what is between them.</summary>
internal sealed class SimLink
{
    private readonly SimNet _net;
    private readonly SimPipe _up;
    private readonly SimPipe _down;

    public SimLink(SimNet net, SimNode from, SimNode to, int port)
    {
        _net = net;
        _up = new SimPipe(this, net);
        _down = new SimPipe(this, net);
        Dialled = new SimConnection(this, from, _up, new Peer(to.Name, "19999"),
            $"{from.Name}>{to.Name}#{port}");
        Accepted = new SimConnection(this, to, _down, new Peer(from.Name, $"{port}"),
            $"{to.Name}<{from.Name}#{port}");
        (_up.Writer, _up.Reader) = (Dialled, Accepted);
        (_down.Writer, _down.Reader) = (Accepted, Dialled);
        if (net.Random.Next(100) < net.Weather.BreakPercent)
        {
            SimPipe pipe = net.Random.Next(4) == 0 ? _down : _up;
            pipe.BreakAtBytes = net.Random.Next(net.Random.Next(2) == 0 ? 2_000 : 20_000);
        }
    }

    public SimConnection Dialled { get; }

    public SimConnection Accepted { get; }

    /// <summary>What is said at one end arrives at the other.</summary>
    public bool IsAlive => !_up.IsDead && !_down.IsDead && !Dialled.IsEnding && !Accepted.IsEnding;

    /// <summary>The number of the answer has not come whole: its beginning may have been taken for another
    /// (spec streaming 7).</summary>
    public bool IsAnswering => _down.IsBeginning;

    public bool IsOver => (Dialled.IsOver || Dialled.Node.IsGone(Dialled))
        && (Accepted.IsOver || Accepted.Node.IsGone(Accepted));

    /// <summary>The way between the ends is gone; each learns of it for itself, some never.</summary>
    public void Break()
    {
        (_up.IsDead, _down.IsDead) = (true, true);
        Tell(Dialled);
        Tell(Accepted);
    }

    /// <summary>No break that was to come comes.</summary>
    public void Heal() => (_up.BreakAtBytes, _down.BreakAtBytes) = (long.MaxValue, long.MaxValue);

    /// <summary>
    /// Like <see cref="Break"/>, without a word to anyone: the machine of one end lost its power.
    /// </summary>
    public void BreakSilently() => (_up.IsDead, _down.IsDead) = (true, true);

    public void Tell(SimConnection end)
    {
        if (_net.Random.Next(100) < _net.Weather.DeafPercent)
        {
            _net.Trace($"{end.Label} is broken and does not know");
            return;
        }

        CloseReason reason = _net.Random.Next(3) switch
        {
            0 => CloseReason.ByPeer,
            1 => CloseReason.ReadFailed,
            _ => CloseReason.SendFailed,
        };
        _net.Clock.After(_net.Random.Next(_net.Weather.DelayUsecMax), () => end.Learn(reason));
    }
}
