using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>The reader: on the wire thread, one at a time.</summary>
internal sealed partial class Connection
{
    /// <summary>The reader goes on after it has yielded, or after the pulse has left the session.</summary>
    public void Resume()
    {
        bool isOfferDue;
        lock (_lock)
        {
            isOfferDue = _isOfferPosted;
            _isOfferPosted = false;
        }

        try
        {
            if (!isOfferDue || Offer(Clock.NowUsec()))
            {
                ReadOn();
            }
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    private void OnReceived()
    {
        try
        {
            if (Took())
            {
                ReadOn();
            }
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    /// <summary>The reader itself failed: its connection ends, no other.</summary>
    private void Break(Exception e)
    {
        Bugs.Report(LogTag, e);
        Abort(CloseReason.Bug);
        StopReading(Clock.NowUsec());
    }

    private void ReadOn()
    {
        for (int reads = 0; reads < _options.ReadsInARow; reads++)
        {
            _buffer ??= new NativeBytes(BuffersOwner, _options.ReceiveBytesMin);
            _receiveArgs.SetBuffer(_buffer.Memory[_filled..]);
            if (IsPending() || !Took())
            {
                return;
            }
        }

        _turnstile.Post(this);
    }

    private bool IsPending()
    {
        try
        {
            return _socket.ReceiveAsync(_receiveArgs);
        }
        catch (ObjectDisposedException)
        {
            // A unix socket that was aborted; a read that ends in this way looks the same.
            _receiveArgs.SocketError = SocketError.OperationAborted;
            return false;
        }
    }

    /// <summary>A read is over. False: the reader has ended or waits for its turn.</summary>
    private bool Took()
    {
        long nowUsec = Clock.NowUsec();
        int bytes = _receiveArgs.BytesTransferred;
        if (_receiveArgs.SocketError != SocketError.Success || bytes == 0)
        {
            lock (_lock)
            {
                bool isEnd = _receiveArgs.SocketError == SocketError.Success;
                Note(isEnd ? CloseReason.ByPeer : CloseReason.ReadFailed);
                if (_isSending)
                {
                    Wake();
                }
            }

            StopReading(nowUsec);
            return false;
        }

        _filled += bytes;
        Volatile.Write(ref _bytesReceived, _bytesReceived + bytes);
        Volatile.Write(ref _lastReceivedUsec, nowUsec);
        return Offer(nowUsec);
    }

    private bool Offer(long nowUsec)
    {
        bool isWanted;
        lock (_lock)
        {
            isWanted = _reason == CloseReason.None;
            if (isWanted && _isInSession)
            {
                _isOfferDue = true;
                return false;
            }

            _isInSession |= isWanted;
        }

        if (isWanted)
        {
            try
            {
                Feed(nowUsec);
            }
            catch (Exception e)
            {
                // No memory for a larger buffer, for instance.
                Bugs.Report(LogTag, e);
                Abort(CloseReason.Bug);
            }

            if (LeaveSession(nowUsec))
            {
                return true;
            }
        }

        StopReading(nowUsec);
        return false;
    }

    /// <summary>
    /// Lets the session take what it can, keeps the rest at the front and makes room for more.
    /// </summary>
    private void Feed(long nowUsec)
    {
        Span<byte> received = _buffer!.GetSpan()[.._filled];
        int used = Consume(received, nowUsec);
        if (used > 0 && used < _filled)
        {
            received[used..].CopyTo(received);
        }

        bool wasFull = _filled == _buffer.Count;
        _smallReads = _filled <= _buffer.Count / 4 ? _smallReads + 1 : 0;
        _filled -= used;
        _fullReads = wasFull ? _fullReads + 1 : 0;
        bool wantsMore = _fullReads >= Limits.FullReadsToGrow || _filled == _buffer.Count;
        if (wantsMore && _buffer.Count < _options.ReceiveBytesMax)
        {
            _fullReads = 0;
            Resize(Math.Min(_buffer.Count * 2, _options.ReceiveBytesMax));
        }
        else if (_filled == _buffer.Count)
        {
            Abort(CloseReason.Refused);
        }
        else if (_smallReads >= Limits.SmallReadsToShrink)
        {
            _smallReads = 0;
            if (_buffer.Count / 2 >= _options.ReceiveBytesMin)
            {
                Resize(_buffer.Count / 2);
            }
        }
    }

    /// <summary>What is not consumed moves along.</summary>
    private void Resize(int bytes)
    {
        var other = new NativeBytes(BuffersOwner, bytes);
        _buffer!.GetSpan()[.._filled].CopyTo(other.GetSpan());
        _buffer.Free();
        _buffer = other;
    }

    /// <returns>Bytes used; after a change of the session it is the new one that goes on.</returns>
    private int Consume(ReadOnlySpan<byte> received, long nowUsec)
    {
        int used = 0;
        try
        {
            _isConsuming = true;
            ISession? last = null;
            while (last != _session && used < received.Length && _reason == CloseReason.None)
            {
                last = _session;
                int more = last!.Consume(this, received[used..], nowUsec);
                Guard.That(more >= 0 && more <= received.Length - used);
                used += more;
            }
        }
        catch (Exception e)
        {
            Bugs.Report(LogTag, e);
            Abort(CloseReason.Bug);
        }
        finally
        {
            _isConsuming = false;
        }

        return used;
    }

    private void StopReading(long nowUsec)
    {
        lock (_lock)
        {
            _isReceiving = false;
        }

        Settle(nowUsec);
    }

    /// <summary>
    /// Unread bytes would make the kernel reset the connection, and the peer lose the end of an answer.
    /// </summary>
    private void DrainBeforeClose()
    {
        if (_buffer == null || _isDisposed || _reason is CloseReason.ReadFailed or CloseReason.ByPeer)
        {
            return;
        }

        SocketError error = SocketError.Success;
        for (int drained = 0; drained < Limits.DrainedBytesMax && error == SocketError.Success;)
        {
            int bytes = _socket.Receive(_buffer.GetSpan(), SocketFlags.None, out error);
            drained = bytes > 0 ? drained + bytes : Limits.DrainedBytesMax;
        }
    }

    private sealed class ReceiveArgs(Connection owner) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => owner.OnReceived();
    }
}
