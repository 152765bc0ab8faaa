using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// What a process has run once stays mapped, and counts as its memory, until the kernel is short of it. Given
/// up, the pages stay in the cache of the files they are from, and those that are still in use come back by a
/// fault each.
/// </summary>
internal static partial class CodePages
{
    private const int DoNotNeed = 4;

    /// <summary>Ours: some 50 mappings of 700 bytes each; what is beyond keeps its pages.</summary>
    private const int ListBytesMax = 256 * 1024;

    /// <summary>Unmaps the code and the constants of the program and its libraries, which nobody writes to.
    /// Some hundred faults follow, less than a millisecond together.</summary>
    /// <returns>Bytes of the mappings; 0: the list of them cannot be read.</returns>
    public static long Forget()
    {
        using RawFile? file = RawFile.Open("/proc/self/smaps", writes: false, out _);
        using var list = new NativeBlock("code pages", ListBytesMax);
        int count = 0;
        for (long read = 1; read > 0 && count < ListBytesMax; count += (int)Math.Max(read, 0))
        {
            read = file?.Read(list.Span<byte>(count, ListBytesMax - count), count, out _) ?? 0;
        }

        return Forget(list.Span<byte>(0, count));
    }

    private static long Forget(ReadOnlySpan<byte> list)
    {
        long bytes = 0;
        (long start, long length) = (0, 0);
        while (!list.IsEmpty)
        {
            int end = list.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? list : list[..end];
            list = end < 0 ? [] : list[(end + 1)..];
            if (IsMapping(line))
            {
                IsUnwritable(line, out start, out length);
            }
            else if (length > 0 && IsWithoutOwnPages(line))
            {
                bytes += NativeAdvise((nint)start, (nint)length, DoNotNeed) == 0 ? length : 0;
                length = 0;
            }
        }

        return bytes;
    }

    /// <summary><c>start-end r-xp offset device inode path</c>, or <c>r--p</c>; what has no path is not from
    /// a file.</summary>
    internal static bool IsUnwritable(ReadOnlySpan<byte> line, out long start, out long length)
    {
        (start, length) = (0, 0);
        int dash = line.IndexOf((byte)'-');
        int blank = line.IndexOf((byte)' ');
        if (dash < 0 || blank < dash || !line.Contains((byte)'/')
            || !(line[blank..].StartsWith(" r-xp "u8) || line[blank..].StartsWith(" r--p "u8))
            || !Utf8Parser.TryParse(line[..dash], out start, out _, 'x')
            || !Utf8Parser.TryParse(line[(dash + 1)..blank], out long end, out _, 'x'))
        {
            return false;
        }

        length = end - start;
        return length > 0;
    }

    /// <summary>Nothing of it was written before it became unwritable, as the loader does.</summary>
    internal static bool IsWithoutOwnPages(ReadOnlySpan<byte> line) =>
        line.StartsWith("Anonymous:"u8) && line.EndsWith(" 0 kB"u8);

    /// <summary>What is told of it has names with a colon and no dash.</summary>
    private static bool IsMapping(ReadOnlySpan<byte> line) =>
        line.IndexOf((byte)'-') is > 0 and var dash && line.IndexOf((byte)' ') > dash;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int NativeAdvise(nint address, nint bytes, int advice);
}
