using System.Buffers.Binary;
using System.Text;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>Bytes being written, in native memory that is kept for the next time. One writer.</summary>
internal sealed class ByteSink : IDisposable
{
    private const string Owner = "archive scratch";
    private NativeBlock _block = new(Owner, 4096);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _block.Span<byte>(0, Length);

    /// <summary>Forgets everything from there on.</summary>
    public void Truncate(int length)
    {
        Guard.That(length >= 0 && length <= Length);
        Length = length;
    }

    public void Clear() => Length = 0;

    public void Byte(byte value) => Room(1)[0] = value;

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Replaces bytes that are written.</summary>
    public void Overwrite(int at, ReadOnlySpan<byte> bytes)
    {
        Guard.That(at >= 0 && at <= Length - bytes.Length);
        bytes.CopyTo(_block.Span<byte>(at, bytes.Length));
    }

    /// <summary>Seven bits a byte, the lowest first; 1 to 10 bytes.</summary>
    public void Varint(ulong value)
    {
        Ensure(Length + 10);
        Span<byte> room = _block.Span<byte>(Length, 10);
        int at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[at++] = (byte)(value | 0x80);
        }

        room[at++] = (byte)value;
        Length += at;
    }

    /// <summary>Small numbers of either sign are short.</summary>
    public void Zigzag(long value) => Varint(Folded(value));

    /// <summary>0, -1, 1, -2 ... to 0, 1, 2, 3 ...</summary>
    public static ulong Folded(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unfolded(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Varint bytes, then UTF-8.</summary>
    public void Text(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Varint((ulong)count);
        Encoding.UTF8.GetBytes(text, Room(count));
    }

    /// <summary>The next bytes, to be filled by the caller.</summary>
    public Span<byte> Room(int bytes)
    {
        Ensure(Length + bytes);
        Span<byte> room = _block.Span<byte>(Length, bytes);
        Length += bytes;
        return room;
    }

    public void Dispose() => _block.Dispose();

    private void Ensure(int bytes)
    {
        if (bytes <= _block.Bytes)
        {
            return;
        }

        var larger = new NativeBlock(Owner, Math.Max(bytes, 2 * _block.Bytes));
        Written.CopyTo(larger.Span<byte>(0, Length));
        _block.Dispose();
        _block = larger;
    }
}
