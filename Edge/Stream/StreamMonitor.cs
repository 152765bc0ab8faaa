using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// Charts about links: one for all of them, and some for each, which come and become obsolete with it. Lives
/// on pulse. Reads what <see cref="LinkBook.Pace"/> has kept, as the local host's gate, held here, must not
/// be held while other hosts' are taken.
/// </summary>
internal sealed class StreamMonitor
{
    public const string Plugin = "netdata";
    public const string Module = "stats";
    public const string Family = "streaming";

    private readonly LinkBook _book;
    private readonly Host _local;
    private readonly int _linksMax;
    private readonly FixedChart _all;
    private readonly Dictionary<LinkTally, StreamMonitorLink> _byTally = [];
    private readonly List<StreamMonitorLink> _links = [];
    private readonly HashSet<string> _names = [];
    private readonly Throttle _fullLog = new(minSeconds: 3600);
    private long _round;

    /// <param name="book">Of this node.</param>
    /// <param name="linksMax">With charts of their own; see <see cref="Limits.LinksWithCharts"/>.</param>
    public StreamMonitor(LinkBook book, int linksMax = Limits.LinksWithCharts)
    {
        _book = book;
        _local = book.Local;
        _linksMax = linksMax;
        using (_local.Gate.Enter())
        {
            _all = new FixedChart(_local, new ChartDefinition
            {
                Type = "edge", Id = "links", Family = Family, Title = "Streaming Links", Units = "links",
                Style = ChartStyle.Stacked, Priority = 135_000, Plugin = Plugin, Module = Module,
            }, ("receiving", Algorithm.Absolute, 1, 1), ("orphans", Algorithm.Absolute, 1, 1),
                ("sending", Algorithm.Absolute, 1, 1), ("not_sending", Algorithm.Absolute, 1, 1));
        }
    }

    /// <summary>Links with charts of their own.</summary>
    public int LinkCount => _links.Count;

    /// <summary>
    /// Once a tick, the local host's gate held. Allocates nothing while no link comes or goes.
    /// </summary>
    public void Tick(long nowUsec)
    {
        Guard.That(_local.Gate.IsHeld);
        _round++;
        CollectAll(nowUsec);

        // Those that are gone first: their successor may have the same name.
        Mark();
        Retire();
        int without = 0;
        foreach (ref readonly LinkReading reading in _book.Latest)
        {
            if (reading.IsFormer || reading.Tally is not { } tally)
            {
                continue;
            }

            StreamMonitorLink? link = _byTally.GetValueOrDefault(tally) ?? Add(tally, in reading);
            without += link == null ? 1 : 0;
            link?.Collect(in reading, nowUsec);
        }

        if (without > 0 && _fullLog.Allows(nowUsec, out _))
        {
            Log.Info("MAIN", $"{without} links have no charts of their own, {_linksMax} have. All are in "
                + "/api/v1/edge/links.");
        }
    }

    private void CollectAll(long nowUsec)
    {
        (long receiving, long orphans, long sending, long notSending) = (0, 0, 0, 0);
        foreach (ref readonly LinkReading reading in _book.Latest)
        {
            bool receives = reading.Role == LinkRole.Receiving;
            bool sends = reading.Role == LinkRole.Sending && !reading.IsFormer;
            receiving += receives && reading.IsUp ? 1 : 0;
            orphans += receives && !reading.IsUp ? 1 : 0;
            sending += sends && reading.IsUp ? 1 : 0;
            notSending += sends && !reading.IsUp ? 1 : 0;
        }

        _all.Collect(nowUsec, receiving, orphans, sending, notSending);
    }

    private void Mark()
    {
        foreach (ref readonly LinkReading reading in _book.Latest)
        {
            // The charts of a former link are its successor's.
            if (!reading.IsFormer && reading.Tally != null
                && _byTally.TryGetValue(reading.Tally, out StreamMonitorLink? link))
            {
                link.Round = _round;
            }
        }
    }

    private void Retire()
    {
        for (int i = _links.Count - 1; i >= 0; i--)
        {
            StreamMonitorLink link = _links[i];
            if (link.Round != _round)
            {
                link.Retire();
                _links.RemoveAt(i);
                _byTally.Remove(link.Tally);
                _names.Remove(link.Name);
            }
        }
    }

    private StreamMonitorLink? Add(LinkTally tally, in LinkReading reading)
    {
        if (_links.Count >= _linksMax)
        {
            return null;
        }

        // Several hosts may have the same name; their GUIDs differ.
        string role = reading.Role == LinkRole.Sending ? "send" : "receive";
        string host = Names.CleanName(reading.Host.Info.Hostname);
        host = host.Length <= Limits.LinkNameChars ? host : host[..Limits.LinkNameChars];
        string name = $"{role}_{host}";
        if (!_names.Add(name))
        {
            host = Names.CleanName($"{host}_{reading.Host.Info.MachineGuid}");
            name = $"{role}_{host}";
            _names.Add(name);
        }

        var link = new StreamMonitorLink(_local, tally, reading.Role, name, host) { Round = _round };
        _links.Add(link);
        _byTally.Add(tally, link);
        return link;
    }
}
