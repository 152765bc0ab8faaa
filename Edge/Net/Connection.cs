using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Owner of one socket, its receive buffer and its outbox. It reads on the wire thread, sends in whichever
/// thread calls <see cref="TrySend"/>, and is swept by the pulse.
/// </summary>
/// <remarks>
/// <para>Everything below "state" belongs to <c>_lock</c>, which is held for a copy and one non-blocking
/// send, never while the session is called. The session is guarded by the flag <c>_isInSession</c> instead:
/// who finds it set leaves a note (<c>_isOfferDue</c>, <c>_isSweepDue</c>) that its holder acts on when it
/// leaves. So nobody ever waits, and a caller of <see cref="Abort"/> may hold any gate.</para>
/// <para>The end has one place, <see cref="Settle"/>: when there is a reason and nobody reads, sends or is in
/// the session. Abort only notes the reason and shuts the socket down, which wakes the pending read or send
/// on the wire thread. Disposing the socket would cancel them through the thread pool; it is done for unix
/// sockets alone, whose own shutdown wakes only the peer.</para>
/// <para>Invariant: _isSending == the outbox is not empty.</para>
/// </remarks>
internal sealed partial class Connection : IConnection, ITurn
{
    private const string BuffersOwner = "net receive buffers";
    private const string LogTag = "NET";

    private readonly Lock _lock = new();
    private readonly Connections _home;
    private readonly NetOptions _options;
    private readonly Socket _socket;
    private readonly Turnstile _turnstile;
    private readonly ReceiveArgs _receiveArgs;
    private readonly Outbox _outbox;
    private NativeBytes? _buffer;
    private SendArgs? _sendArgs;

    // State.
    private CloseReason _reason;
    private bool _isReceiving = true;
    private bool _isSending;
    private bool _isInSession = true;
    private bool _isOfferDue;
    private bool _isOfferPosted;
    private bool _isSweepDue;
    private bool _isEnded;
    private bool _isDisposed;
    private long _sweepDueUsec;
    private long _finishUsec;

    // Belongs to whoever is in the session.
    private ISession? _session;
    private bool _isConsuming;

    // Belongs to the reader: bytes [0, _filled) of the buffer are received and not consumed.
    private int _filled;
    private int _smallReads;
    private int _fullReads;

    private int _outboxBytes;
    private long _bytesSent;
    private long _bytesReceived;
    private long _sends;
    private long _lastSentUsec;
    private long _lastReceivedUsec;

    public Connection(
        Connections home, Socket socket, Peer peer, Access access, Turnstile turnstile, long nowUsec)
    {
        _home = home;
        _options = home.Options;
        _socket = socket;
        _turnstile = turnstile;
        Peer = peer;
        Access = access;
        OutboxMax = _options.OutboxBytesMax;
        _outbox = new Outbox(_options.OutboxBytesMin);
        _receiveArgs = new ReceiveArgs(this);
        _lastSentUsec = nowUsec;
        _lastReceivedUsec = nowUsec;
        _socket.Blocking = false;
    }

    public Peer Peer { get; }

    public Access Access { get; }

    public bool IsEncrypted => false;

    public int OutboxBytes => Volatile.Read(ref _outboxBytes);

    public long BytesSent => Volatile.Read(ref _bytesSent);

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    public long Sends => Volatile.Read(ref _sends);

    public long LastSentUsec => Volatile.Read(ref _lastSentUsec);

    public long LastReceivedUsec => Volatile.Read(ref _lastReceivedUsec);

    public int OutboxMax { get; set; }

    /// <summary>
    /// Makes the session and reads. Once; on the wire thread, or any that may run a session.
    /// </summary>
    public void Start(Func<IConnection, ISession> newSession)
    {
        try
        {
            _session = newSession(this);
        }
        catch (Exception e)
        {
            Bugs.Report(LogTag, e);
            Abort(CloseReason.Bug);
        }

        if (LeaveSession(Clock.NowUsec()))
        {
            ReadOn();
        }
        else
        {
            StopReading(Clock.NowUsec());
        }
    }

    public void Switch(ISession next)
    {
        Guard.That(_isConsuming);
        _session = next;
    }

    /// <summary>Finishes what wraps this connection, if something does: TLS says goodbye first.</summary>
    internal void Stop()
    {
        if (_session is IConnection wrapping)
        {
            wrapping.Finish(CloseReason.Stopped);
        }
        else
        {
            Finish(CloseReason.Stopped);
        }
    }

    public void Finish(CloseReason reason = CloseReason.Done)
    {
        Guard.That(reason != CloseReason.None);
        lock (_lock)
        {
            if (_reason != CloseReason.None)
            {
                return;
            }

            _reason = reason;
            _finishUsec = LastSentUsec;
            if (!_isSending && !_isConsuming)
            {
                Wake();
            }
        }
    }

    public void Abort(CloseReason reason)
    {
        Guard.That(reason != CloseReason.None);
        lock (_lock)
        {
            Fail(reason);
        }
    }

    /// <summary>Once a second, from the pulse.</summary>
    public void Sweep(long nowUsec)
    {
        lock (_lock)
        {
            if (_isEnded)
            {
                return;
            }

            _outbox.Shrink();
            if (_reason != CloseReason.None)
            {
                long quietUsec = nowUsec - Math.Max(LastSentUsec, _finishUsec);
                if (_isSending && quietUsec > Limits.FinishSecondsMax * Clock.UsecPerSecond)
                {
                    Fail(_reason);
                }

                return;
            }

            if (_isInSession)
            {
                _isSweepDue = true;
                _sweepDueUsec = nowUsec;
                return;
            }

            _isInSession = true;
        }

        SweepSession(nowUsec);
        LeaveSession(nowUsec);
        Settle(nowUsec);
    }

    private void SweepSession(long nowUsec)
    {
        try
        {
            _session!.Sweep(this, nowUsec);
        }
        catch (Exception e)
        {
            Bugs.Report(LogTag, e);
            Abort(CloseReason.Bug);
        }
    }

    /// <summary>Does what others left to do, and lets them in. False: the connection is to end.</summary>
    private bool LeaveSession(long nowUsec)
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_isSweepDue || _reason != CloseReason.None)
                {
                    _isInSession = false;
                    if (_isOfferDue)
                    {
                        _isOfferDue = false;
                        _isOfferPosted = true;
                        _turnstile.Post(this);
                    }

                    return _reason == CloseReason.None;
                }

                _isSweepDue = false;
            }

            SweepSession(Math.Max(nowUsec, _sweepDueUsec));
        }
    }

    /// <summary>The first reason wins; the socket dies at once. Under the lock.</summary>
    private void Fail(CloseReason reason)
    {
        Note(reason);
        Wake();
    }

    private void Note(CloseReason reason)
    {
        if (_reason == CloseReason.None)
        {
            _reason = reason;
        }
    }

    /// <summary>Ends the pending read and send, on the wire thread. Under the lock.</summary>
    private void Wake()
    {
        if (_isEnded || _isDisposed)
        {
            return;
        }

        if (_socket.AddressFamily == AddressFamily.Unix)
        {
            _isDisposed = true;
            _socket.Dispose();
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not connected any more: then the kernel has woken the wire thread already.
        }
    }

    /// <summary>
    /// The one place where a connection ends. Called whenever one of the conditions may have become true.
    /// </summary>
    private void Settle(long nowUsec)
    {
        lock (_lock)
        {
            bool isBusy = _isReceiving || _isSending || _isInSession;
            if (_reason == CloseReason.None || isBusy || _isEnded)
            {
                return;
            }

            _isEnded = true;
        }

        try
        {
            _session?.Closed(this, _reason, nowUsec);
        }
        catch (Exception e)
        {
            Bugs.Report(LogTag, e);
        }

        DrainBeforeClose();
        _socket.Dispose();
        _receiveArgs.Dispose();
        _sendArgs?.Dispose();
        _buffer?.Free();
        _outbox.Free();
        _home.Remove(this);
    }
}
