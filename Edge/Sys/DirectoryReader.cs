using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// The sub-directories of a directory, as bytes and without anything on the managed heap: trees of thousands
/// are walked every few seconds. Links are not followed.
/// </summary>
internal ref partial struct DirectoryReader
{
    private const int Closed = -1;

    /// <summary>O_DIRECTORY differs between machines, so an open file is simply refused by the listing.
    /// O_CLOEXEC and O_NONBLOCK are alike on those that Edge runs on.</summary>
    private const int OpenFlags = 0x80000 | 0x800;

    // struct linux_dirent64: inode 8, offset 8, length 2, type 1, name with a zero behind it.
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    /// <summary>All file systems of the kernel's own tell it.</summary>
    private const byte TypeDirectory = 4;

    private readonly Span<byte> _buffer;
    private int _descriptor;
    private int _at;
    private int _end;

    /// <param name="path">With a zero at its end.</param>
    /// <param name="buffer">Some KiB; a call to the kernel fills it.</param>
    public DirectoryReader(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        Guard.That(!path.IsEmpty && path[^1] == 0);
        _buffer = buffer;
        _descriptor = open(in MemoryMarshal.GetReference(path), OpenFlags, 0);
    }

    /// <summary>It is there and may be read.</summary>
    public readonly bool IsOpen => _descriptor >= 0;

    /// <summary>The next sub-directory; false: there is none any more, and the directory is closed.</summary>
    /// <param name="name">Without its path; borrowed until the next call.</param>
    public bool Next(out ReadOnlySpan<byte> name)
    {
        while (_descriptor >= 0)
        {
            if (_at >= _end && !Fill())
            {
                break;
            }

            ReadOnlySpan<byte> entry = _buffer[_at.._end];
            int length = MemoryMarshal.Read<ushort>(entry[LengthAt..]);
            Guard.That(length > NameAt && length <= entry.Length);
            _at += length;
            name = entry[NameAt..length];
            name = name[..name.IndexOf((byte)0)];
            if (entry[TypeAt] == TypeDirectory && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                return true;
            }
        }

        Dispose();
        name = [];
        return false;
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = close(_descriptor);
            _descriptor = Closed;
        }
    }

    private bool Fill()
    {
        _at = 0;
        _end = (int)Math.Max(
            getdents64(_descriptor, ref MemoryMarshal.GetReference(_buffer), (nuint)_buffer.Length), 0);
        return _end > 0;
    }

    [LibraryImport("libc")]
    private static partial int open(in byte path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial nint getdents64(int descriptor, ref byte buffer, nuint bytes);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
