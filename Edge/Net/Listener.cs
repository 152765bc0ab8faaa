using System.Net;
using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Owner of one listening socket. It accepts on the wire thread, asks the access lists, and hands what may
/// come in to the set of connections.
/// </summary>
internal sealed class Listener : ITurn, ISwept
{
    private const string LogTag = "WEB_SERVER";

    private readonly Door _door;
    private readonly Socket _socket;
    private readonly Turnstile _turnstile;
    private readonly AcceptArgs _args;
    private readonly Throttle _errorLog = new(60);
    private bool _isStopped;
    private bool _isPaused;

    // Wire thread only.
    private bool _isClosed;

    /// <param name="door">What is behind it.</param>
    /// <param name="item">Whose rights the connections get.</param>
    /// <param name="socket">Listening; owned from now on.</param>
    public Listener(Door door, BindItem item, Socket socket)
    {
        _door = door;
        _socket = socket;
        _turnstile = door.Home.NextTurnstile();
        _args = new AcceptArgs(this);
        Item = item;
        EndPoint = socket.LocalEndPoint!;
    }

    public BindItem Item { get; }

    /// <summary>Where it really listens, for instance the port that the kernel chose for 0.</summary>
    public EndPoint EndPoint { get; }

    public void Start()
    {
        _door.Home.Add(this);
        _turnstile.Post(this);
    }

    /// <summary>On the wire thread.</summary>
    public void Resume()
    {
        for (int accepts = 0; accepts < Limits.AcceptsInARow; accepts++)
        {
            if (Volatile.Read(ref _isStopped))
            {
                Close();
                return;
            }

            _args.AcceptSocket = null;
            if (IsPending() || !Took())
            {
                return;
            }
        }

        _turnstile.Post(this);
    }

    /// <summary>Goes on when it had to stop, for instance for want of descriptors.</summary>
    public void Sweep(long nowUsec)
    {
        if (Volatile.Read(ref _isPaused))
        {
            Volatile.Write(ref _isPaused, false);
            _turnstile.Post(this);
        }
    }

    /// <summary>Accepts nobody any more. The socket closes as soon as the wire thread comes by.</summary>
    public void Stop()
    {
        _door.Home.Remove(this);
        Volatile.Write(ref _isStopped, true);
        if (Volatile.Read(ref _isPaused))
        {
            _turnstile.Post(this);
            return;
        }

        if (Item.Transport == Transport.Unix)
        {
            // The shutdown of a unix socket wakes nobody on this side. .NET removes its file as well, now and
            // not later, when it might be that of the next listener.
            _socket.Dispose();
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    private bool IsPending()
    {
        try
        {
            return _socket.AcceptAsync(_args);
        }
        catch (ObjectDisposedException)
        {
            // Stopped; that is found out next.
            return false;
        }
    }

    /// <summary>An accept is over. False: no more for now.</summary>
    private bool Took()
    {
        if (Volatile.Read(ref _isStopped))
        {
            _args.AcceptSocket?.Dispose();
            Close();
            return false;
        }

        if (_args.SocketError != SocketError.Success)
        {
            Pause(_args.SocketError, Clock.NowUsec());
            return false;
        }

        Admit(_args.AcceptSocket!, Clock.NowUsec());
        return true;
    }

    private void Admit(Socket socket, long nowUsec)
    {
        if (Places.PeerOf(socket) is not Peer peer)
        {
            socket.Dispose();
            return;
        }

        Verdict verdict = _door.Lists.Decide(peer.Ip, null, Item.Access, out Access access);
        if (verdict != Verdict.None)
        {
            Decided(socket, peer, verdict, access, nowUsec);
        }
        else if (!_door.Resolver.Run(() => new Admission(this, socket, peer).Ask()))
        {
            Decided(socket, peer, Verdict.Denied, Access.None, nowUsec);
        }
    }

    private void Decided(Socket socket, Peer peer, Verdict verdict, Access access, long nowUsec)
    {
        if (verdict == Verdict.Allowed && !Volatile.Read(ref _isStopped))
        {
            _door.Home.Open(socket, peer, access, _door.SessionFor(Item), nowUsec);
            return;
        }

        Log.Error(LogTag, $"Permission denied for client '{peer.Ip}', port '{peer.Port}'");
        socket.Dispose();
    }

    private void Pause(SocketError error, long nowUsec)
    {
        if (_errorLog.Allows(nowUsec, out long suppressed))
        {
            string text = new SocketException((int)error).Message;
            Log.Error(LogTag, $"LISTENER: cannot accept on '{Item.Text}': {text}{Throttle.Note(suppressed)}");
        }

        Volatile.Write(ref _isPaused, true);
    }

    private void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _socket.Dispose();
        _args.Dispose();
    }

    private sealed class AcceptArgs(Listener owner) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e)
        {
            try
            {
                if (owner.Took())
                {
                    owner.Resume();
                }
            }
            catch (Exception error)
            {
                // The next sweep tries again.
                Bugs.Report(LogTag, error);
                Volatile.Write(ref owner._isPaused, true);
            }
        }
    }

    /// <summary>A client that waits for its name to be found; nothing of it is read before.</summary>
    private sealed class Admission(Listener owner, Socket socket, Peer peer) : ITurn
    {
        private Verdict _verdict;
        private Access _access;

        public void Ask()
        {
            string name = PeerName.Find(peer.Ip);
            _verdict = owner._door.Lists.Decide(peer.Ip, name, owner.Item.Access, out _access);
            owner._turnstile.Post(this);
        }

        public void Resume() => owner.Decided(socket, peer, _verdict, _access, Clock.NowUsec());
    }
}
