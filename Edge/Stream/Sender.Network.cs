using Edge.Net;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>What dialer and connection tell: the hand-shake (spec streaming 7), commands, the end.</summary>
internal sealed partial class Sender
{
    private readonly Throttle _commands = new(minSeconds: 60);
    private readonly Throttle _incomplete = new(minSeconds: 60);

    /// <summary>The version should no further digit come; see <see cref="ParentAnswer.Read"/>.</summary>
    private int _soFar;

    /// <summary>Of an answer that was accepted although more might have followed: its bytes still lie in
    /// front of the first command.</summary>
    private int _answerBytes;

    /// <summary>The beginning of a line that is too long was told; its rest is thrown away.</summary>
    private bool _isLineCut;

    internal void Connected(UpstreamSession session, IConnection connection, string item, long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            if (IsCurrent(session, nowUsec) && State == SenderState.Connecting)
            {
                _connection = connection;
                Tally.Opened(connection);
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

    internal void TlsFailed(UpstreamSession session, bool isCertificate)
    {
        using (_host.Gate.Enter())
        {
            if (_session == session)
            {
                _item!.Suffer(isCertificate ? Setback.Certificate : Setback.Tls, _nowUsec,
                    _options.ReconnectDelaySeconds, _jitter);
            }
        }
    }

    internal void Failed(UpstreamSession session, long nowUsec)
    {
        using (_host.Gate.Enter())
        {
            if (IsCurrent(session, nowUsec) && State == SenderState.Connecting)
            {
                DialNext();
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
                SenderState.Streaming => AfterAnswer(bytes),
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

    private void Ask()
    {
        var request = new ByteWriter(2048);
        RequestText.Write(request, _host.Info, _target.ApiKey, _options with { Offer = Offer });
        _soFar = 0;
        _answerBytes = 0;
        _isLineCut = false;
        _tickBytes = 0;
        _connection!.OutboxMax = Math.Max(_options.BufferSizeBytes, Limits.BufferBytesMin);
        if (!_connection.TrySend(request.Written))
        {
            End("failed to send HTTP header to remote netdata.", CloseReason.SendFailed, Setback.NotSent);
            return;
        }

        Say("waiting response from remote netdata...");
    }

    private int Answered(ReadOnlySpan<byte> bytes)
    {
        AnswerKind kind = ParentAnswer.Read(bytes, Offer, out int version);
        switch (kind)
        {
            case AnswerKind.Incomplete:
                _soFar = version;
                _answerBytes = bytes.Length;
                return 0;
            case AnswerKind.Accepted:
                _answerBytes = 0;
                Accept(version);
                return bytes.Length;
            default:
                End(SenderEnd.Of(kind), CloseReason.Refused, Backoff.Of(kind));
                return bytes.Length;
        }
    }

    private int AfterAnswer(ReadOnlySpan<byte> bytes)
    {
        int answer = _answerBytes;
        _answerBytes = 0;
        if (answer > 0 && bytes.Length > answer && bytes[answer] is >= (byte)'0' and <= (byte)'9')
        {
            // A 5 was taken for an answer, as 1.33 to 1.36 give it, and was the beginning of 5056. A longer
            // wait would cost each connection to those that much; a mistake ends when it shows itself.
            End("the rest of the answer came too late. Restarting connection.", CloseReason.Refused,
                Setback.NoAnswer);
            return bytes.Length;
        }

        return answer + Commanded(bytes[answer..]);
    }

    /// <summary>A parent below 1.37 says nothing after its answer; what comes is logged and thrown
    /// away.</summary>
    private int Commanded(ReadOnlySpan<byte> bytes)
    {
        if ((Capabilities & Protocol.Capabilities.VCaps) != 0)
        {
            return ReplayCommands(bytes);
        }

        int used = 0;
        for (int end; (end = bytes[used..].IndexOf((byte)'\n')) >= 0; used += end + 1)
        {
            if (end > 0 && !_isLineCut)
            {
                SayCommand(bytes.Slice(used, end));
            }

            _isLineCut = false;
        }

        return Rest(bytes, used);
    }

    /// <summary>A line without end: what is too long for a command is told once and kept by nobody.</summary>
    private int Rest(ReadOnlySpan<byte> bytes, int used)
    {
        if (bytes.Length - used <= Limits.CommandBytes)
        {
            return used;
        }

        if (!_isLineCut)
        {
            SayCommand(bytes[used..]);
        }

        _isLineCut = true;
        return bytes.Length;
    }

    /// <summary>At most once a minute, whatever a peer sends.</summary>
    private void SayCommand(ReadOnlySpan<byte> line)
    {
        if (!_commands.Allows(_nowUsec, out long suppressed))
        {
            return;
        }

        string text = $"over connection: {Shown(line)}{Throttle.Note(suppressed)}";
        string where = $"STREAM {_host.Info.Hostname} [send to {_where}] received ";
        if ((Capabilities & Protocol.Capabilities.VCaps) != 0)
        {
            Log.Error(Tag, $"{where}unknown command {text}");
        }
        else
        {
            Log.Info(Tag, $"{where}command {text}");
        }
    }

    internal bool IsTrying(UpstreamSession session)
    {
        using (_host.Gate.Enter())
        {
            return _session == session;
        }
    }

    private bool IsCurrent(UpstreamSession session, long nowUsec)
    {
        _nowUsec = Math.Max(_nowUsec, nowUsec);
        return _session == session;
    }
}
