using System.Runtime.CompilerServices;
using System.Text;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>
/// The receiving end of one stream after the hand-shake (spec streaming 11 to 13): lines in, charts of one
/// host out. Lives on its connection; holds the host's gate for a read at a time.
/// </summary>
internal sealed class Receiver : ISession
{
    private readonly IReceiverEvents _events;
    private readonly ReceiverLines _lines;
    private readonly Lanes _lanes = new();
    private readonly ReplayLines? _replay;
    private readonly FrameReader? _frames;
    private uint _layout;
    private int _expected = -1;
    private int _lastLane = -1;
    private bool _isRefused;
    private long _receivedUsec;
    private long _heardUsec;

    /// <param name="host">Whose charts come.</param>
    /// <param name="events">Told once, when the stream has ended.</param>
    /// <param name="version">The number that was agreed; see <see cref="Negotiation"/>.</param>
    /// <param name="pluginDefault"><c>ip:port</c>, for charts that name no plugin.</param>
    /// <param name="replay">How much history is asked for, where that was agreed.</param>
    public Receiver(Host host, IReceiverEvents events, int version, string pluginDefault,
        ReplayTerms? replay = null)
    {
        Host = host;
        Version = version;
        Capabilities = Negotiation.Of(version);
        _frames = (Capabilities & Capabilities.Compression) != 0 ? new FrameReader() : null;
        _events = events;
        _replay = (Capabilities & Capabilities.Replication) != 0
            ? new ReplayLines(host, replay ?? new ReplayTerms())
            : null;
        _lines = new ReceiverLines(host, Capabilities, pluginDefault, _lanes, _replay);
        _layout = host.LayoutVersion;

        // What a connection before had SET without an END is no part of what comes on this one.
        foreach (Chart chart in host.Charts)
        {
            chart.Series.ClearUpdated();
        }
    }

    public Host Host { get; }

    /// <summary>The number that was agreed.</summary>
    public int Version { get; }

    public Capabilities Capabilities { get; }

    /// <summary>END lines so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Wall clock of the last read; 0 before the first.</summary>
    public long LastReadUsec { get; private set; }

    /// <summary>After the clock was set back: the last read counts as one of just now.</summary>
    public void ClockSetBack(long nowUsec) => LastReadUsec = Math.Min(LastReadUsec, nowUsec);

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        LastReadUsec = nowUsec;
        using (Host.Gate.Enter())
        {
            ForgetLayout();
            int used = _frames == null
                ? ConsumeLines(connection, bytes, nowUsec)
                : ConsumeFrames(_frames, connection, bytes, nowUsec);
            Host.Flush(nowUsec);
            Ask(connection);
            return used;
        }
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
        if (_replay is { IsSettling: true })
        {
            using (Host.Gate.Enter())
            {
                ForgetLayout();
                _replay.AskSettled(nowUsec);
                Ask(connection);
            }
        }

        // Who collects more seldom than that gets two of its intervals, as at the sender.
        long seconds = Math.Max(Limits.SilenceSeconds, 2L * Host.Info.UpdateEvery);
        if (_receivedUsec != connection.LastReceivedUsec)
        {
            _receivedUsec = connection.LastReceivedUsec;
            _heardUsec = _receivedUsec;
        }

        // Of a time before the clock was set back nothing is known but that it is over.
        _heardUsec = Math.Min(_heardUsec, nowUsec);
        if (nowUsec - _heardUsec > seconds * Clock.UsecPerSecond)
        {
            Log.Error(Host.Tag, $"STREAM {Host.Info.Hostname} [receive from {connection.Peer}]: "
                + $"nothing received for {seconds} seconds - closing connection.");
            connection.Abort(CloseReason.IdleTimeout);
        }
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
        _lanes.Dispose();
        _frames?.Dispose();
        if (_replay != null)
        {
            using (Host.Gate.Enter())
            {
                _replay.Close();
            }
        }

        _events.Ended(this, connection, reason, nowUsec);
    }

    /// <summary>Charts were removed from the host since the last look: nothing is known of any.</summary>
    private void ForgetLayout()
    {
        if (_layout != Host.LayoutVersion)
        {
            _layout = Host.LayoutVersion;
            _lines.ForgetRemoved();
            _lanes.Clear();
            _replay?.LayoutChanged();
            (_expected, _lastLane) = (-1, -1);
        }
    }

    private void Ask(IConnection connection)
    {
        if (_replay is { Commands.Count: > 0 } && !_replay.TrySend(connection))
        {
            connection.Abort(CloseReason.OutboxFull);
        }
    }

    /// <summary>As many frames at a time as fit, so that blocks come to the fast path in numbers.</summary>
    private int ConsumeFrames(
        FrameReader frames, IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        int used = 0;
        while (true)
        {
            int more = frames.Fill(bytes[used..]);
            used += more;
            for (int lines = 1; lines > 0 && !frames.Text.IsEmpty;)
            {
                lines = ConsumeLines(connection, frames.Text, nowUsec);
                if (_isRefused)
                {
                    return bytes.Length;
                }

                frames.Take(lines);
            }

            if (frames.Fault != null)
            {
                return Refuse(connection, bytes, frames.Fault);
            }

            if (more == 0)
            {
                return used;
            }
        }
    }

    private int ConsumeLines(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        int at = 0;
        while (true)
        {
            if (_lines.Current == null)
            {
                at += ConsumeBlocks(bytes[at..], nowUsec);
            }

            ReadOnlySpan<byte> rest = bytes[at..];
            int length = rest.IndexOf((byte)'\n');
            if (length < 0)
            {
                return rest.Length <= Protocol.Limits.LineBytes ? at : Refuse(connection, bytes,
                    $"a line is longer than {Protocol.Limits.LineBytes} bytes");
            }

            string? refusal = length > Protocol.Limits.LineBytes
                ? $"a line is longer than {Protocol.Limits.LineBytes} bytes"
                : Line(rest[..length], nowUsec);
            if (refusal != null)
            {
                return Refuse(connection, bytes, refusal);
            }

            at += length + 1;
        }
    }

    /// <summary>
    /// Whole blocks in the order and form in which they came before. Returns the bytes used.
    /// </summary>
    private int ConsumeBlocks(ReadOnlySpan<byte> bytes, long nowUsec)
    {
        int at = 0;
        while (_expected >= 0 && _layout == Host.LayoutVersion)
        {
            ref Lane lane = ref _lanes[_expected];
            if (lane.State == 0)
            {
                break;
            }

            ReceiverFast.Prefetch(_lanes, in lane);
            Span<long> values = _lanes.Scratch.AsSpan(0, lane.Count);
            ReceiverFast.Block block = ReceiverFast.TryBlock(in lane, bytes[at..], values);
            if (block.Bytes == 0)
            {
                break;
            }

            CommitBlock(ref lane, values, block.Usec, nowUsec);
            Updates++;
            at += block.Bytes;
            _lastLane = _expected;
            _expected = lane.Next;
        }

        return at;
    }

    private void CommitBlock(ref Lane lane, ReadOnlySpan<long> values, long usec, long nowUsec)
    {
        ref ChartClock clock = ref Native.Ref<ChartClock>(lane.State);
        if ((clock.Flags & (SeriesFlags.Plain | SeriesFlags.Pending)) != SeriesFlags.Plain)
        {
            _lanes.ChartOf(lane.Chart).CommitAll(values, usec, nowUsec);
            return;
        }

        long since = Pipeline.Next(ref clock, usec, nowUsec, out ClockJump jump);
        if (jump != ClockJump.None)
        {
            Host.Jumped(_lanes.ChartOf(lane.Chart), jump, nowUsec);
        }

        if (!Pipeline.TryCommitAll(lane.State, values, since, nowUsec))
        {
            _lanes.ChartOf(lane.Chart).CommitAllGeneral(values, since, nowUsec);
        }
        else
        {
            Committed(in lane, values, since, hasRound: (clock.Flags & SeriesFlags.HasRound) != 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Committed(in Lane lane, ReadOnlySpan<long> values, long sinceUsec, bool hasRound)
    {
        if (Host.Outlets.Length > 0)
        {
            _lanes.ChartOf(lane.Chart).TellOutlets(values, [], sinceUsec);
        }

        if (hasRound)
        {
            _lanes.ChartOf(lane.Chart).Series.GiveBackRound();
        }
    }

    /// <summary>
    /// One line by words; keeps track of the order of charts for the next time. Null: fine.
    /// </summary>
    private string? Line(ReadOnlySpan<byte> line, long nowUsec)
    {
        Chart? before = _lines.Current;
        string? refusal = _lines.Line(line, nowUsec, out Keyword keyword);
        if (refusal != null)
        {
            return refusal;
        }

        if (keyword == Keyword.ReplayEnd)
        {
            Updates++;
        }
        else if (keyword == Keyword.End)
        {
            Updates++;
            Follow(_lanes.Of(before!));
        }

        return null;
    }

    /// <summary>The chart of <paramref name="lane"/> has just been read by words.</summary>
    private void Follow(int lane)
    {
        if (_lastLane >= 0)
        {
            _lanes[_lastLane].Next = lane;
        }

        _lastLane = lane;
        _expected = _lanes[lane].Next;
    }

    private int Refuse(IConnection connection, ReadOnlySpan<byte> bytes, string text)
    {
        _isRefused = true;
        Log.Error(Host.Tag, text);
        connection.Abort(CloseReason.Refused);
        return bytes.Length;
    }
}
