using System.Net;
using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// One round of dialling (spec streaming 16). Its steps run on the wire thread; names are looked up on the
/// resolver's. The pulse enforces the time-out by shutting the socket down, which ends the pending connect on
/// the wire thread.
/// </summary>
internal sealed class Dial : ITurn, ISwept
{
    private readonly Lock _lock = new();
    private readonly Connections _home;
    private readonly Resolver _resolver;
    private readonly DialOrder _order;
    private readonly Turnstile _turnstile;
    private readonly ConnectArgs _args;

    // Wire thread only, or the resolver's before it posts.
    private readonly Queue<EndPoint> _addresses = new();
    private int _nextItem;
    private string _nameError = "";
    private bool _isAsked;
    private bool _isOver;

    // Written by whoever ends the connection, before he posts.
    private string[] _tlsErrors = [];

    // Under the lock: what the pulse and Cancel look at.
    private Socket? _socket;
    private IConnection? _handshaking;
    private long _startedUsec;
    private bool _isTimedOut;
    private bool _isCancelled;

    public Dial(Connections home, Resolver resolver, DialOrder order)
    {
        _home = home;
        _resolver = resolver;
        _order = order;
        _turnstile = home.NextTurnstile();
        _args = new ConnectArgs(this);
    }

    private Destination Item => _order.Destinations[_nextItem - 1];

    public void Start()
    {
        _home.Add(this);
        _turnstile.Post(this);
    }

    /// <summary>No callback comes afterwards, except one that runs right now.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _isCancelled = true;
            Wake();
            _handshaking?.Abort(CloseReason.Stopped);
        }
    }

    public void Sweep(long nowUsec)
    {
        lock (_lock)
        {
            if (_socket != null && nowUsec - _startedUsec >= _order.TimeoutSec * Clock.UsecPerSecond)
            {
                _isTimedOut = true;
                Wake();
            }
        }
    }

    /// <summary>
    /// The next step, on the wire thread: what the resolver found, else the next address, else the next item.
    /// </summary>
    public void Resume()
    {
        try
        {
            Step();
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    private void Step()
    {
        if (_isAsked)
        {
            _isAsked = false;
            if (_addresses.Count == 0 && !IsCancelled())
            {
                _order.Failed($"Cannot resolve host '{Item.Host}', port '{Item.Port}': {_nameError}");
            }
        }

        foreach (string error in IsCancelled() ? [] : _tlsErrors)
        {
            _order.Failed(error);
        }

        if (_tlsErrors.Length > 0 && !IsCancelled())
        {
            _order.TlsFailed?.Invoke(_tlsErrors.Length > 1);
        }

        _tlsErrors = [];
        while (!IsCancelled())
        {
            if (_addresses.TryDequeue(out EndPoint? address))
            {
                if (!Connect(address))
                {
                    return;
                }
            }
            else if (_nextItem == _order.Destinations.Count)
            {
                End();
                _order.GaveUp();
                return;
            }
            else
            {
                _nextItem++;
                if (!Resolve())
                {
                    return;
                }
            }
        }

        End();
    }

    /// <summary>Finds the addresses of the item. False: the resolver will post.</summary>
    private bool Resolve()
    {
        Destination item = Item;
        if (item.IsTls && _order.Tls == null)
        {
            _order.Failed($"'{item.Text}' is to be encrypted (':SSL'), which is not possible: "
                + $"{_order.TlsMissing}. It is never sent to in the clear.");
        }
        else if (item.Host.Length == 0)
        {
            _order.Failed($"Definition '{item.Text}' does not specify a host.");
        }
        else if (item.Transport == Transport.Udp)
        {
            _order.Failed($"Definition '{item.Text}' is UDP, which no parent understands.");
        }
        else if (item.Transport == Transport.Unix)
        {
            _addresses.Enqueue(new UnixDomainSocketEndPoint(item.Host));
        }
        else if (Places.Port(item.Port) is not int port)
        {
            _order.Failed(
                $"Cannot resolve host '{item.Host}', port '{item.Port}': "
                + "Servname not supported for ai_socktype");
        }
        else if (IPAddress.TryParse(item.Host, out IPAddress? address))
        {
            Add(address, port);
        }
        else
        {
            return !Ask(item.Host, port);
        }

        return true;
    }

    private bool Ask(string host, int port)
    {
        _isAsked = true;
        bool isQueued = _resolver.Addresses(host, (addresses, error) =>
        {
            _nameError = error;
            foreach (IPAddress address in addresses.AsSpan(
                0, Math.Min(addresses.Length, Limits.AddressesMax)))
            {
                Add(address, port);
            }

            _turnstile.Post(this);
        });
        if (!isQueued)
        {
            _isAsked = false;
            _order.Failed(
                $"Cannot resolve host '{host}', port '{Item.Port}': too many names are being looked up");
        }

        return isQueued;
    }

    private void Add(IPAddress address, int port)
    {
        if (Item.Interface.Length > 0 && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (Places.Interface(Item.Interface) is long scope)
            {
                address.ScopeId = scope;
            }
            else
            {
                _order.Failed(
                    $"Cannot find a network interface named '{Item.Interface}'. "
                    + "Continuing with limiting the network interface");
            }
        }

        _addresses.Enqueue(new IPEndPoint(address, port));
    }

    /// <summary>False: under way, or connected. True: the next.</summary>
    private bool Connect(EndPoint address)
    {
        try
        {
            ProtocolType protocol =
                address.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp;
            var socket = new Socket(address.AddressFamily, SocketType.Stream, protocol);
            _args.RemoteEndPoint = address;
            lock (_lock)
            {
                _isTimedOut = false;
                _startedUsec = Clock.NowUsec();
                _socket = socket;
            }

            return !socket.ConnectAsync(_args) && !Took();
        }
        catch (SocketException e)
        {
            // For instance an IPv6 address where the kernel has none.
            TakeSocket()?.Dispose();
            Report(address, e);
            return true;
        }
        catch (ObjectDisposedException)
        {
            // A unix socket, and Cancel has just come.
            TakeSocket();
            return true;
        }
    }

    /// <summary>A connect is over. True: that was it.</summary>
    private bool Took()
    {
        Socket socket = TakeSocket()!;
        EndPoint address = _args.RemoteEndPoint!;
        bool isTimedOut;
        lock (_lock)
        {
            isTimedOut = _isTimedOut;
            if (_isCancelled)
            {
                socket.Dispose();
                return false;
            }
        }

        if (isTimedOut || _args.SocketError != SocketError.Success)
        {
            socket.Dispose();
            Report(address, isTimedOut ? null : new SocketException((int)_args.SocketError));
            return false;
        }

        if (Places.PeerOf(socket) is not Peer peer)
        {
            socket.Dispose();
            Report(address, new SocketException((int)SocketError.NotConnected));
            return false;
        }

        Hand(socket, peer);
        return true;
    }

    /// <summary>The round is over with this socket, or goes on after a handshake that fails.</summary>
    private void Hand(Socket socket, Peer peer)
    {
        Destination item = Item;
        Func<IConnection, ISession> newSession = connection => _order.Opened(connection, item);
        if (item.IsTls)
        {
            newSession = plain => Shake(plain, item);
        }
        else
        {
            End();
        }

        if (_home.Open(socket, peer, Access.None, newSession, Clock.NowUsec(), isOwn: true) == null)
        {
            // The node stops.
            End();
            _order.GaveUp();
        }
    }

    private ISession Shake(IConnection plain, Destination item)
    {
        lock (_lock)
        {
            _handshaking = plain;
            if (_isCancelled)
            {
                plain.Abort(CloseReason.Stopped);
            }
        }

        return _order.Tls!.Connect(
            plain,
            item.Host,
            _order.TimeoutSec,
            secured =>
            {
                Shaken();
                End();
                return _order.Opened(secured, item);
            },
            (errors, isCertificate) =>
            {
                Shaken();
                _order.TlsFailed?.Invoke(isCertificate);
                _tlsErrors = errors;
                _turnstile.Post(this);
            });
    }

    private void Shaken()
    {
        lock (_lock)
        {
            _handshaking = null;
        }
    }

    private void OnConnected()
    {
        try
        {
            if (!Took())
            {
                Step();
            }
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    /// <summary>A callback of the order failed: this round is over.</summary>
    private void Break(Exception e)
    {
        Bugs.Report("NET", e);
        TakeSocket()?.Dispose();
        End();
    }

    private void Report(EndPoint address, SocketException? e)
    {
        (string ip, string port) = address is IPEndPoint end
            ? (end.Address.ToString(), end.Port.ToString())
            : (Item.Host, "");
        _order.Failed(
            e == null
                ? $"Timed out while connecting to '{ip}', port '{port}'."
                : $"Failed to connect to '{ip}', port '{port}' {Places.Errno(e, address is not IPEndPoint)}");
    }

    private Socket? TakeSocket()
    {
        lock (_lock)
        {
            Socket? socket = _socket;
            _socket = null;
            return socket;
        }
    }

    private bool IsCancelled()
    {
        lock (_lock)
        {
            return _isCancelled;
        }
    }

    /// <summary>Under the lock.</summary>
    private void Wake()
    {
        if (_socket?.AddressFamily == AddressFamily.Unix)
        {
            // The shutdown of a unix socket wakes nobody on this side.
            _socket.Dispose();
            return;
        }

        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not connected, which is no news; the kernel has woken the wire thread all the same.
        }
    }

    private void End()
    {
        if (!_isOver)
        {
            _isOver = true;
            _home.Remove(this);
            _args.Dispose();
        }
    }

    private sealed class ConnectArgs(Dial owner) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => owner.OnConnected();
    }
}
