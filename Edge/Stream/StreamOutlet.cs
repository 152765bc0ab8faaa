using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>
/// A host's charts as text to its parent. Builds the blocks of a tick in a buffer of its own and appends them
/// to the connection at once. Called by the writer of the host, gate held; allocates nothing once definitions
/// are sent.
/// </summary>
internal sealed class StreamOutlet(Host host, SendTarget target, StreamOptions options, Sender sender)
    : IOutlet
{
    private readonly ByteWriter _text = new(1024);
    private readonly ReplayQueue _replays = new();
    private readonly List<int> _unfilled = [];
    private SentChart[] _charts = [];
    private bool _dropped;
    private bool _saidNotReady;
    private bool _saidSending;

    /// <summary>Bytes built and not handed to the connection yet.</summary>
    public int PendingBytes => _text.Count;

    /// <summary>Whose outlet this is.</summary>
    internal Sender Sender => sender;

    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        ref SentChart sent = ref Slot(chart);
        if (!sent.IsWanted)
        {
            return;
        }

        if (!sender.IsStreaming)
        {
            sender.Tally.Lost(values.Length - updated.Count((byte)0));
            Drop();
            return;
        }

        if (!_saidSending)
        {
            _saidSending = true;
            Log.Info(host.Tag, $"STREAM {host.Info.Hostname} [send]: sending metrics"
                + (Negotiation.IsMask(sender.Version) ? " to parent..." : "..."));
        }

        if (sent.Version != chart.DefinitionVersion && !Define(ref sent, chart))
        {
            return;
        }

        if (sent.IsHeld)
        {
            return;
        }

        Span<byte> target = _text.GetSpan(ChartText.BlockBytesMax(sent.Frame.Length, values.Length));
        _text.Advance(ChartText.Block(target, sent.Frame, sent.Ends, values, updated,
            !Replays && IsResyncing(ref sent, chart) ? 0 : sinceUsec));
        sender.Tally.Updates++;
        if (_text.Count >= Limits.CommitBytes)
        {
            Send();
        }
    }

    public void Flush(long nowUsec)
    {
        if (_dropped)
        {
            _dropped = false;
            sender.Want(nowUsec);
        }

        Send();
        Replay(nowUsec);
        sender.EndTick();
    }

    public void Obsoleted(Chart chart)
    {
        ref SentChart sent = ref Slot(chart);
        if (sent.IsWanted && sender.IsStreaming)
        {
            Define(ref sent, chart);
        }
    }

    public void Filled(Chart chart)
    {
        ref SentChart sent = ref Slot(chart);
        if (sent.IsWanted && sender.IsStreaming && Replays)
        {
            Define(ref sent, chart);
        }
    }

    public void VariableChanged(string name, double value)
    {
        if (sender.IsStreaming)
        {
            HostText.Variable(_text, "VARIABLE HOST "u8, name, value);
        }
    }

    public void LabelsChanged()
    {
        if (sender.IsStreaming)
        {
            HostText.Labels(_text, host, sender.Capabilities);
        }
    }

    public void ClaimChanged()
    {
        if (sender.IsStreaming)
        {
            HostText.Claim(_text, host, sender.Capabilities);
        }
    }

    /// <summary>
    /// A new connection: nothing is defined on it; variables, claim id and labels go at once.
    /// </summary>
    internal void Connected()
    {
        foreach (ref SentChart sent in _charts.AsSpan())
        {
            sent.Version = 0;
            (sent.IsHeld, sent.IsAsked) = (false, false);
        }

        _saidNotReady = false;
        _replays.Clear();
        _text.Clear();
        HostText.Preface(_text, host, sender.Capabilities);
        Send();
    }

    /// <summary>What was built for the connection is void.</summary>
    internal void Disconnected()
    {
        _text.Clear();
        _saidSending = false;
    }

    /// <summary>One append to the outbox; the sender deals with one that is full.</summary>
    internal void Send()
    {
        if (_text.Count > 0)
        {
            sender.Deliver(_text.Written);
            _text.Clear();
        }
    }

    // Replication -------------------------------------------------------------------------------------------

    private bool Replays => (sender.Capabilities & Capabilities.Replication) != 0;

    /// <summary>The parent wants history of a chart. One that it was not told of is ignored.</summary>
    /// <param name="id">UTF-8.</param>
    /// <param name="request">A newer one replaces one that waits.</param>
    internal void Asked(ReadOnlySpan<byte> id, in ReplayRequest request)
    {
        if (host.Find(id) is not { } chart)
        {
            return;
        }

        ref SentChart sent = ref Slot(chart);
        if (sent.Version == 0 || !sent.IsWanted)
        {
            return;
        }

        if (!sent.IsAsked)
        {
            _replays.Add(chart.Slot, request.After);
        }

        (sent.Asked, sent.IsAsked) = (request, true);
    }

    /// <summary>Answers what was asked, oldest first, as far as there is room and time for it.</summary>
    internal void Replay(long nowUsec)
    {
        if (_replays.Count == 0 || !sender.IsStreaming
            || !_replays.MayGoOn(sender.OutboxBytes, sender.OutboxMax))
        {
            return;
        }

        int left = Limits.ReplayTurnBytes;
        while (left > 0 && _replays.Count > 0 && sender.IsStreaming
            && !_replays.Pauses(sender.OutboxBytes, sender.OutboxMax))
        {
            int slot = _replays.Take();
            ref SentChart sent = ref _charts[slot];
            if (sent.IsAsked && sent.Version != 0)
            {
                if (sent.Chart!.FilledBy != null)
                {
                    _unfilled.Add(slot);
                    continue;
                }

                sent.IsAsked = false;
                Answer(ref sent, nowUsec);
                left -= Math.Max(1, _text.Count);
                Send();
            }
        }

        foreach (int slot in _unfilled)
        {
            _replays.Add(slot, _charts[slot].Asked.After);
        }

        _unfilled.Clear();
    }

    private void Answer(ref SentChart sent, long nowUsec)
    {
        Chart chart = sent.Chart!;
        if (sent.Version != chart.DefinitionVersion && !Define(ref sent, chart))
        {
            // The parent must know the dimensions that it is told of. It takes no second definition while it
            // waits for this answer.
            return;
        }

        int bytesMax = Math.Min(Limits.ReplayBlockBytes, sender.OutboxMax / 4);
        bool starts = ReplayText.Write(
            _text, chart, sent.Asked, ref sent.ToldSec, nowUsec / Clock.UsecPerSecond, bytesMax);
        sent.IsHeld = !starts && sent.IsHeld;
    }

    private void Drop()
    {
        _dropped = true;
        if (!_saidNotReady)
        {
            _saidNotReady = true;
            Log.Error(host.Tag,
                $"STREAM {host.Info.Hostname} [send]: not ready - " + (Negotiation.IsMask(sender.Version)
                    ? "collected metrics are not sent to parent."
                    : "discarding collected metrics."));
        }
    }

    private bool Define(ref SentChart sent, Chart chart)
    {
        if (!ChartText.TryDefine(_text, chart, sender.Capabilities))
        {
            sent.IsWanted = false;
            Log.Error(host.Tag, $"STREAM {host.Info.Hostname} [send]: chart '{chart.Id}' is not sent: it has "
                + $"no whole id, an id over {Limits.ChartIdBytes} bytes, or a line over {Limits.LineBytes} "
                + "bytes.");
            return false;
        }

        if (Replays)
        {
            ReplayText.DefinitionEnd(_text, chart, sender.NowUsec / Clock.UsecPerSecond);
            long last = chart.Series.Rows > 0 ? chart.Series.LastEntrySec : 0;
            sent.ToldSec = sent.IsHeld ? sent.ToldSec : last;
            sent.IsHeld = true;
        }

        sent.Frame = ChartText.Frame(_text, chart, out sent.Ends);
        sent.Version = chart.DefinitionVersion;
        sent.ResyncEndSec = ResyncEndSec(chart);
        return true;
    }

    /// <summary>
    /// The period is a time (spec streaming 11.1); one that a clock set back would make longer is cut to its
    /// length again.
    /// </summary>
    private bool IsResyncing(ref SentChart sent, Chart chart)
    {
        if (chart.Series.Clock.LastCollectedUsec / Clock.UsecPerSecond > sent.ResyncEndSec)
        {
            return false;
        }

        sent.ResyncEndSec = Math.Min(sent.ResyncEndSec, ResyncEndSec(chart));
        return true;
    }

    private long ResyncEndSec(Chart chart) =>
        (chart.Series.Clock.LastCollectedUsec / Clock.UsecPerSecond)
        + ((long)options.ResyncIterations * chart.UpdateEvery);

    /// <summary>The chart's slot, with the filter asked where that is due.</summary>
    private ref SentChart Slot(Chart chart)
    {
        if (chart.Slot >= _charts.Length)
        {
            Array.Resize(ref _charts, Math.Max(chart.Slot + 1, Math.Max(host.SlotCount, _charts.Length * 2)));
        }

        ref SentChart sent = ref _charts[chart.Slot];
        if (!ReferenceEquals(sent.Chart, chart))
        {
            sent = new SentChart { Chart = chart, Frame = [], Ends = [] };
        }

        if (sent.Name != chart.Name)
        {
            // What the parent has asked for under the old name it still waits for.
            sent.Name = chart.Name;
            sent.IsWanted = chart.IsEnabled && (target.Matches(chart.Id) || target.Matches(chart.Name));
        }

        return ref sent;
    }
}
