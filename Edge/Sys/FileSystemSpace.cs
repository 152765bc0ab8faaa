using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>What statvfs(3) says of a mounted file system. Asking waits for whoever holds it: for ever, if
/// that is a server that died.</summary>
/// <param name="BlockBytes">The unit of the three numbers of blocks.</param>
internal readonly unsafe partial record struct FileSystemSpace(
    ulong BlockBytes, ulong Blocks, ulong BlocksFree, ulong BlocksAvailable, ulong Inodes, ulong InodesFree,
    ulong InodesAvailable)
{
    private const int StructBytesMax = 256;

    /// <summary>Null: there is no directory, or it may not be looked at.</summary>
    public static FileSystemSpace? Ask(string path)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        // unsigned long bsize, frsize; then six 64 bit numbers.
        byte* result = stackalloc byte[StructBytesMax];
        if ((sizeof(nint) == 4 ? statvfs64(path, result) : statvfs(path, result)) != 0)
        {
            return null;
        }

        ulong block = *(nuint*)result;
        ulong fragment = *(nuint*)(result + sizeof(nint));
        ulong* counts = (ulong*)(result + (2 * sizeof(nint)));
        return new FileSystemSpace(fragment == 0 ? block : fragment, counts[0], counts[1], counts[2],
            counts[3], counts[4], counts[5]);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statvfs(string path, byte* result);

    /// <summary>On 32 bit machines the one with 64 bit numbers.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statvfs64(string path, byte* result);
}
