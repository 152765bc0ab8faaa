using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// Owner of a part of a file in memory, shared with it: what is written there is the file's as soon as it is
/// written, whatever becomes of the process. The file must be as long as the part, or touching it kills.
/// </summary>
internal sealed unsafe partial class MappedFile : IDisposable
{
    private const int ReadWrite = 0x1 | 0x2;
    private const int Shared = 0x1;
    private byte* _start;
    private readonly nuint _length;

    private MappedFile(byte* start, nuint length, nint address)
    {
        _start = start;
        _length = length;
        Address = address;
    }

    /// <summary>Of the first byte asked for; 64-byte aligned when the offset in the file is.</summary>
    public nint Address { get; }

    /// <param name="file">May be closed afterwards.</param>
    /// <param name="offset">Any; machines have pages of 4 to 64 KiB, so the mapping may begin before
    /// it.</param>
    /// <param name="bytes">1 or more.</param>
    /// <param name="errno">Why there is none.</param>
    public static MappedFile? Map(RawFile file, long offset, long bytes, out int errno)
    {
        Guard.That(offset >= 0 && bytes > 0);
        long lead = offset % Environment.SystemPageSize;
        var length = (nuint)(lead + bytes);
        void* start = NativeMap(null, length, ReadWrite, Shared, file.Descriptor, offset - lead);
        errno = (nint)start == -1 ? Marshal.GetLastPInvokeError() : 0;
        return errno != 0
            ? null
            : new MappedFile((byte*)start, length, (nint)start + (nint)lead);
    }

    /// <summary>A piece of the part, by its distance from the first byte that was asked for.</summary>
    public Span<byte> Span(long offset, int bytes)
    {
        Guard.That(offset >= 0 && bytes >= 0 && (nuint)(Address - (nint)_start + offset + bytes) <= _length);
        return new Span<byte>((byte*)Address + offset, bytes);
    }

    public void Dispose()
    {
        if (_start != null)
        {
            _ = NativeUnmap(_start, _length);
            _start = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap64", SetLastError = true)]
    private static partial void* NativeMap(
        void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int NativeUnmap(void* address, nuint length);
}
