using Edge.Net;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>
/// The connection of one host to its parent: when to dial, what was agreed, why it ended (spec streaming 15).
/// All state is guarded by the host's gate; whoever calls, from any thread, is taken through it.
/// </summary>
internal sealed class Sender
{
    private readonly Host _host;
    private readonly SendTarget _target;
    private readonly StreamOptions _options;
    private readonly IDial _dial;
    private readonly Throttle _commands = new(minSeconds: 60);
    private UpstreamSession? _session;
    private IConnection? _connection;

    /// <summary>What log lines call the parent: the list while dialling, then the item that was
    /// reached.</summary>
    private string _where;
    private long _enteredUsec;
    private long _nextTryUsec;
    private long _nowUsec;

    /// <summary>Delivered since the end of the last tick.</summary>
    private long _tickBytes;

    /// <summary>The version should no further digit come; see <see cref="ParentAnswer.Read"/>.</summary>
    private int _soFar;

    public Sender(Host host, SendTarget target, StreamOptions options, IDial dial)
    {
        _host = host;
        _target = target;
        _options = options;
        _dial = dial;
        _where = target.Destination;
        Outlet = new StreamOutlet(host, target, options, this);
    }

    /// <summary>To be hung into the host's outlets.</summary>
    public StreamOutlet Outlet { get; }

    public SendTarget Target => _target;

    public SenderState State { get; private set; }

    public bool IsStreaming => State == SenderState.Streaming;

    /// <summary>As agreed with the parent.</summary>
    public int Version { get; private set; }

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

        Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: thread created (task id {ThreadId.Current})");
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

        bool sent = connection.TrySend(text);
        if (!sent && connection.OutboxBytes <= _tickBytes)
        {
            sent = Grow(connection, text.Length) && connection.TrySend(text);
        }

        _tickBytes += text.Length;
        if (!sent && State == SenderState.Streaming && _connection == connection
            && connection.OutboxBytes + text.Length > connection.OutboxMax)
        {
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

        Say($"max buffer size of {connection.OutboxMax} is too small for what one update of all charts needs. "
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
            long delayUsec = _options.ReconnectDelaySeconds * Clock.UsecPerSecond;

            // A clock that was set back must not prolong any wait.
            _nextTryUsec = Math.Min(_nextTryUsec, nowUsec + delayUsec);
            _enteredUsec = Math.Min(_enteredUsec, nowUsec);
            switch (State)
            {
                case SenderState.Waiting when nowUsec >= _nextTryUsec:
                    Connect();
                    break;
                case SenderState.Connecting when IsOver(Limits.DialTimeouts * _options.TimeoutSeconds):
                    End("failed to connect", CloseReason.None);
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

    // From the network --------------------------------------------------------------------------------------

    internal void Connected(UpstreamSession session, IConnection connection, string item, long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            if (IsCurrent(session, nowUsec) && State == SenderState.Connecting)
            {
                _connection = connection;
                _where = item.Length <= Limits.DestinationChars ? item : item[..Limits.DestinationChars];
                Transition(SenderState.Handshake);
                Ask();
                return;
            }
        }

        connection.Abort(CloseReason.Stopped);
    }

    internal void Refused(UpstreamSession session, string text)
    {
        using (_host.Gate.Enter())
        {
            if (_session == session)
            {
                Log.Error(Tag, text);
            }
        }
    }

    internal void Failed(UpstreamSession session, long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            if (IsCurrent(session, nowUsec) && State == SenderState.Connecting)
            {
                End("failed to connect", CloseReason.None);
            }
        }
    }

    /// <summary>Returns how many of the bytes are used up.</summary>
    internal int Received(UpstreamSession session, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            if (!IsCurrent(session, nowUsec))
            {
                return bytes.Length;
            }

            return State switch
            {
                SenderState.Handshake => Answered(bytes),
                SenderState.Streaming => Commanded(bytes),
                _ => bytes.Length,
            };
        }
    }

    internal void Closed(UpstreamSession session, IConnection connection, CloseReason reason, long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            if (!IsCurrent(session, nowUsec) || _connection != connection)
            {
                return;
            }

            if (State == SenderState.Leaving)
            {
                Release();
                Transition(SenderState.Idle);
                return;
            }

            Lose(reason);
        }
    }

    private bool IsCurrent(UpstreamSession session, long nowUsec)
    {
        _nowUsec = Math.Max(_nowUsec, nowUsec);
        return _session == session;
    }

    // The steps ---------------------------------------------------------------------------------------------

    private void Connect()
    {
        _where = _target.Destination;
        _session = new UpstreamSession(this);
        Transition(SenderState.Connecting);
        _dial.Dial(_target.Destination, _options.DefaultPort, _options.TimeoutSeconds, _session, _session);
    }

    private void Ask()
    {
        var request = new ByteWriter(2048);
        RequestText.Write(request, _host.Info, _target.ApiKey, _options);
        _soFar = 0;
        _tickBytes = 0;
        _connection!.OutboxMax = Math.Max(_options.BufferSizeBytes, Limits.BufferBytesMin);
        if (!_connection.TrySend(request.Written))
        {
            End("failed to send HTTP header to remote netdata.", CloseReason.SendFailed);
            return;
        }

        Say("waiting response from remote netdata...");
    }

    private int Answered(ReadOnlySpan<byte> bytes)
    {
        AnswerKind kind = ParentAnswer.Read(bytes, _options.Offer, out int version);
        switch (kind)
        {
            case AnswerKind.Incomplete:
                _soFar = version;
                return 0;
            case AnswerKind.Accepted:
                Accept(version);
                return bytes.Length;
            default:
                End(SenderEnd.Of(kind), CloseReason.Refused);
                return bytes.Length;
        }
    }

    private void Accept(int version)
    {
        Version = version;
        Connections++;
        Transition(SenderState.Streaming);
        Outlet.Connected();
    }

    /// <summary>A parent below 1.37 says nothing after its answer; what comes is logged and thrown
    /// away.</summary>
    private int Commanded(ReadOnlySpan<byte> bytes)
    {
        int used = 0;
        for (int end; (end = bytes[used..].IndexOf((byte)'\n')) >= 0; used += end + 1)
        {
            if (end > 0 && _commands.Allows(_nowUsec, out long suppressed))
            {
                ReadOnlySpan<byte> line = bytes.Slice(used, Math.Min(end, Limits.CommandBytes));
                string text = System.Text.Encoding.Latin1.GetString(line).ReplaceLineEndings(" ");
                Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send to {_where}] received command over connection: "
                    + text + Throttle.Note(suppressed));
            }
        }

        return bytes.Length - used > Limits.CommandBytes ? bytes.Length : used;
    }

    /// <summary>The connection is over, for a reason of the table in <see cref="SenderEnd"/>.</summary>
    private void Lose(CloseReason reason)
    {
        IConnection connection = _connection!;
        bool streaming = State == SenderState.Streaming;
        string text = streaming ? SenderEnd.Of(reason, connection, _options) : SenderEnd.OfHandshake(reason);
        bool pending = streaming && reason == CloseReason.ByPeer && connection.OutboxBytes > 0;
        End(text, reason);
        if (pending)
        {
            Say(SenderEnd.Of(CloseReason.SendFailed, connection, _options), LogLevel.Error);
        }
    }

    /// <summary>Back to waiting. Nothing is dialled before <c>reconnect delay seconds</c>, whatever the
    /// reason.</summary>
    private void End(string text, CloseReason reason)
    {
        Say(text, LogLevel.Error);
        IConnection? connection = _connection;
        Release();
        Transition(SenderState.Waiting);
        connection?.Abort(reason);
    }

    private void Release()
    {
        _session = null;
        _connection = null;
        _nextTryUsec = _nowUsec + (_options.ReconnectDelaySeconds * Clock.UsecPerSecond);
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
                Say("established communication with a parent using protocol version "
                    + $"{Version} - ready to send metrics...");
                break;
            case SenderState.Leaving:
                Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: waiting for the sending thread to stop...");
                break;
            case SenderState.Idle:
                Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: sending thread cleans up...");
                Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: sending thread now exits.");
                Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: sending thread has exited.");
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

            Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send]: signaling sending thread to stop...");
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
