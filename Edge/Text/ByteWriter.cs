using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Edge.Text;

/// <summary>A growing buffer of bytes that text is written to and that is reused. Borrow the result as a span.</summary>
internal sealed class ByteWriter(int capacity = 256) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[capacity];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Drops everything after the first <paramref name="count"/> bytes.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)_count);
        _count = count;
    }

    public ByteWriter Add(byte value)
    {
        GetSpan(1)[0] = value;
        _count++;
        return this;
    }

    public ByteWriter Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _count += bytes.Length;
        return this;
    }

    /// <summary>UTF-8.</summary>
    public ByteWriter Add(string text)
    {
        Span<byte> target = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _count += Encoding.UTF8.GetBytes(text, target);
        return this;
    }

    public ByteWriter Add(long value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(20), out int written);
        _count += written;
        return this;
    }

    /// <summary>A number with exactly <paramref name="decimals"/> decimals, as C's <c>%0.Nf</c>; NaN is <c>nan</c>.</summary>
    public ByteWriter AddFixed(double value, byte decimals)
    {
        if (!double.IsFinite(value))
        {
            return Add(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
        }

        Utf8Formatter.TryFormat(value, GetSpan(350), out int written, new StandardFormat('F', decimals));
        _count += written;
        return this;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _count));
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_count);
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        }
    }
}
