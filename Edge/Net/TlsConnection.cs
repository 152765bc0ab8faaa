using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// TLS between a socket's connection and the session above: a session for the former, a connection for the
/// latter. Owner of the SslStream and of the buffer with plain text. An accepted one may turn out to be plain
/// and then only passes on.
/// </summary>
/// <remarks>
/// <para>Consume, Sweep and Closed never overlap (contract of <see cref="ISession"/>); the one asynchronous
/// method, <see cref="Run"/>, only ever goes on inside of Consume or Closed, because the pipe completes its
/// reads there.</para>
/// <para><c>_lock</c> orders what other threads do, sending and finishing; it is never held while the inner
/// session is called. SslStream allows one read and one write at the same time, but its shutdown is not to
/// meet
/// a read: <c>_isDecrypting</c> says that one may be in it, and Finish then leaves its work to the
/// reader.</para>
/// </remarks>
internal sealed partial class TlsConnection : IConnection, ISession
{
    private const string BuffersOwner = "net TLS buffers";
    private const string LogTag = "TLS";

    private readonly Lock _lock = new();
    private readonly IConnection _plain;
    private readonly TlsPipe _pipe;
    private readonly long _openedUsec;
    private readonly int _timeoutSec;
    private SslStream? _ssl;
    private Task? _run;
    private NativeBytes? _buffer;
    private int _filled;
    private int _outboxMax;

    // Since the outbox was empty: what was given to TrySend, and what became of it.
    private long _textBytes;
    private long _cipherBytes;
    private ISession? _inner;
    private long _nowUsec;
    private TlsPhase _phase;
    private string? _failure;
    private string? _tlsError;

    // Under the lock.
    private volatile bool _isOver;
    private bool _isDecrypting;
    private CloseReason _finishDue;

    // One of the two sides.
    private TlsServer? _server;
    private SslClientAuthenticationOptions? _client;
    private TlsCheck? _check;
    private Func<IConnection, ISession>? _newSession;
    private Action<string[], bool>? _failed;

    private TlsConnection(IConnection plain, int timeoutSec)
    {
        _plain = plain;
        _pipe = new TlsPipe(plain);
        _openedUsec = plain.LastReceivedUsec;
        _nowUsec = _openedUsec;
        _timeoutSec = timeoutSec;
        OutboxMax = plain.OutboxMax;
    }

    public Peer Peer => _plain.Peer;

    public Access Access => _plain.Access;

    public bool IsEncrypted => _phase == TlsPhase.Open;

    public string? TlsError => _tlsError;

    public TlsDemand PlainDemand { get; private init; }

    /// <summary>
    /// Plain text: what the socket's outbox holds, less the share of it that is not ours.
    /// </summary>
    public int OutboxBytes
    {
        get
        {
            long bytes = _plain.OutboxBytes;
            long cipher = Volatile.Read(ref _cipherBytes);
            return cipher == 0 || bytes == 0
                ? (int)bytes
                : (int)Math.Max(1, bytes * Volatile.Read(ref _textBytes) / cipher);
        }
    }

    public long BytesSent => _plain.BytesSent;

    public long BytesReceived => _plain.BytesReceived;

    public long Sends => _plain.Sends;

    public long LastSentUsec => _plain.LastSentUsec;

    public long LastReceivedUsec => _plain.LastReceivedUsec;

    /// <summary>In plain text; the socket's outbox gets the more that it needs when it needs it.</summary>
    public int OutboxMax
    {
        get => _outboxMax;
        set
        {
            _outboxMax = value;
            _plain.OutboxMax = value;
        }
    }

    /// <summary>For an accepted connection.</summary>
    public static TlsConnection Accept(
        TlsServer server, IConnection plain, TlsDemand demand, Func<IConnection, ISession> newSession)
    {
        var connection = new TlsConnection(plain, Limits.TlsHandshakeSecondsMax)
        {
            PlainDemand = demand,
            _server = server,
        };
        connection._inner = newSession(connection);
        return connection;
    }

    /// <summary>For a dialled connection; sends the first message.</summary>
    public static TlsConnection Connect(
        SslClientAuthenticationOptions options, TlsCheck check, IConnection plain, int timeoutSec,
        Func<IConnection, ISession> newSession, Action<string[], bool> failed)
    {
        var connection = new TlsConnection(plain, timeoutSec)
        {
            _client = options,
            _check = check,
            _newSession = newSession,
            _failed = failed,
        };
        connection.Begin();
        return connection;
    }

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        _nowUsec = nowUsec;
        if (_phase == TlsPhase.Looking)
        {
            // 0x14 to 0x17 are the types of TLS records; text begins above (spec tls 3).
            if (bytes[0] > 0x17)
            {
                _phase = TlsPhase.Plain;
            }
            else
            {
                Begin();
            }
        }

        if (_phase == TlsPhase.Plain)
        {
            return PassOn(bytes);
        }

        NoteFirstByte(bytes[0]);
        SetDecrypting(true);
        int used = _pipe.Supply(bytes);
        SetDecrypting(false);

        // Nobody reads any more: the rest is of no use to anyone.
        return _isOver || _run!.IsCompleted ? bytes.Length : used;
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
        _nowUsec = nowUsec;
        bool isWaiting = _phase is TlsPhase.Looking or TlsPhase.Handshake;
        if (isWaiting && nowUsec - _openedUsec >= _timeoutSec * Clock.UsecPerSecond)
        {
            _failure ??= $"no handshake within {_timeoutSec} seconds";
            Abort(CloseReason.IdleTimeout);
            return;
        }

        _inner?.Sweep(this, nowUsec);
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
        _nowUsec = nowUsec;
        lock (_lock)
        {
            // An end without close_notify, which may be one that somebody in between has made up.
            if (!_isOver && _phase == TlsPhase.Open && reason == CloseReason.ByPeer)
            {
                _tlsError ??= "error:0A000126:SSL routines::unexpected eof while reading";
            }

            _isOver = true;
        }

        // Wakes the reader, which then ends.
        _pipe.End();
        lock (_lock)
        {
            _ssl?.Dispose();
            _ssl = null;
        }

        if (_run == null || _run.IsCompleted)
        {
            _buffer?.Free();
        }

        if (_inner != null)
        {
            _inner.Closed(this, reason, nowUsec);
        }
        else
        {
            _failed?.Invoke(FailureLines(reason), _check?.Problem != null);
        }
    }

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (_phase == TlsPhase.Plain)
        {
            return _plain.TrySend(bytes);
        }

        lock (_lock)
        {
            if (_isOver || _phase != TlsPhase.Open)
            {
                return false;
            }

            if (bytes.Length > _outboxMax - OutboxBytes)
            {
                return false;
            }

            // All or nothing: the outbox can only become emptier meanwhile, and there has to be room for the
            // last message, close_notify.
            long records = ((bytes.Length - 1L) / Limits.TlsRecordBytes) + 2;
            long needed = _plain.OutboxBytes + bytes.Length + (records * Limits.TlsOverheadBytes);
            _plain.OutboxMax = (int)Math.Min(Math.Max(_plain.OutboxMax, needed), int.MaxValue);
            return Encrypt(bytes);
        }
    }

    public void Switch(ISession next) => _inner = next;

    public void Finish(CloseReason reason = CloseReason.Done)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            if (_isDecrypting)
            {
                _finishDue = reason;
                return;
            }

            SayGoodbye(reason);
        }
    }

    public void Abort(CloseReason reason)
    {
        _isOver = true;
        _plain.Abort(reason);
    }

    /// <summary>Under the lock.</summary>
    private bool Encrypt(ReadOnlySpan<byte> bytes)
    {
        if (_plain.OutboxBytes == 0)
        {
            _textBytes = 0;
            _cipherBytes = 0;
        }

        long before = _pipe.Written;
        Volatile.Write(ref _textBytes, _textBytes + bytes.Length);
        byte[] record = ArrayPool<byte>.Shared.Rent(Math.Min(bytes.Length, Limits.TlsRecordBytes));
        try
        {
            while (!bytes.IsEmpty)
            {
                int count = Math.Min(bytes.Length, Limits.TlsRecordBytes);
                bytes[..count].CopyTo(record);
                _ssl!.Write(record, 0, count);
                bytes = bytes[count..];
            }

            return true;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The connection has just ended; its Closed says why.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
            Volatile.Write(ref _cipherBytes, _cipherBytes + _pipe.Written - before);
        }
    }

    private void SetDecrypting(bool isDecrypting)
    {
        lock (_lock)
        {
            _isDecrypting = isDecrypting;
            if (!isDecrypting && _finishDue != CloseReason.None)
            {
                CloseReason reason = _finishDue;
                _finishDue = CloseReason.None;
                SayGoodbye(reason);
            }
        }
    }

    /// <summary>Sends close_notify behind everything else. Under the lock.</summary>
    private void SayGoodbye(CloseReason reason)
    {
        if (_phase == TlsPhase.Open)
        {
            try
            {
                // Completes at once, as all writing does here.
                _ = _ssl!.ShutdownAsync();
            }
            catch (Exception e)
                when (e is IOException or InvalidOperationException or AuthenticationException)
            {
                // Nobody is left to say it to.
            }
        }

        _plain.Finish(reason);
    }
}
