using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// A file by its descriptor, for databases: what the kernel says is an errno, 0 for success, since a full or
/// broken disk is weather and no exception.
/// </summary>
internal sealed unsafe partial class RawFile : IDisposable
{
    private const int ReadWriteCloseOnExec = 0x2 | 0x80000;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int CreateFresh = 0x40 | 0x200;
    private const int ModeGroupWritable = 0x1B4; // 0664, as the reference
    private const int Interrupted = 4;
    private const int NoMoreSpace = 28;
    private readonly int _descriptor;

    private RawFile(int descriptor) => _descriptor = descriptor;

    /// <summary>For <see cref="MappedFile"/> alone.</summary>
    internal int Descriptor => _descriptor;

    /// <summary>-1 and no file: <paramref name="errno"/> says why.</summary>
    public static RawFile? Open(string path, bool writes, out int errno) =>
        Of(NativeOpen(path, writes ? ReadWriteCloseOnExec : ReadOnlyCloseOnExec, 0), out errno);

    /// <summary>Empties one that is there.</summary>
    public static RawFile? Create(string path, out int errno) =>
        Of(NativeOpen(path, ReadWriteCloseOnExec | CreateFresh, ModeGroupWritable), out errno);

    /// <summary>
    /// As many bytes as there are; less than asked for at the end of the file. -1: an errno.
    /// </summary>
    public long Read(Span<byte> target, long offset, out int errno)
    {
        long done = 0;
        errno = 0;
        fixed (byte* first = target)
        {
            while (done < target.Length)
            {
                nint count = NativeRead(
                    _descriptor, first + done, (nuint)(target.Length - done), offset + done);
                if (count > 0)
                {
                    done += count;
                }
                else if (count == 0)
                {
                    break;
                }
                else if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
                {
                    errno = error;
                    return -1;
                }
            }
        }

        return done;
    }

    /// <summary>All of it, or an errno.</summary>
    public int Write(ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* first = bytes)
        {
            for (long done = 0; done < bytes.Length;)
            {
                nint count = NativeWrite(
                    _descriptor, first + done, (nuint)(bytes.Length - done), offset + done);
                if (count > 0)
                {
                    done += count;
                }
                else if (count == 0)
                {
                    return NoMoreSpace;
                }
                else if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
                {
                    return error;
                }
            }
        }

        return 0;
    }

    /// <summary>Cuts, or adds a hole.</summary>
    public int Resize(long bytes) => Errno(NativeResize(_descriptor, bytes));

    /// <summary>
    /// Blocks of the disk for all of the file, at least this long, so that no later write can find it full.
    /// </summary>
    public int Allocate(long bytes)
    {
        int error;
        do
        {
            error = NativeAllocate(_descriptor, 0, bytes);
        }
        while (error == Interrupted);

        return error;
    }

    /// <summary>Zeros in a part that has its blocks, which it keeps. An errno where the file system cannot:
    /// it
    /// has to be written then.</summary>
    public int Zero(long offset, long bytes)
    {
        const int zeroRange = 0x10;
        return Errno(NativeChange(_descriptor, zeroRange, offset, bytes));
    }

    /// <summary>Waits until its bytes, written or mapped, are on the disk.</summary>
    public int Sync() => Errno(NativeSync(_descriptor));

    /// <summary>The same for everything on its file system.</summary>
    public int SyncAll() => Errno(NativeSyncAll(_descriptor));

    /// <summary>In one step; what had the name before is gone.</summary>
    public static int Rename(string from, string to) => Errno(NativeRename(from, to));

    public static int Delete(string path) => Errno(NativeDelete(path));

    /// <summary>Mode 0775; one that is there already is fine.</summary>
    public static int MakeDirectory(string path)
    {
        const int modeReadable = 0x1FD;
        const int alreadyThere = 17;
        int error = Errno(NativeMakeDirectory(path, modeReadable));
        return error == alreadyThere ? 0 : error;
    }

    /// <summary>An empty one.</summary>
    public static int DeleteDirectory(string path) => Errno(NativeDeleteDirectory(path));

    /// <summary>What an errno means, in words.</summary>
    public static string Explain(int errno) => $"errno {errno}, {Marshal.GetPInvokeErrorMessage(errno)}";

    public void Dispose()
    {
        // Once; the owner holds it in a using.
        _ = NativeClose(_descriptor);
    }

    private static RawFile? Of(int descriptor, out int errno)
    {
        errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor < 0 ? null : new RawFile(descriptor);
    }

    private static int Errno(int result) => result == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    private static partial int NativeOpen(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int NativeClose(int descriptor);

    [LibraryImport("libc", EntryPoint = "pread64", SetLastError = true)]
    private static partial nint NativeRead(int descriptor, byte* target, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite64", SetLastError = true)]
    private static partial nint NativeWrite(int descriptor, byte* bytes, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "ftruncate64", SetLastError = true)]
    private static partial int NativeResize(int descriptor, long bytes);

    [LibraryImport("libc", EntryPoint = "fallocate64", SetLastError = true)]
    private static partial int NativeChange(int descriptor, int mode, long offset, long bytes);

    /// <summary>Answers the errno itself.</summary>
    [LibraryImport("libc", EntryPoint = "posix_fallocate64")]
    private static partial int NativeAllocate(int descriptor, long offset, long bytes);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int NativeSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int NativeSyncAll(int descriptor);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    private static partial int NativeRename(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    private static partial int NativeDelete(string path);

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    private static partial int NativeMakeDirectory(string path, int mode);

    [LibraryImport("libc", EntryPoint = "rmdir", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    private static partial int NativeDeleteDirectory(string path);
}
