using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Tests.Sim;

/// <summary>
/// Sits among the outlets of a host, before that which sends, and holds every collection to what the node
/// below has sent: the same values of the same dimensions, in order, none twice, and none left out but those
/// at the end of a connection that was lost.
/// </summary>
internal sealed class SimBook(SimNode node, string guid) : IOutlet
{
    private readonly Dictionary<string, List<SimEntry>> _charts = [];
    private Host _host = null!;

    /// <summary>Whose losses are counted.</summary>
    private Sender? _sender;
    private long _lostBlocks;
    private long _lostSamples;

    /// <summary>The newest collection that went to a sender, and what that had sent before.</summary>
    private List<SimEntry>? _last;
    private Sender? _lastSender;
    private long _lastUpdates;

    public SimNode Node => node;

    public string Guid => guid;

    /// <summary>Of the host as it is now.</summary>
    public Host Host => _host;

    /// <summary>The book of the node below; null: the host is this node's own.</summary>
    public SimBook? From { get; set; }

    /// <summary>Since the present life began.</summary>
    public long Commits { get; private set; }

    /// <summary>What the host is sent over now, told apart over all lives; 0: nothing.</summary>
    public long Connection =>
        Array.Find(_host.Outlets, static outlet => outlet is StreamOutlet) is StreamOutlet outlet
        && outlet.Sender.IsStreaming ? (node.Life * 1_000L) + outlet.Sender.Connections : 0;

    /// <summary>All that the host's own node collects arrives here, and not at another parent.</summary>
    public bool IsFed => From == null || (From.IsFed && Array.Exists(From.Host.Outlets,
        outlet => outlet is StreamOutlet { Sender.IsStreaming: true } up && up.Sender.Where == node.Name));

    public IEnumerable<string> Charts => _charts.Keys;

    public List<SimEntry> Of(string chart)
    {
        Settle();
        return _charts.GetValueOrDefault(chart) ?? [];
    }

    public void Begin(Host host) => (_host, Commits) = (host, 0);

    /// <summary>Where in the list a serial is; negative: nowhere.</summary>
    public int Find(string chart, long serial)
    {
        List<SimEntry> entries = Of(chart);
        var (low, high) = (0, entries.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].Serial == serial)
            {
                return middle;
            }

            (low, high) = entries[middle].Serial < serial ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        Guard.That(_host.Gate.IsHeld);
        Settle();
        Commits++;
        var ids = new List<string>();
        var taken = new List<long>();
        foreach (Dimension dimension in chart.Dimensions)
        {
            if (updated.IsEmpty || updated[dimension.Index] != 0)
            {
                ids.Add(dimension.Id);
                taken.Add(values[dimension.Index]);
            }
        }

        string where = $"{node.Name}: {_host.Info.Hostname} {chart.Id}";
        SimBrokenException.Unless(ids.Count > 0 && ids[0] == SimChart.SerialId, $"{where} has no serial");
        CheckLosses(where, ids.Count);
        long collectedUsec = chart.Series.Clock.LastCollectedUsec;
        var entry = new SimEntry(taken[0], Connection, false, collectedUsec,
            collectedUsec - node.NowUsec, [.. ids], [.. taken]);
        if (!_charts.TryGetValue(chart.Id, out List<SimEntry>? entries))
        {
            _charts.Add(chart.Id, entries = []);
        }

        if (From != null)
        {
            Compare(where, chart.Id, entry, entries);
        }

        SimBrokenException.Unless(entries.Count == 0 || entries[^1].Serial < entry.Serial,
            $"{where} serial {entry.Serial} comes again");
        entries.Add(entry);
        (_last, _lastSender) = (entry.Connection == 0 ? null : entries, _sender);
        _lastUpdates = _sender?.Tally.Updates ?? 0;
    }

    public void Flush(long nowUsec)
    {
    }

    public void Obsoleted(Chart chart)
    {
    }

    public void VariableChanged(string name, double value)
    {
    }

    public void LabelsChanged()
    {
    }

    public void ClaimChanged()
    {
    }

    /// <summary>What the sender says it has lost up to now, to the sample; then what becomes of this
    /// one.</summary>
    private void CheckLosses(string where, int samples)
    {
        IOutlet? outlet = Array.Find(_host.Outlets, static outlet => outlet is StreamOutlet);
        Sender? sender = (outlet as StreamOutlet)?.Sender;
        if (sender != _sender)
        {
            (_sender, _lostBlocks, _lostSamples) = (sender, 0, 0);
        }

        if (sender == null)
        {
            return;
        }

        SimBrokenException.Unless(
            sender.Tally.LostBlocks == _lostBlocks && sender.Tally.LostSamples == _lostSamples,
            $"{where} lost {_lostBlocks} blocks of {_lostSamples} samples, not {sender.Tally.LostBlocks} of "
            + $"{sender.Tally.LostSamples}");
        if (!sender.IsStreaming)
        {
            _lostBlocks++;
            _lostSamples += samples;
        }
    }

    /// <summary>The sender comes after this book among the outlets, so it takes until the next call to know
    /// whether it has sent the collection or held it back.</summary>
    private void Settle()
    {
        if (_last != null && _lastSender!.Tally.Updates == _lastUpdates)
        {
            _last[^1] = _last[^1] with { IsHeld = true };
        }

        _last = null;
    }

    private void Compare(string where, string chart, in SimEntry entry, List<SimEntry> entries)
    {
        int at = From!.Find(chart, entry.Serial);
        SimBrokenException.Unless(at >= 0, $"{where} serial {entry.Serial} was never sent");
        List<SimEntry> sent = From.Of(chart);
        SimEntry other = sent[at];
        SimBrokenException.Unless(other.Connection != 0,
            $"{where} serial {entry.Serial} was dropped, yet comes");
        SimBrokenException.Unless(!other.IsHeld, $"{where} serial {entry.Serial} was held back, yet comes");
        SimBrokenException.Unless(entry.Ids.AsSpan().SequenceEqual(other.Ids)
            && entry.Values.AsSpan().SequenceEqual(other.Values), $"{where} serial {entry.Serial} differs");

        // Either the one after the last, or the first of another connection.
        int before = at - 1;
        while (before >= 0 && sent[before].IsHeld && sent[before].Connection == other.Connection)
        {
            before--;
        }

        bool isNext = entries.Count > 0 && before >= 0 && sent[before].Serial == entries[^1].Serial;
        bool isFirst = before < 0 || sent[before].Connection != other.Connection;
        SimBrokenException.Unless(isNext || isFirst,
            $"{where} serial {entry.Serial}: one before it is missing");
    }
}
