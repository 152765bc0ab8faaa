using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// The live connections and listeners, who is dialling, and the turnstiles of the wire threads. The pulse
/// sweeps it; everything else is for any thread.
/// </summary>
internal sealed class Connections : IDisposable
{
    private const string LogTag = "NET";

    // Of netinet/tcp.h, which .NET has no names for.
    private const int Tcp = 6;
    private const int TcpUserTimeout = 18;

    private readonly object _lock = new();
    private readonly HashSet<Connection> _live = [];
    private readonly HashSet<ISwept> _swept = [];
    private readonly List<Connection> _sweeping = [];
    private readonly List<ISwept> _sweepingOthers = [];
    private readonly Turnstile[] _turnstiles;
    private readonly Throttle _fullLog = new(60);
    private int _nextTurnstile;
    private long _opened;
    private long _refused;
    private bool _isStopping;

    public Connections(NetOptions options)
    {
        options.Check();
        Options = options;
        SocketsMax = options.SocketsMax > 0 ? options.SocketsMax : Math.Max(16, FileLimit.OpenFilesMax() / 4);
        _turnstiles = new Turnstile[options.WireThreads];
        for (int i = 0; i < _turnstiles.Length; i++)
        {
            _turnstiles[i] = new Turnstile();
        }
    }

    public NetOptions Options { get; }

    public int SocketsMax { get; }

    /// <summary>Live now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _live.Count;
            }
        }
    }

    /// <summary>All that were ever opened, for self-monitoring.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Closed at once because there were <see cref="SocketsMax"/> already.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Takes ownership of a connected socket and starts to read. Null: closed instead.</summary>
    /// <param name="socket">Connected.</param>
    /// <param name="peer">For logs.</param>
    /// <param name="access">Rights of the connection.</param>
    /// <param name="newSession">Called at once, in this thread.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="isOwn">Dialled by us: not subject to the limit, for clients must not cut a node off its
    /// parent.</param>
    public IConnection? Open(
        Socket socket, Peer peer, Access access, Func<IConnection, ISession> newSession, long nowUsec,
        bool isOwn = false)
    {
        Connection? connection = null;
        lock (_lock)
        {
            if (!_isStopping && (isOwn || _live.Count < SocketsMax))
            {
                connection = new Connection(this, socket, peer, access, NextTurnstile(), nowUsec);
                _live.Add(connection);
            }
        }

        if (connection == null)
        {
            Refuse(socket, peer, nowUsec);
            return null;
        }

        Interlocked.Increment(ref _opened);
        Tune(socket);
        connection.Start(newSession);
        return connection;
    }

    /// <summary>
    /// Once a second: time-outs of sessions and of who is dialling, idle outboxes, paused listeners.
    /// </summary>
    public void Sweep(long nowUsec)
    {
        lock (_lock)
        {
            _sweeping.AddRange(_live);
            _sweepingOthers.AddRange(_swept);
        }

        foreach (Connection connection in _sweeping)
        {
            connection.Sweep(nowUsec);
        }

        foreach (ISwept other in _sweepingOthers)
        {
            other.Sweep(nowUsec);
        }

        _sweeping.Clear();
        _sweepingOthers.Clear();
    }

    /// <summary>
    /// Sends what is queued and closes everything; cuts what is left after the deadline. Blocks the caller,
    /// so it is for the end of the process. Listeners are to be stopped before.
    /// </summary>
    /// <returns>True when all went in time.</returns>
    public bool Stop(int deadlineMs)
    {
        Connection[] live;
        lock (_lock)
        {
            _isStopping = true;
            live = [.. _live];
        }

        // Not under the lock: an encrypted connection takes its own one first, and comes back to Remove.
        foreach (Connection connection in live)
        {
            connection.Stop();
        }

        bool isInTime = AwaitEmpty(deadlineMs);
        lock (_lock)
        {
            foreach (Connection connection in _live)
            {
                connection.Abort(CloseReason.Stopped);
            }
        }

        // What is cut ends as soon as the wire thread comes by.
        AwaitEmpty(1000);
        return isInTime;
    }

    /// <summary>After <see cref="Stop"/>.</summary>
    public void Dispose()
    {
        foreach (Turnstile turnstile in _turnstiles)
        {
            turnstile.Dispose();
        }
    }

    internal Turnstile NextTurnstile() =>
        _turnstiles[(uint)Interlocked.Increment(ref _nextTurnstile) % (uint)_turnstiles.Length];

    internal void Remove(Connection connection)
    {
        lock (_lock)
        {
            bool wasLive = _live.Remove(connection);
            Guard.That(wasLive);
            if (_live.Count == 0)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    internal void Add(ISwept swept)
    {
        lock (_lock)
        {
            _swept.Add(swept);
        }
    }

    internal void Remove(ISwept swept)
    {
        lock (_lock)
        {
            _swept.Remove(swept);
        }
    }

    private static void Tune(Socket socket)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (socket.ProtocolType == ProtocolType.Tcp)
            {
                socket.NoDelay = true;

                // A peer that lost its power is noticed after 30 + 3 x 10 seconds of silence; the kernel's
                // own defaults take two hours.
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime,
                    Limits.KeepAliveIdleSeconds);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval,
                    Limits.KeepAliveIntervalSeconds);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount,
                    Limits.KeepAliveProbes);

                // The probes wait while something is under way; that is given up after the same time, not
                // after the fifteen minutes of the kernel's own default.
                Span<byte> unackedMs = stackalloc byte[sizeof(int)];
                BitConverter.TryWriteBytes(unackedMs, Limits.UnackedMs);
                socket.SetRawSocketOption(Tcp, TcpUserTimeout, unackedMs);
            }
        }
        catch (SocketException)
        {
            // The peer is gone already; the first read says so.
        }
    }

    private void Refuse(Socket socket, Peer peer, long nowUsec)
    {
        Interlocked.Increment(ref _refused);
        lock (_fullLog)
        {
            if (!_isStopping && _fullLog.Allows(nowUsec, out long suppressed))
            {
                Log.Error(
                    LogTag,
                    $"Connection of {peer} closed, there are {SocketsMax} already; "
                    + "see 'web server max sockets'"
                    + Throttle.Note(suppressed));
            }
        }

        socket.Dispose();
    }

    private bool AwaitEmpty(int deadlineMs)
    {
        long endUsec = Clock.MonotonicUsec() + (deadlineMs * 1000L);
        lock (_lock)
        {
            while (_live.Count > 0)
            {
                long leftMs = (endUsec - Clock.MonotonicUsec()) / 1000;
                if (leftMs <= 0)
                {
                    return false;
                }

                Monitor.Wait(_lock, (int)leftMs);
            }
        }

        return true;
    }
}
