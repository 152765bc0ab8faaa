using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// One host of the compressed store: its charts, where its row groups are, what waits to be written. Guarded
/// by the gate of the living host, or by the store while there is none.
/// </summary>
internal sealed class EngineHost(Engine engine, uint number, string guid, string hostname)
    : IKeptCharts
{
    public const string Owner = "archive blocks";
    private readonly Dictionary<string, EngineChart> _charts = [];
    private readonly List<GroupPlace> _groups = [];
    private readonly List<EnginePage> _pages = [];
    private long _uses;

    /// <summary>2^32 by the golden ratio: neighbours are spread evenly.</summary>
    private const uint SpreadFactor = 2_654_435_769;

    /// <summary>
    /// Seconds of the longest group so far: how far back one that holds a second may begin.
    /// </summary>
    private long _longestSec;

    public uint Number => number;

    public string Guid => guid;

    public string Hostname { get; set; } = hostname;

    /// <summary>Null: it is not connected.</summary>
    public Host? Living { get; set; }

    /// <summary>When the journal was told last; wall clock.</summary>
    public long ToldUsec { get; set; }

    /// <summary>Waiting for the keeper.</summary>
    public List<ClosedBlock> Closed { get; private set; } = [];

    /// <summary>Rounds of the keeper that the oldest of them has waited.</summary>
    public int ClosedRounds { get; set; }

    /// <summary>
    /// Rows that a block is closed at. The first ones are shorter: a host that is new has little but its
    /// journal, which takes twice the room of groups.
    /// </summary>
    public int BlockRows => Math.Min(engine.BlockRows, KeptSec switch
    {
        < Limits.BlockRowsMax / 8 => Limits.BlockRowsMax / 4,
        < Limits.BlockRowsMax => Limits.BlockRowsMax / 2,
        _ => Limits.BlockRowsMax,
    });

    private long KeptSec => _groups.Count > 0 ? _groups[^1].LastSec - _groups[0].FirstSec : 0;

    /// <summary>
    /// Rows of a block that begins with this one, counted from 1970. Where memory is short and blocks are
    /// too, those of a host end at its own moment of the time that a block takes: else all hosts that came
    /// together would be written together for ever, with two blocks of each chart in memory.
    /// </summary>
    /// <remarks>Half a block to a whole one, so that the second one is back in step.</remarks>
    public int BlockRowsFrom(long row)
    {
        int most = engine.BlockRows;
        if (most == Limits.BlockRowsMax)
        {
            return most;
        }

        long phase = unchecked(number * SpreadFactor) >> 16;
        int left = most - (int)((row + phase) % most);
        return left >= most / 2 ? left : (most + left) / 2;
    }

    /// <summary>Rounds after which blocks are written that no ring has any more: until then nobody can read
    /// them, and charts go in groups.</summary>
    private const int HurryRounds = 10;

    /// <summary>What is closed is in no ring any more.</summary>
    public void Hurry() => ClosedRounds = Math.Max(ClosedRounds, BlockRows - HurryRounds);

    public Dictionary<string, EngineChart>.ValueCollection Charts => _charts.Values;

    public int GroupCount => _groups.Count;

    public EngineChart Chart(string id)
    {
        if (!_charts.TryGetValue(id, out EngineChart? chart))
        {
            chart = new EngineChart(this, StringPool.Share(id));
            _charts.Add(chart.Id, chart);
        }

        return chart;
    }

    /// <summary>The end of a tick or of a read; its gate is held.</summary>
    public void Collected(long nowUsec) => engine.Collected(this, nowUsec);

    public uint NextNumber() => engine.NextNumber();

    public long NextUse() => ++_uses;

    /// <summary>Ends blocks of living charts that have rows enough.</summary>
    public void Turn(int rowsMin)
    {
        foreach (EngineChart chart in _charts.Values)
        {
            if (chart.Living != null)
            {
                chart.Recorder!.Turn(chart.Living, rowsMin);
            }
        }
    }

    /// <summary>It is gone, or the node stops.</summary>
    public void LeaveAll()
    {
        foreach (EngineChart chart in _charts.Values)
        {
            chart.Leave();
        }
    }

    public List<KeptChart> Gone(Host host)
    {
        List<KeptChart> gone = [];
        using (host.Gate.Enter())
        {
            // One that was let go of meanwhile does not guard the charts any more.
            if (Living == host)
            {
                AddGone(host, gone);
            }
        }

        return gone;
    }

    private void AddGone(Host host, List<KeptChart> gone)
    {
        foreach (EngineChart chart in _charts.Values)
        {
            if (host.Find(chart.Id) == null && chart.Shown() is { } shown)
            {
                gone.Add(shown);
            }
        }
    }

    /// <summary>The oldest journal that has the begin of a block that is not written.</summary>
    public uint OldestJournal()
    {
        uint oldest = uint.MaxValue;
        foreach (ClosedBlock block in Closed)
        {
            oldest = Math.Min(oldest, block.Mark.File == 0 ? oldest : block.Mark.File);
        }

        foreach (EngineChart chart in _charts.Values)
        {
            if (chart.Recorder is { Open: not null, Mark.File: > 0 } recorder)
            {
                oldest = Math.Min(oldest, recorder.Mark.File);
            }
        }

        return oldest;
    }

    /// <summary>Samples of the blocks that began in a journal.</summary>
    public long HeldSamples(uint journal)
    {
        long samples = 0;
        foreach (ClosedBlock block in Closed)
        {
            samples += block.Mark.File == journal ? block.Rows.Length : 0;
        }

        foreach (EngineChart chart in _charts.Values)
        {
            if (chart.Recorder is { Open: { } open } recorder && recorder.Mark.File == journal)
            {
                samples += (long)open.Count * open.Dimensions;
            }
        }

        return samples;
    }

    /// <summary>Those blocks are told again from their begin.</summary>
    public void TellAgain(uint journal)
    {
        foreach (ClosedBlock block in Closed)
        {
            if (block.Mark.File == journal)
            {
                block.Mark.Forget();
            }
        }

        foreach (EngineChart chart in _charts.Values)
        {
            if (chart.Recorder is { Open: not null } recorder && recorder.Mark.File == journal)
            {
                recorder.Mark.Forget();
            }
        }
    }

    /// <summary>What is to be written now; the caller owns it.</summary>
    public List<ClosedBlock> TakeClosed()
    {
        List<ClosedBlock> closed = Closed;
        (Closed, ClosedRounds) = ([], 0);
        return closed;
    }

    // Groups ------------------------------------------------------------------------------------------------

    /// <summary>A group is written, or waits in memory.</summary>
    public void Add(GroupPlace group)
    {
        int at = _groups.Count;
        while (at > 0 && _groups[at - 1].FirstSec > group.FirstSec)
        {
            at--;
        }

        _groups.Insert(at, group);
        _longestSec = Math.Max(_longestSec, group.LastSec - group.FirstSec + 1);
    }

    /// <summary>A group that waited is on disk.</summary>
    public void Move(NativeBlock memory, GroupPlace group)
    {
        int at = _groups.FindIndex(other => other.Memory == memory);
        if (at >= 0)
        {
            _groups[at] = group;
        }
    }

    /// <summary>A segment goes, with all that it holds; null and bytes: a group that found no disk.</summary>
    public void Remove(Segment? segment, NativeBlock? memory = null)
    {
        if (_groups.RemoveAll(group => group.Segment == segment && group.Memory == memory) > 0)
        {
            foreach (EngineChart chart in _charts.Values)
            {
                chart.Changed(0);
            }
        }
    }

    /// <summary>Layouts that only a segment that went had.</summary>
    public void Forget(string chartId, uint layout)
    {
        if (_charts.TryGetValue(chartId, out EngineChart? chart))
        {
            chart.Forget(layout);
            if (chart.IsForgotten)
            {
                chart.Memory?.Dispose();
                _charts.Remove(chartId);
            }
        }
    }

    // Reading -----------------------------------------------------------------------------------------------

    /// <summary>The page that holds a second. Null: none does, up to <paramref name="holeToSec"/>.</summary>
    public EnginePage? Read(EngineChart chart, long sec, out long holeToSec)
    {
        int after = FirstAfter(sec);
        holeToSec = after < _groups.Count ? _groups[after].FirstSec - 1 : long.MaxValue;
        for (int i = after - 1; i >= 0 && _groups[i].FirstSec > sec - _longestSec; i--)
        {
            if (_groups[i].LastSec >= sec
                && engine.Loader.Load(_groups[i], chart, sec, ref holeToSec) is { } page)
            {
                return page;
            }
        }

        return null;
    }

    /// <summary>
    /// The first second that the oldest row stands for, and that of the newest; (1, 0): none.
    /// </summary>
    public (long First, long Last) ReachOf(EngineChart chart)
    {
        (long first, long last) = (long.MaxValue, 0);
        for (int i = 0; i < _groups.Count && _groups[i].FirstSec < first; i++)
        {
            first = Math.Min(first, engine.Loader.ReachOf(_groups[i], chart).First);
        }

        // The newest rows may be in any group that ends later than the newest ones found so far.
        for (int i = _groups.Count - 1; i >= 0; i--)
        {
            if (_groups[i].LastSec > last)
            {
                last = Math.Max(last, engine.Loader.ReachOf(_groups[i], chart).Last);
            }

            if (last > 0 && _groups[i].FirstSec + _longestSec < last)
            {
                break;
            }
        }

        return last == 0 ? (1, 0) : (first, last);
    }

    public (int Min, int Max) IntervalsOf(EngineChart chart, long fromSec, long toSec)
    {
        (int min, int max) = (0, 0);
        for (int i = FirstAfter(toSec) - 1; i >= 0 && _groups[i].FirstSec > fromSec - _longestSec; i--)
        {
            if (_groups[i].LastSec >= fromSec)
            {
                engine.Loader.Intervals(_groups[i], chart, (fromSec, toSec), ref min, ref max);
            }
        }

        return (min, max);
    }

    /// <summary>A page that was just read stays; older ones of this host go where all are too many.</summary>
    public void Keep(EnginePage page)
    {
        page.UsedAt = NextUse();
        _pages.Add(page);
        engine.AddPageBytes(page.Bytes);
        while (engine.HasTooManyPages && _pages.Count > 1)
        {
            EnginePage oldest = _pages[0];
            foreach (EnginePage other in _pages)
            {
                oldest = other.UsedAt < oldest.UsedAt ? other : oldest;
            }

            if (oldest == page)
            {
                return;
            }

            Drop(oldest);
        }
    }

    public void Drop(EnginePage page)
    {
        if (_pages.Remove(page))
        {
            engine.AddPageBytes(-page.Bytes);
            page.Chart.Drop(page);
            page.Dispose();
        }
    }

    /// <summary>Nobody has asked for a while, or the node stops.</summary>
    public void DropPages()
    {
        while (_pages.Count > 0)
        {
            Drop(_pages[^1]);
        }
    }

    /// <summary>Index of the first group that begins after a second.</summary>
    private int FirstAfter(long sec)
    {
        (int low, int high) = (0, _groups.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_groups[middle].FirstSec <= sec)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
