using System.Buffers.Binary;
using System.Text;

namespace Edge.Archive;

/// <summary>Bytes being read. What is not there or not well formed reads as 0 and sets <see cref="Failed"/>,
/// which stays; nothing throws.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }

    public readonly int Left => _rest.Length;

    public byte Byte()
    {
        ReadOnlySpan<byte> one = Take(1);
        return one.IsEmpty ? (byte)0 : one[0];
    }

    public uint U32()
    {
        ReadOnlySpan<byte> four = Take(sizeof(uint));
        return four.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(four);
    }

    public ulong U64()
    {
        ReadOnlySpan<byte> eight = Take(sizeof(ulong));
        return eight.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(eight);
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < _rest.Length && i < 10; i++)
        {
            byte one = _rest[i];
            value |= (ulong)(one & 0x7F) << (7 * i);
            if (one < 0x80)
            {
                if (i == 9 && one > 1)
                {
                    break;
                }

                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        Fail();
        return 0;
    }

    public long Zigzag() => ByteSink.Unfolded(Varint());

    /// <summary>A varint that must not be larger than that.</summary>
    public int Small(int max)
    {
        ulong value = Varint();
        if (value > (ulong)max)
        {
            Fail();
            return 0;
        }

        return (int)value;
    }

    public ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes < 0 || bytes > _rest.Length)
        {
            Fail();
            return [];
        }

        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }

    /// <summary>As <see cref="ByteSink.Text"/> writes it.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Small(Limits.TextBytes)));

    public void Fail()
    {
        Failed = true;
        _rest = [];
    }
}
