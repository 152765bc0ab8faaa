using System.Runtime.InteropServices;

namespace Edge.Archive;

/// <summary>Where a record of a segment is; an item of its index on disk.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct RecordPlace
{
    public const int Bytes = 32;

    /// <summary>Of the head.</summary>
    [FieldOffset(0)] public uint Offset;

    /// <summary>Of the payload.</summary>
    [FieldOffset(4)] public int Length;
    [FieldOffset(8)] public uint Host;
    [FieldOffset(12)] public RecordKind Kind;
    [FieldOffset(16)] public long FirstSec;
    [FieldOffset(24)] public long LastSec;

    public static RecordPlace Of(in RecordHead head, long offset) => new()
    {
        Offset = checked((uint)offset), Length = head.Length, Host = head.Host, Kind = head.Kind,
        FirstSec = head.FirstSec, LastSec = head.LastSec,
    };
}
