using Edge.Net;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>What dialer and connection tell: the hand-shake (spec streaming 7), commands, the end.</summary>
internal sealed partial class Sender
{
    private readonly Throttle _commands = new(minSeconds: 60);

    /// <summary>The version should no further digit come; see <see cref="ParentAnswer.Read"/>.</summary>
    private int _soFar;

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

    private void Ask()
    {
        var request = new ByteWriter(2048);
        RequestText.Write(request, _host.Info, _target.ApiKey, _options with { Offer = Offer });
        _soFar = 0;
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
                return 0;
            case AnswerKind.Accepted:
                Accept(version);
                return bytes.Length;
            default:
                End(SenderEnd.Of(kind), CloseReason.Refused, Backoff.Of(kind));
                return bytes.Length;
        }
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
            if (end > 0 && _commands.Allows(_nowUsec, out long suppressed))
            {
                ReadOnlySpan<byte> line = bytes.Slice(used, Math.Min(end, Limits.CommandBytes));
                string text = System.Text.Encoding.Latin1.GetString(line).ReplaceLineEndings(" ");
                Log.Info(Tag, $"STREAM {_host.Info.Hostname} [send to {_where}] received command over "
                    + $"connection: {text}{Throttle.Note(suppressed)}");
            }
        }

        return bytes.Length - used > Limits.CommandBytes ? bytes.Length : used;
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
