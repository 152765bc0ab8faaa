using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>The first bytes of a segment (docs/formats.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct SegmentSuper
{
    public const int Bytes = 64;
    public const uint CurrentVersion = 1;
    private const ulong MagicOfAll = 0x0A67_6553_6567_6445; // "EdgeSeg\n"

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public uint Version;

    /// <summary>As in its name; a copy under another name is not taken.</summary>
    [FieldOffset(12)] public uint Number;
    [FieldOffset(16)] public long CreatedSec;

    /// <summary>The same in all segments of a store; zero: written before there was one.</summary>
    [FieldOffset(24)] public Guid Store;
    [FieldOffset(60)] public uint Sum;

    public static SegmentSuper New(uint number, long nowSec, Guid store)
    {
        var super = new SegmentSuper
        {
            Magic = MagicOfAll, Version = CurrentVersion, Number = number, CreatedSec = nowSec, Store = store,
        };
        super.Sum = SumOf(super);
        return super;
    }

    /// <summary>What follows may be sound all the same.</summary>
    public readonly bool IsDamaged => Sum != SumOf(this);

    /// <summary>Null: usable. Else what is wrong, for a log line.</summary>
    public readonly string? Complaint(uint number) =>
        IsDamaged ? Magic == MagicOfAll ? "its first bytes are damaged" : "it is no segment of this program"
        : Magic != MagicOfAll ? "it is no segment of this program"
        : Version != CurrentVersion ? $"its version is {Version}, not {CurrentVersion}"
        : Number != number ? $"it says that it is number {Number}"
        : null;

    private static uint SumOf(in SegmentSuper super) =>
        Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentSuper>(in super))[..(Bytes - sizeof(uint))]);
}
