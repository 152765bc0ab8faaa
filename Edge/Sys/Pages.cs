using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>Zeroed pages of the kernel, none of which costs anything before it is written. Neighbours become
/// one mapping, so that the kernel's limit of mappings is far.</summary>
internal static partial class Pages
{
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int DontNeed = 4;
    private const int Mergeable = 12;

    /// <summary>New pages are offered to the kernel's deduplication (KSM).</summary>
    private static volatile bool s_merges;
    private const nint Failed = -1;
    private const int OutOfMemory = 12;

    /// <returns>0: the kernel has none; the caller has another way.</returns>
    public static nint Map(long bytes)
    {
        Guard.That(bytes > 0);
        nint address = Mmap(0, (nuint)bytes, ReadWrite, PrivateAnonymous, -1, 0);
        if (address == Failed)
        {
            return 0;
        }

        if (s_merges)
        {
            // Pages are as good without it.
            _ = Madvise(address, (nuint)bytes, Mergeable);
        }

        return address;
    }

    /// <summary>
    /// From now on equal pages may be kept once, where the kernel's <c>ksmd</c> runs
    /// (<c>/sys/kernel/mm/ksm/run</c>). Any thread.
    /// </summary>
    /// <returns>Errno; not 0: the kernel cannot, and nothing is asked of it.</returns>
    public static int Merge()
    {
        if (s_merges)
        {
            return 0;
        }

        nint page = Map(Environment.SystemPageSize);
        if (page == 0)
        {
            return OutOfMemory;
        }

        int errno = Madvise(page, (nuint)Environment.SystemPageSize, Mergeable) == 0
            ? 0
            : Marshal.GetLastPInvokeError();
        Unmap(page, Environment.SystemPageSize);
        s_merges = errno == 0;
        return errno;
    }

    /// <param name="address">From <see cref="Map"/>.</param>
    /// <param name="bytes">As asked for.</param>
    public static void Unmap(nint address, long bytes) => Guard.That(Munmap(address, (nuint)bytes) == 0);

    /// <summary>Zero again, and not resident until they are written.</summary>
    /// <param name="address">Of a page in a mapping.</param>
    /// <param name="bytes">Whole pages of it.</param>
    /// <returns>False: they are as they were (locked memory).</returns>
    public static bool Empty(nint address, long bytes)
    {
        Guard.That(bytes > 0);
        return Madvise(address, (nuint)bytes, DontNeed) == 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Mmap(
        nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Munmap(nint address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Madvise(nint address, nuint bytes, int advice);
}
