using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// In front of each record of a segment (docs/formats.md). Little endian, as all machines that Edge runs on.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct RecordHead
{
    public const int Bytes = 48;

    /// <summary>Records start at multiples of this.</summary>
    public const int Alignment = 8;

    private const uint MagicOf1 = 0x3152_4745; // "EGR1"
    private const int SummedBytes = 40;

    [FieldOffset(0)] public uint Magic;
    [FieldOffset(4)] public RecordKind Kind;

    /// <summary>Number of the host within the segment.</summary>
    [FieldOffset(8)] public uint Host;

    /// <summary>Of what follows, without its padding.</summary>
    [FieldOffset(12)] public int Length;

    /// <summary>Seconds of the oldest row of a group, one interval included, and of the newest.</summary>
    [FieldOffset(16)] public long FirstSec;
    [FieldOffset(24)] public long LastSec;

    /// <summary>Of what follows.</summary>
    [FieldOffset(32)] public uint PayloadSum;
    [FieldOffset(40)] public uint HeadSum;

    public readonly int RecordBytes => Bytes + Padded(Length);

    /// <summary>Fills in magic and sums.</summary>
    public void Seal(ReadOnlySpan<byte> payload)
    {
        Magic = MagicOf1;
        Length = payload.Length;
        PayloadSum = Crc32C.Of(payload);
        HeadSum = SumOf(this);
    }

    /// <summary>False: no head, or a damaged one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordHead head)
    {
        head = default;
        if (bytes.Length < Bytes)
        {
            return false;
        }

        head = MemoryMarshal.Read<RecordHead>(bytes);
        return head.Magic == MagicOf1 && head.HeadSum == SumOf(head)
            && head.Length is >= 0 and <= Limits.RecordBytesMax && head.LastSec >= head.FirstSec;
    }

    public static int Padded(int length) => (length + Alignment - 1) & -Alignment;

    private static uint SumOf(in RecordHead head) =>
        Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHead>(in head))[..SummedBytes]);
}
