using System.Buffers.Binary;

namespace Edge.Archive;

/// <summary>The first bytes of a ring file, written once: that it is one, and where its head lies.</summary>
internal static class RingSuper
{
    public const int Version = 1;
    public const int Bytes = RingLayout.SuperBytes;
    private const int SumOffset = 28;

    private static ReadOnlySpan<byte> Magic => "EDGE RING FILE\0\0"u8;

    public static void Write(Span<byte> to, int slotBytes)
    {
        to[..Bytes].Clear();
        Magic.CopyTo(to);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], slotBytes);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], RingLayout.PageBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(to[SumOffset..], RingSum.Of(0, to[..SumOffset]));
    }

    /// <summary>Null: fine. Otherwise what is wrong, as the end of a sentence.</summary>
    public static string? Read(ReadOnlySpan<byte> from, out int slotBytes)
    {
        slotBytes = 0;
        if (from.Length < Bytes)
        {
            return "it is too short";
        }

        if (!from.StartsWith(Magic))
        {
            return "it is no ring file";
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(from[16..]);
        if (version != Version)
        {
            return $"its version is {version}, and {Version} is the one that is known";
        }

        slotBytes = BinaryPrimitives.ReadInt32LittleEndian(from[20..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(from[SumOffset..])
                != RingSum.Of(0, from[..SumOffset])
            || BinaryPrimitives.ReadInt32LittleEndian(from[24..]) != RingLayout.PageBytes
            || slotBytes < RingHead.FixedBytes || slotBytes > RingLimits.SlotBytesMax || slotBytes % 64 != 0
            ? "its first bytes are damaged"
            : null;
    }
}
