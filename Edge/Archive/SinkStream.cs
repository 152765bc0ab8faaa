namespace Edge.Archive;

/// <summary>What deflate writes to.</summary>
internal sealed class SinkStream(ByteSink sink) : System.IO.Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => sink.Length;

    public override long Position { get => sink.Length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer) => sink.Bytes(buffer);

    public override void Write(byte[] buffer, int offset, int count) =>
        sink.Bytes(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
