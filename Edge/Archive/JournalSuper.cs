using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>The first bytes of a journal (docs/formats.md).</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct JournalSuper
{
    public const int Bytes = 32;

    /// <summary>"EdgeJnl" and the version.</summary>
    public const ulong MagicOfAll = 0x036C_6E4A_6567_6445;

    /// <summary>Of version 2, whose frames are the same, and which had nothing but this in front of
    /// them.</summary>
    public const ulong MagicBefore = 0x026C_6E4A_6567_6445;

    [FieldOffset(0)] public ulong Magic;

    /// <summary>As in segments.</summary>
    [FieldOffset(8)] public Guid Store;
    [FieldOffset(28)] public uint Sum;

    public static JournalSuper New(Guid store)
    {
        var super = new JournalSuper { Magic = MagicOfAll, Store = store };
        super.Sum = SumOf(super);
        return super;
    }

    /// <summary>Whose the file is that begins so, and where its first frame is; an empty id: that is not
    /// known.</summary>
    /// <returns>False: it is no journal that can be read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, out Guid store, out int firstAt)
    {
        (store, firstAt) = (Guid.Empty, sizeof(ulong));
        if (file.Length < sizeof(ulong))
        {
            return false;
        }

        ulong magic = MemoryMarshal.Read<ulong>(file);
        if (magic == MagicBefore)
        {
            return true;
        }

        if (magic != MagicOfAll || file.Length < Bytes)
        {
            return false;
        }

        JournalSuper super = MemoryMarshal.Read<JournalSuper>(file);
        store = super.Sum == SumOf(super) ? super.Store : Guid.Empty;
        firstAt = Bytes;
        return true;
    }

    private static uint SumOf(in JournalSuper super) =>
        Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<JournalSuper>(in super))[..(Bytes - sizeof(uint))]);
}
