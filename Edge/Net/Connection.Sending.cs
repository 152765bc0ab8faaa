using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// The sender: in the thread of the caller what the socket takes, the rest on the wire thread.
/// </summary>
internal sealed partial class Connection
{
    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_reason != CloseReason.None || bytes.Length > OutboxMax - _outbox.Count)
            {
                return false;
            }

            if (!_isSending)
            {
                int sent = SendNow(bytes);
                if (sent < 0)
                {
                    return false;
                }

                bytes = bytes[sent..];
            }

            if (!bytes.IsEmpty)
            {
                _outbox.Add(bytes, OutboxMax);
                Volatile.Write(ref _outboxBytes, _outbox.Count);
                if (!_isSending)
                {
                    _isSending = true;
                    SendOn();
                }
            }

            return true;
        }
    }

    /// <summary>
    /// Sends what the socket takes at once; under the lock. Negative: the connection is lost.
    /// </summary>
    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock || error == SocketError.NoBufferSpaceAvailable)
        {
            return 0;
        }

        if (error != SocketError.Success)
        {
            Fail(CloseReason.SendFailed);
            return -1;
        }

        Sent(sent);
        return sent;
    }

    /// <summary>Sends from the outbox until the socket takes no more; under the lock.</summary>
    private void SendOn()
    {
        _sendArgs ??= new SendArgs(this);
        do
        {
            _sendArgs.SetBuffer(_outbox.Front());
        }
        while (!_socket.SendAsync(_sendArgs) && TookSend());
    }

    /// <summary>A send from the outbox is over; under the lock. True: there is more.</summary>
    private bool TookSend()
    {
        bool isLost = _sendArgs!.SocketError != SocketError.Success;
        _outbox.Take(isLost ? 0 : _sendArgs.BytesTransferred);
        if (isLost)
        {
            Fail(CloseReason.SendFailed);
            _outbox.Free();
        }
        else
        {
            Sent(_sendArgs.BytesTransferred);
        }

        Volatile.Write(ref _outboxBytes, _outbox.Count);
        if (_isDisposed)
        {
            _outbox.Free();
        }

        _isSending = _outbox.Count > 0;
        if (!_isSending && _reason != CloseReason.None)
        {
            Wake();
        }

        return _isSending;
    }

    private void OnSent()
    {
        lock (_lock)
        {
            try
            {
                if (TookSend())
                {
                    SendOn();
                }
            }
            catch (Exception e)
            {
                Bugs.Report(LogTag, e);
                _isSending = false;
                Fail(CloseReason.Bug);
            }
        }

        Settle(Clock.NowUsec());
    }

    private void Sent(int bytes)
    {
        Volatile.Write(ref _bytesSent, _bytesSent + bytes);
        Volatile.Write(ref _sends, _sends + 1);
        Volatile.Write(ref _lastSentUsec, Clock.NowUsec());
    }

    private sealed class SendArgs(Connection owner) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => owner.OnSent();
    }
}
