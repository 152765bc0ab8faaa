using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// Small files of the kernel by paths that are put together for each read: they are too many to have an
/// object each. Nothing on the managed heap but a buffer that grows.
/// </summary>
internal static unsafe partial class PathFile
{
    public const int NotThere = 2;

    /// <summary>A control group that was removed while its file was open.</summary>
    public const int NoDevice = 19;

    /// <summary>No descriptor.</summary>
    public const int None = -1;

    /// <summary>
    /// O_CLOEXEC; and O_NONBLOCK, so that a pipe in place of a file cannot hang the caller.
    /// </summary>
    private const int OpenFlags = 0x80000 | 0x800;

    private const int Interrupted = 4;
    private const int TooBig = 27;
    private const int CurrentDirectory = -100;
    private const int LimitOfFiles = 7;
    private const uint WantsLinks = 0x4;

    // struct statx: 256 bytes, the number of links at 16.
    private const int StatBytes = 256;
    private const int LinksAt = 16;

    /// <summary>A descriptor to be closed, or <see cref="None"/>.</summary>
    /// <param name="path">With a zero at its end.</param>
    /// <param name="errno">Why not; 0 for success.</param>
    public static int Open(ReadOnlySpan<byte> path, out int errno)
    {
        Guard.That(!path.IsEmpty && path[^1] == 0);
        fixed (byte* at = path)
        {
            int descriptor;
            do
            {
                descriptor = open(at, OpenFlags, 0);
                errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == Interrupted);

            return descriptor;
        }
    }

    /// <summary>Bytes from the start of the file to its end; -1: an errno.</summary>
    /// <param name="descriptor">Stays open.</param>
    /// <param name="buffer">Grown when the file does not fit.</param>
    /// <param name="bytesMax">A file of more is refused as EFBIG.</param>
    /// <param name="errno">0 for success.</param>
    public static int Read(int descriptor, ref byte[] buffer, int bytesMax, out int errno)
    {
        int count = 0;
        while (true)
        {
            if (count == buffer.Length)
            {
                if (count >= bytesMax)
                {
                    errno = TooBig;
                    return -1;
                }

                Array.Resize(ref buffer, Math.Min(count * 2, bytesMax));
            }

            nint got;
            fixed (byte* at = &buffer[count])
            {
                got = pread(descriptor, at, (nuint)(buffer.Length - count), count);
            }

            errno = got < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno != 0 && errno != Interrupted)
            {
                return -1;
            }

            // Such a file is made in one piece: less than there was room for is its end.
            bool isEnd = errno == 0 && got < buffer.Length - count;
            count += (int)Math.Max(got, 0);
            if (isEnd)
            {
                return count;
            }
        }
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>Names that lead there: 2 and one for each sub-directory, for a directory of the kernel's own
    /// file systems; 1 where a file system does not count. 0: it is not there.</summary>
    public static uint Links(ReadOnlySpan<byte> path)
    {
        Guard.That(!path.IsEmpty && path[^1] == 0);
        byte* stat = stackalloc byte[StatBytes];
        fixed (byte* at = path)
        {
            return statx(CurrentDirectory, at, 0, WantsLinks, stat) == 0 ? *(uint*)(stat + LinksAt) : 0;
        }
    }

    /// <summary>How many files this process may have open.</summary>
    public static long OpenMax()
    {
        nuint* limit = stackalloc nuint[2];
        return getrlimit(LimitOfFiles, limit) == 0 ? (long)Math.Min(limit[0], int.MaxValue) : 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(int descriptor, byte* buffer, nuint bytes, nint offset);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int statx(int directory, byte* path, int flags, uint mask, byte* result);

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, nuint* limit);
}
