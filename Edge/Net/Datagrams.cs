using System.Net;
using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Owner of one UDP socket. The engine tells by a peek that something has come; then batches are taken until
/// nothing is left, a bounded number of them in a row.
/// </summary>
internal sealed class Datagrams : ITurn
{
    private const string LogTag = "NET";
    private readonly Socket _socket;
    private readonly DatagramBatch _batch;
    private readonly IDatagramSink _sink;
    private readonly Turnstile _turnstile;
    private readonly int _batchesInARow;
    private readonly PeekArgs _args;
    private bool _isStopped;

    private bool _isClosed;

    /// <param name="socket">Bound; owned from now on.</param>
    /// <param name="batch">Owned from now on.</param>
    /// <param name="sink">Gets everything.</param>
    /// <param name="turnstile">Of its wire thread.</param>
    /// <param name="batchesInARow">Then others get their turn.</param>
    public Datagrams(
        Socket socket, DatagramBatch batch, IDatagramSink sink, Turnstile turnstile, int batchesInARow)
    {
        _socket = socket;
        _batch = batch;
        _sink = sink;
        _turnstile = turnstile;
        _batchesInARow = batchesInARow;
        _args = new PeekArgs(this);
        _args.SetBuffer(new byte[1]);
        EndPoint = socket.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    /// <summary>What the kernel dropped; null: it does not say.</summary>
    public uint? Drops => Volatile.Read(ref _isStopped) ? null : DatagramBatch.Drops(_socket.SafeHandle);

    public void Start() => _turnstile.Post(this);

    /// <summary>The socket closes as soon as the wire thread comes by.</summary>
    public void Stop()
    {
        Volatile.Write(ref _isStopped, true);
        _turnstile.Post(this);
        _socket.Dispose();
    }

    /// <summary>On the wire thread.</summary>
    public void Resume()
    {
        try
        {
            ReadOn();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            Close();
        }
    }

    private void ReadOn()
    {
        for (int batches = 0; batches < _batchesInARow; batches++)
        {
            if (Volatile.Read(ref _isStopped))
            {
                Close();
                return;
            }

            if (_batch.Receive(_socket.SafeHandle))
            {
                _sink.Received(_batch, Clock.NowUsec());
                continue;
            }

            _sink.Paused();
            if (_socket.ReceiveAsync(_args))
            {
                return;
            }
        }

        _turnstile.Post(this);
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
        {
            return;
        }

        _socket.Dispose();
        _batch.Dispose();
        _args.Dispose();
    }

    private sealed class PeekArgs : SocketAsyncEventArgs
    {
        private readonly Datagrams _owner;

        public PeekArgs(Datagrams owner)
            : base(true)
        {
            _owner = owner;
            SocketFlags = SocketFlags.Peek;
        }

        protected override void OnCompleted(SocketAsyncEventArgs e)
        {
            try
            {
                _owner.Resume();
            }
            catch (Exception error)
            {
                Bugs.Report(LogTag, error);
                _owner.Close();
            }
        }
    }
}
