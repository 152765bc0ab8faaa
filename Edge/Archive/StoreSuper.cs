using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>All of the file that says whose a folder is (docs/formats.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct StoreSuper
{
    public const int Bytes = 32;
    private const ulong MagicOfAll = 0x0A6F_7453_6567_6445; // "EdgeSto\n"

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public Guid Store;
    [FieldOffset(28)] public uint Sum;

    public static StoreSuper New(Guid store)
    {
        var super = new StoreSuper { Magic = MagicOfAll, Store = store };
        super.Sum = SumOf(super);
        return super;
    }

    public readonly bool IsSound => Magic == MagicOfAll && Sum == SumOf(this);

    private static uint SumOf(in StoreSuper super) =>
        Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<StoreSuper>(in super))[..(Bytes - sizeof(uint))]);
}
