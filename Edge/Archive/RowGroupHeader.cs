using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>First 64 bytes of a row group, little endian.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct RowGroupHeader
{
    public const int Bytes = 64;

    private const long SecondMax = Store.Limits.ClockUsecMax / Clock.UsecPerSecond;

    /// <summary>"ERG1".</summary>
    public const uint MagicNumber = 0x3147_5245;
    [FieldOffset(0)] public uint Magic;
    [FieldOffset(4)] public uint Host;
    [FieldOffset(8)] public uint Pages;
    [FieldOffset(12)] public uint Extents;

    /// <summary>Seconds of the oldest first row and of the newest last row.</summary>
    [FieldOffset(16)] public long FirstSec;
    [FieldOffset(24)] public long LastSec;

    /// <summary>Rows times dimensions of all pages.</summary>
    [FieldOffset(32)] public ulong Samples;

    /// <summary>Of the directory, which follows, and of all: header, directory, extents.</summary>
    [FieldOffset(40)] public uint DirectoryBytes;
    [FieldOffset(44)] public uint TotalBytes;
    [FieldOffset(48)] public uint DirectorySum;

    /// <summary>CRC-32C of the 60 bytes before.</summary>
    [FieldOffset(60)] public uint Sum;

    public static Damage TryRead(ReadOnlySpan<byte> bytes, out RowGroupHeader header)
    {
        header = default;
        if (bytes.Length < Bytes)
        {
            return Damage.Short;
        }

        header = MemoryMarshal.Read<RowGroupHeader>(bytes);
        if (header.Magic != MagicNumber)
        {
            return Damage.Magic;
        }

        if (Crc32C.Of(bytes[..(Bytes - 4)]) != header.Sum)
        {
            return Damage.HeaderSum;
        }

        bool fits = header.TotalBytes <= int.MaxValue && header.DirectoryBytes <= header.TotalBytes - Bytes
            && header.Pages <= Limits.PagesPerGroup && header.Extents <= header.Pages
            && header.TotalBytes >= Bytes
            && header.FirstSec > 0 && header.FirstSec <= header.LastSec && header.LastSec <= SecondMax;
        return fits ? Damage.None : Damage.Lengths;
    }
}
