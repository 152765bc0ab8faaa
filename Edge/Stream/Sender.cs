using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// The connection of one host to its parent: when to dial, what was agreed, why it ended (spec streaming 15).
/// All state is guarded by the host's gate; whoever calls, from any thread, is taken through it.
/// </summary>
internal sealed partial class Sender
{
    private readonly Host _host;
    private readonly SendTarget _target;
    private readonly StreamOptions _options;
    private readonly IDial _dial;
    private readonly Destinations _destinations;
    private readonly Jitter _jitter;
    private bool _saidDestinations;

    /// <summary>The destination that is dialled or connected.</summary>
    private DestinationItem? _item;
    private UpstreamSession? _session;
    private IConnection? _connection;

    /// <summary>What log lines call the parent: the list while dialling, then the item that was
    /// reached.</summary>
    private string _where;
    private long _enteredUsec;

    /// <summary>The pause before the next round, and its end.</summary>
    private long _waitUsec;
    private long _nextTryUsec;
    private long _nowUsec;

    /// <summary>Delivered since the end of the last tick.</summary>
    private long _tickBytes;

    /// <param name="host">Whose charts are sent.</param>
    /// <param name="target">Where to.</param>
    /// <param name="options">Of <c>[stream]</c>.</param>
    /// <param name="dial">Opens connections.</param>
    /// <param name="jitter">Of the pauses; null: one of its own.</param>
    public Sender(Host host, SendTarget target, StreamOptions options, IDial dial, Jitter? jitter = null)
    {
        _host = host;
        _target = target;
        _options = options;
        _dial = dial;
        _destinations = new Destinations(target.Destination);
        _jitter = jitter ?? Jitter.Of(host.Info.MachineGuid);
        _where = target.Destination;
        Outlet = new StreamOutlet(host, target, options, this);
    }

    /// <summary>To be hung into the host's outlets.</summary>
    public StreamOutlet Outlet { get; }

    public SendTarget Target => _target;

    public SenderState State { get; private set; }

    /// <summary>What it has sent and lost, over all connections.</summary>
    public LinkTally Tally { get; } = new();

    /// <summary>When <see cref="State"/> was entered; 0: never left the first one.</summary>
    public long SinceUsec => _enteredUsec;

    /// <summary>The parent that was reached, or the list that is tried.</summary>
    public string Where => _where;

    public bool IsStreaming => State == SenderState.Streaming;

    /// <summary>As agreed with the parent.</summary>
    public int Version { get; private set; }

    public Capabilities Capabilities => Negotiation.Of(Version);

    /// <summary>Wall clock, as far as the sender was told.</summary>
    internal long NowUsec => _nowUsec;

    internal int OutboxBytes => _connection?.OutboxBytes ?? 0;

    internal int OutboxMax => _connection?.OutboxMax ?? 0;

    /// <summary>Connections that were accepted, since start.</summary>
    public long Connections { get; private set; }

    private string Tag
    {
        get
        {
            string tag = $"STREAM_SENDER[{_host.Info.Hostname}]";
            return tag.Length <= Limits.TagChars ? tag : tag[..Limits.TagChars];
        }
    }

    // From the host -----------------------------------------------------------------------------------------

    /// <summary>A chart that passes the filter was collected, and there was no connection to give it
    /// to.</summary>
    internal void Want(long nowUsec)
    {
        Guard.That(_host.Gate.IsHeld);
        _nowUsec = nowUsec;
        if (State != SenderState.Idle || !_target.IsOn)
        {
            return;
        }

        SayThread($"thread created (task id {ThreadId.Current})");
        SayDestinations();
        if (nowUsec < _nextTryUsec)
        {
            Transition(SenderState.Waiting);
            return;
        }

        Connect();
    }

    /// <summary>
    /// Appends to the outbox. What does not fit ends the connection ("buffer full" of spec streaming 15.2),
    /// unless it is one tick alone that is longer than the buffer: no connection could ever take that, and
    /// the reference reconnects for ever, so the outbox grows for it.
    /// </summary>
    internal void Deliver(ReadOnlySpan<byte> text)
    {
        Guard.That(_host.Gate.IsHeld);
        IConnection? connection = _connection;
        if (State != SenderState.Streaming || connection == null)
        {
            return;
        }

        text = Framed(text);
        if (text.IsEmpty)
        {
            return;
        }

        bool sent = connection.TrySend(text);
        if (!sent && connection.OutboxBytes <= _tickBytes)
        {
            sent = Grow(connection, text.Length) && connection.TrySend(text);
        }

        _tickBytes += text.Length;
        if (!sent && State == SenderState.Streaming && _connection == connection
            && connection.OutboxBytes + text.Length > connection.OutboxMax)
        {
            Tally.LostText(text.Length);
            Lose(CloseReason.OutboxFull);
        }
    }

    /// <summary>What comes next belongs to another tick.</summary>
    internal void EndTick() => _tickBytes = 0;

    private bool Grow(IConnection connection, int bytes)
    {
        long wanted = 2L * (connection.OutboxBytes + bytes);
        if (wanted / 2 <= connection.OutboxMax || wanted > Limits.OutboxBytesMax)
        {
            return false;
        }

        Say($"max buffer size of {connection.OutboxMax} is too small for one update of all charts. "
            + $"Increasing it to {wanted}.");
        connection.OutboxMax = (int)wanted;
        return true;
    }

    // From the clock ----------------------------------------------------------------------------------------

    /// <summary>Once a second, on any thread, without another host's gate held.</summary>
    public void Tick(long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            _nowUsec = nowUsec;

            // A clock that was set back must not prolong any wait.
            _destinations.Recall(nowUsec);
            _nextTryUsec = Math.Min(_nextTryUsec, nowUsec + _waitUsec);
            _enteredUsec = Math.Min(_enteredUsec, nowUsec);
            switch (State)
            {
                case SenderState.Waiting when nowUsec >= Math.Max(_nextTryUsec, _destinations.EarliestUsec):
                    Connect();
                    break;
                case SenderState.Connecting when IsOver(Limits.DialTimeouts * _options.TimeoutSeconds):
                    DialNext();
                    break;
                case SenderState.Handshake:
                    CheckAnswer();
                    break;
                case SenderState.Streaming:
                    CheckSending();
                    break;
                case SenderState.Leaving when IsOver(Limits.LeaveSeconds):
                    _connection?.Abort(CloseReason.Stopped);
                    break;
            }
        }
    }

    private bool IsOver(long seconds) => _nowUsec - _enteredUsec > seconds * Clock.UsecPerSecond;

    private void CheckAnswer()
    {
        if (_soFar > 0 && IsOver(seconds: 1))
        {
            Accept(_soFar);
        }
        else if (IsOver(_options.TimeoutSeconds))
        {
            Lose(CloseReason.IdleTimeout);
        }
    }

    /// <summary>
    /// Whether there was anything to send or not (15.3, first row), but a host that collects more seldom than
    /// the time-out, for which the reference reconnects each minute, gets two of its intervals.
    /// </summary>
    private void CheckSending()
    {
        int seconds = Math.Max(_options.TimeoutSeconds, 2 * _host.Info.UpdateEvery);
        long last = Math.Max(_connection!.LastSentUsec, _enteredUsec);
        if (_nowUsec - last > seconds * Clock.UsecPerSecond)
        {
            Lose(CloseReason.SendTimeout);
        }
    }

    // The steps ---------------------------------------------------------------------------------------------

    /// <summary>A round over the destinations.</summary>
    private void Connect()
    {
        _where = _target.Destination;
        _destinations.BeginRound();
        Transition(SenderState.Connecting);
        DialNext();
    }

    /// <summary>The next of this round that is not postponed; without one the round has failed.</summary>
    private void DialNext()
    {
        _session = null;
        while (_destinations.Take() is { } item)
        {
            if (!item.IsDue(_nowUsec))
            {
                SaySkipped(item);
                continue;
            }

            if (_destinations.Items.Count > 1)
            {
                Log.Info(Tag, $"STREAM {_host.Info.Hostname}: attempting to connect to '{item.Text}' "
                    + $"(default port: {_options.DefaultPort})...");
            }

            _item = item;
            _enteredUsec = _nowUsec;
            _session = new UpstreamSession(this);
            _dial.Dial(item.Text, _options.DefaultPort, _options.TimeoutSeconds, _session, _session);
            return;
        }

        End("failed to connect", CloseReason.None, Setback.None);
    }

    private void Accept(int version)
    {
        Version = version;
        Connections++;
        Tally.Accepted(_nowUsec);
        Transition(SenderState.Streaming);
        BeginFrames();
        Outlet.Connected();
    }

    /// <summary>The connection is over, for a reason of the table in <see cref="SenderEnd"/>.</summary>
    private void Lose(CloseReason reason)
    {
        IConnection connection = _connection!;
        bool streaming = State == SenderState.Streaming;
        if (connection.TlsError is { } error)
        {
            Log.Error(Tag, $"STREAM {_host.Info.Hostname} [send to {_where}] ssl error: {error}");
        }

        string text = streaming ? SenderEnd.Of(reason, connection, _options) : SenderEnd.OfHandshake(reason);
        bool pending = streaming && reason == CloseReason.ByPeer && connection.OutboxBytes > 0;
        Setback setback = streaming
            ? IsOver(Limits.SettledSeconds) ? Setback.Lost : Setback.EndedSoon
            : reason == CloseReason.SendFailed ? Setback.NotSent : Setback.NoAnswer;
        End(text, reason, setback);
        if (pending)
        {
            Say(SenderEnd.Of(CloseReason.SendFailed, connection, _options), LogLevel.Error);
        }
    }

    /// <summary>Back to waiting. Nothing is dialled before <c>reconnect delay seconds</c>, whatever the
    /// reason.</summary>
    private void End(string text, CloseReason reason, Setback setback)
    {
        Say(text, LogLevel.Error);
        if (setback != Setback.None)
        {
            _item!.Suffer(setback, _nowUsec, _options.ReconnectDelaySeconds, _jitter);
        }

        Tally.Failed(text, _nowUsec);
        IConnection? connection = _connection;
        Release();
        Transition(SenderState.Waiting);
        connection?.Abort(reason);
    }

    private void Release()
    {
        _session = null;
        _connection = null;
        _item = null;
        Tally.Closed();
        _waitUsec = Math.Max(
            _jitter.Usec(_options.ReconnectDelaySeconds), _destinations.EarliestUsec - _nowUsec);
        _nextTryUsec = _nowUsec + _waitUsec;
        EndFrames();
        Outlet.Disconnected();
    }

    // The states --------------------------------------------------------------------------------------------

    /// <summary>The one place that moves <see cref="State"/>; entering a state writes its line.</summary>
    private void Transition(SenderState to)
    {
        Guard.That(IsLegal(State, to));
        State = to;
        _enteredUsec = _nowUsec;
        switch (to)
        {
            case SenderState.Connecting:
                Say("connecting...");
                break;
            case SenderState.Handshake:
                Say("initializing communication...");
                break;
            case SenderState.Streaming:
                Say(Negotiation.IsMask(Version)
                    ? "established link with negotiated capabilities: " + CapabilityNames.Of(Capabilities)
                    : "established communication with a parent using protocol version "
                        + $"{Version} - ready to send metrics...");
                break;
            case SenderState.Leaving:
                SayThread("waiting for the sending thread to stop...");
                break;
            case SenderState.Idle:
                SayThread("sending thread cleans up...");
                SayThread("sending thread now exits.");
                SayThread("sending thread has exited.");
                break;
        }
    }

    private static bool IsLegal(SenderState from, SenderState to) => to switch
    {
        SenderState.Connecting => from is SenderState.Idle or SenderState.Waiting,
        SenderState.Handshake => from == SenderState.Connecting,
        SenderState.Streaming => from == SenderState.Handshake,
        SenderState.Waiting => from is SenderState.Idle or SenderState.Connecting or SenderState.Handshake
            or SenderState.Streaming,
        SenderState.Leaving => from is not (SenderState.Idle or SenderState.Leaving),
        _ => from == SenderState.Leaving,
    };

    // The end -----------------------------------------------------------------------------------------------

    /// <summary>
    /// Orderly: what was collected goes first, for <see cref="Limits.LeaveSeconds"/> at most. Over when <see
    /// cref="State"/> is Idle. The next collected chart would start it anew, so take the outlet away before.
    /// </summary>
    public void Stop(long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            _nowUsec = nowUsec;
            if (State is SenderState.Idle or SenderState.Leaving)
            {
                return;
            }

            SayThread("signaling sending thread to stop...");
            bool streaming = State == SenderState.Streaming;
            if (streaming)
            {
                Outlet.Send();
            }

            if (State is SenderState.Waiting)
            {
                // The last bytes did not fit: that ended the connection already.
                streaming = false;
            }

            IConnection? connection = _connection;
            Transition(SenderState.Leaving);
            if (streaming)
            {
                connection!.Finish(CloseReason.Stopped);
                return;
            }

            Release();
            Transition(SenderState.Idle);
            connection?.Abort(CloseReason.Stopped);
        }
    }

    /// <summary>Does not wait any longer for the last bytes of a sender that was stopped.</summary>
    public void Cut()
    {
        using (_host.Gate.Enter())
        {
            if (State == SenderState.Leaving)
            {
                _connection?.Abort(CloseReason.Stopped);
            }
        }
    }

    private void SayDestinations()
    {
        int number = 0;
        foreach (DestinationItem item in _destinations.Items)
        {
            if (!_saidDestinations)
            {
                Log.Info(Tag, $"STREAM: added streaming destination No {++number}: '{item.Text}' to host "
                    + $"'{_host.Info.Hostname}'");
            }
        }

        _saidDestinations = true;
    }

    private void SaySkipped(DestinationItem item)
    {
        if (item.IsSkipTold)
        {
            return;
        }

        item.IsSkipTold = true;
        (int code, string text) = Backoff.Name(item.Setback);
        long seconds = (item.PostponedUntilUsec - _nowUsec) / Clock.UsecPerSecond;
        Log.Info(Tag, $"STREAM {_host.Info.Hostname}: skipping destination '{item.Text}' (default port: "
            + $"{_options.DefaultPort}) due to last error (code: {code}, {text}), will retry it in {seconds} "
            + "seconds");
    }

    private void SayThread(string text) => Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: {text}");

    private void Say(string text, LogLevel level = LogLevel.Info)
    {
        string line = $"STREAM {_host.Info.Hostname} [send to {_where}]: {text}";
        if (level == LogLevel.Error)
        {
            Log.Error(Tag, line);
        }
        else
        {
            Log.Info(Tag, line);
        }
    }
}
