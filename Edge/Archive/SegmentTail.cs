using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>The last bytes of a finished segment: where its index is.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct SegmentTail
{
    public const int Bytes = 16;
    private const uint MagicOf1 = 0x3154_4745; // "EGT1"

    [FieldOffset(0)] public uint Magic;
    [FieldOffset(4)] public uint IndexOffset;
    [FieldOffset(8)] public uint Reserved;
    [FieldOffset(12)] public uint Sum;

    public static SegmentTail New(long indexOffset)
    {
        var tail = new SegmentTail { Magic = MagicOf1, IndexOffset = checked((uint)indexOffset) };
        tail.Sum = SumOf(tail);
        return tail;
    }

    public readonly bool IsSound => Magic == MagicOf1 && Sum == SumOf(this);

    private static uint SumOf(in SegmentTail tail) =>
        Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentTail>(in tail))[..(Bytes - sizeof(uint))]);
}
