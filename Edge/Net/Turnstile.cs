using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// The way back to the wire thread. With inline completions a receive that finds data never returns to the
/// engine, so one flooding peer would hold its thread; queueing to the thread pool would bring threads of its
/// own. Instead who yields stands here, and a byte into a pair of sockets makes the engine come by after it
/// has served all other ready sockets. Any thread may post.
/// </summary>
/// <remarks>
/// Invariant: a byte is written only while the read is known to be pending, and at most one. So the read
/// never completes at once, and control does go back to the engine between two turns.
/// </remarks>
internal sealed class Turnstile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Socket _bell;
    private readonly Socket _ear;
    private readonly EarArgs _args;
    private readonly byte[] _byte = new byte[1];
    private List<ITurn> _waiting = [];
    private List<ITurn> _turning = [];
    private bool _isArmed;
    private bool _isRung;
    private bool _isClosed;

    public Turnstile()
    {
        (int bell, int ear) = SocketPair.Open();
        _bell = new Socket(new SafeSocketHandle(bell, ownsHandle: true)) { Blocking = false };
        _ear = new Socket(new SafeSocketHandle(ear, ownsHandle: true));
        _args = new EarArgs(this);
        _args.SetBuffer(new byte[16]);
        Arm();
    }

    public void Post(ITurn turn)
    {
        lock (_lock)
        {
            _waiting.Add(turn);
            Ring();
        }
    }

    /// <summary>Who was posted before still gets its turn.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _isArmed = false;
        }

        // The end of file wakes the ear, which then closes itself: closing it here would cancel through the
        // pool.
        _bell.Dispose();
    }

    private void Ring()
    {
        if (_isArmed && !_isRung && !_isClosed)
        {
            _isRung = true;
            _bell.Send(_byte, SocketFlags.None, out _);
        }
    }

    private void Arm()
    {
        if (!_ear.ReceiveAsync(_args))
        {
            Guard.That(_isClosed);
            CloseEar();
            return;
        }

        lock (_lock)
        {
            _isArmed = true;
            if (_waiting.Count > 0)
            {
                Ring();
            }
        }
    }

    private void Turn()
    {
        lock (_lock)
        {
            _isArmed = false;
            _isRung = false;
            (_waiting, _turning) = (_turning, _waiting);
        }

        foreach (ITurn turn in _turning)
        {
            try
            {
                turn.Resume();
            }
            catch (Exception e)
            {
                Bugs.Report("NET", e);
            }
        }

        _turning.Clear();
        if (_isClosed)
        {
            CloseEar();
            return;
        }

        Arm();
    }

    private void CloseEar()
    {
        _ear.Dispose();
        _args.Dispose();
    }

    private sealed class EarArgs(Turnstile owner) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => owner.Turn();
    }
}
