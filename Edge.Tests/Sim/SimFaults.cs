namespace Edge.Tests.Sim;

/// <summary>
/// What happens to nodes, beside the weather: they die and come back, and their clocks are set.
/// </summary>
internal sealed class SimFaults
{
    private readonly SimNet _net;
    private readonly Random _random;
    private readonly int _deathPercent;
    private readonly int _jumpPercent;
    private readonly int _faultPercent;

    public SimFaults(SimNet net, Random random)
    {
        (_net, _random) = (net, random);
        _deathPercent = random.Next(3) * 4;
        _jumpPercent = random.Next(3) == 0 ? 5 : 0;
        _faultPercent = random.Next(3) == 0 ? 25 : 0;
    }

    public void Second()
    {
        SimNode node = _net.Nodes[_random.Next(_net.Nodes.Count)];
        if (!node.IsUp)
        {
            if (_random.Next(3) == 0)
            {
                node.Run(node.Boot);
            }

            return;
        }

        bool isParent = _net.Nodes.Exists(other => other.Plan.ParentNames.Contains(node.Name));
        if (isParent && _random.Next(100) < _faultPercent)
        {
            node.Suffer((ParentFault)_random.Next((int)ParentFault.Frozen + 1));
        }
        else if (_random.Next(100) < _deathPercent)
        {
            node.Crash(isSudden: _random.Next(2) == 0);
        }
        else if (_random.Next(100) < _jumpPercent)
        {
            node.SetClock(node.OffsetUsec + _random.Next(-20_000_000, 20_000_000));
        }
        else if (_random.Next(30) == 0)
        {
            _net.Weather = Weather.Draw(_random);
            _net.Trace($"{_net.Weather}");
        }
    }

    public void Heal()
    {
        foreach (SimLink link in _net.Links)
        {
            link.Heal();
        }

        foreach (SimNode node in _net.Nodes)
        {
            node.Suffer(ParentFault.None);
        }

        foreach (SimNode node in _net.Nodes.Where(static node => !node.IsUp))
        {
            node.Run(node.Boot);
        }
    }
}
