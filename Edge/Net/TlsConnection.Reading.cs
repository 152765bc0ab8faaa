using System.Net.Security;
using System.Security.Authentication;
using Edge.Sys;

namespace Edge.Net;

/// <summary>The reader: handshake, then decrypted bytes for the inner session.</summary>
internal sealed partial class TlsConnection
{
    private bool _isFirstByteSeen;
    private int _smallReads;

    private void Begin()
    {
        _phase = TlsPhase.Handshake;
        _ssl = new SslStream(_pipe, leaveInnerStreamOpen: true);
        _run = Run(_ssl);
    }

    private async Task Run(SslStream ssl)
    {
        try
        {
            Task handshake = _client != null
                ? ssl.AuthenticateAsClientAsync(_client)
                : ssl.AuthenticateAsServerAsync(_server!.Current(out _check));
            await handshake.ConfigureAwait(false);
            _phase = TlsPhase.Open;
            SetDecrypting(false);
            if (_newSession != null && !_isOver)
            {
                _inner = _newSession(this);
            }

            while (!_isOver)
            {
                SetDecrypting(true);
                int bytes = await ssl.ReadAsync(Room()).ConfigureAwait(false);
                SetDecrypting(false);
                if (bytes == 0)
                {
                    Abort(CloseReason.ByPeer);
                    return;
                }

                Feed(bytes);
            }
        }
        catch (Exception e)
        {
            Broke(e);
        }
    }

    /// <summary>What the peer, the certificates or the network did is no bug; the rest is.</summary>
    private void Broke(Exception e)
    {
        SetDecrypting(false);
        if (_isOver)
        {
            return;
        }

        if (e is not (AuthenticationException or IOException or ObjectDisposedException))
        {
            Bugs.Report(LogTag, e);
            Abort(CloseReason.Bug);
            return;
        }

        string text = e.GetBaseException().Message;
        if (_phase == TlsPhase.Open)
        {
            // For instance a server that refuses the certificate of this node does so after the handshake.
            Log.Error(LogTag, $"SSL error of {Peer}: {text}");
            _tlsError = text;
            Abort(CloseReason.ReadFailed);
            return;
        }

        _failure ??= text;
        if (_server != null)
        {
            _server.HandshakeFailed(Peer, _check?.Problem ?? _failure, _nowUsec);
        }

        // An alert may still be on its way out.
        Finish(CloseReason.Refused);
    }

    private Memory<byte> Room()
    {
        _buffer ??= new NativeBytes(BuffersOwner, Limits.TlsPlainBytesMin);
        return _buffer.Memory[_filled..];
    }

    private void Feed(int bytes)
    {
        _filled += bytes;
        Span<byte> received = _buffer!.GetSpan()[.._filled];
        int used = PassOn(received);
        received[used..].CopyTo(received);
        bool wasFull = _filled == _buffer.Count;
        _smallReads = _filled <= _buffer.Count / 4 ? _smallReads + 1 : 0;
        _filled -= used;
        if (wasFull && _buffer.Count < Limits.TlsPlainBytesMax)
        {
            Resize(Math.Min(_buffer.Count * 2, Limits.TlsPlainBytesMax));
        }
        else if (_filled == _buffer.Count)
        {
            Abort(CloseReason.Refused);
        }
        else if (_smallReads >= Limits.SmallReadsToShrink)
        {
            _smallReads = 0;
            if (_buffer.Count / 2 >= Limits.TlsPlainBytesMin)
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
    private int PassOn(ReadOnlySpan<byte> bytes)
    {
        int used = 0;
        ISession? last = null;
        while (last != _inner && used < bytes.Length && !_isOver)
        {
            last = _inner;
            int more = last!.Consume(this, bytes[used..], _nowUsec);
            Guard.That(more >= 0 && more <= bytes.Length - used);
            used += more;
        }

        return used;
    }

    private void NoteFirstByte(byte first)
    {
        if (!_isFirstByteSeen)
        {
            _isFirstByteSeen = true;
            if (_client != null && first is < 0x14 or > 0x17)
            {
                _failure = "the other side does not speak TLS on this port";
            }
        }
    }

    /// <summary>What error.log says of a handshake that failed (spec tls 4.2).</summary>
    private string[] FailureLines(CloseReason reason)
    {
        if (_check!.Problem is { } problem)
        {
            return
            [
                $"SSL RFC4158 check:  We have a invalid certificate, the tests result with {problem}",
                "Closing the stream connection, because the server SSL certificate is not valid.",
            ];
        }

        string text = _failure ?? (reason == CloseReason.ByPeer
            ? "the other side closed the connection during the handshake"
            : $"the connection ended during the handshake ({reason})");
        return [$"SSL cannot connect with the server:  {text} "];
    }
}
