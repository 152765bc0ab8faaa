using System.Threading.Tasks.Sources;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// What an SslStream takes for its network: cipher text that the connection received goes to the one pending
/// read, and what it writes goes into the connection's outbox. Reads are completed inline, so the handshake
/// and
/// all that follows runs on the thread that calls <see cref="Supply"/>. Nothing is allocated per read.
/// </summary>
internal sealed class TlsPipe(IConnection plain) : System.IO.Stream, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _source;
    private Memory<byte> _room;
    private bool _isWaiting;
    private bool _isEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes that were written so far.</summary>
    public long Written { get; private set; }

    /// <summary>
    /// Hands out cipher text as long as somebody reads. Fewer than all: nobody does any more.
    /// </summary>
    public int Supply(ReadOnlySpan<byte> bytes)
    {
        int used = 0;
        while (_isWaiting && used < bytes.Length)
        {
            // SslStream first reads nothing, to learn that there is something before it takes a buffer.
            int count = Math.Min(_room.Length, bytes.Length - used);
            bytes.Slice(used, count).CopyTo(_room.Span);
            used += count;
            Complete(count);
        }

        return used;
    }

    /// <summary>No more cipher text will come.</summary>
    public void End()
    {
        _isEnded = true;
        if (_isWaiting)
        {
            Complete(0);
        }
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded)
        {
            return new ValueTask<int>(0);
        }

        Guard.That(!_isWaiting);
        _source.Reset();
        _room = buffer;
        _isWaiting = true;
        return new ValueTask<int>(this, _source.Version);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!plain.TrySend(buffer))
        {
            throw new IOException("the connection is closed");
        }

        Written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public int GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Complete(int bytes)
    {
        _isWaiting = false;
        _room = default;
        _source.SetResult(bytes);
    }
}
