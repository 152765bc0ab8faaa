using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>In front of each second of a journal. Frames of a file are one deflate stream, flushed after
/// each.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct JournalFrame
{
    public const int Bytes = 16;

    [FieldOffset(0)] public int Length;
    [FieldOffset(4)] public int PlainLength;
    [FieldOffset(8)] public uint PayloadSum;
    [FieldOffset(12)] public uint HeadSum;

    public static JournalFrame Of(ReadOnlySpan<byte> payload, int plainLength)
    {
        var frame = new JournalFrame
        {
            Length = payload.Length, PlainLength = plainLength, PayloadSum = Crc32C.Of(payload),
        };
        frame.HeadSum = SumOf(frame);
        return frame;
    }

    public readonly bool IsSound => HeadSum == SumOf(this) && Length is > 0 and <= Limits.RecordBytesMax
        && PlainLength is > 0 and <= Limits.RecordBytesMax
        && PlainLength <= (long)Length * Limits.DeflateRatio;

    private static uint SumOf(in JournalFrame frame) =>
        Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<JournalFrame>(in frame))[..(Bytes - sizeof(uint))]);
}
