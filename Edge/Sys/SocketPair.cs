using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// Two connected stream sockets inside the process, for waking a thread that waits for sockets.
/// </summary>
internal static partial class SocketPair
{
    private const int UnixFamily = 1;

    // SOCK_STREAM | SOCK_CLOEXEC of Linux.
    private const int StreamCloseOnExec = 1 | 0x80000;

    /// <summary>File descriptors that the caller owns.</summary>
    /// <exception cref="IOException">No descriptors left.</exception>
    public static (int First, int Second) Open()
    {
        Span<int> pair = stackalloc int[2];
        if (OpenPair(UnixFamily, StreamCloseOnExec, 0, ref MemoryMarshal.GetReference(pair)) != 0)
        {
            throw new IOException($"cannot create a pair of sockets (errno {Marshal.GetLastPInvokeError()})");
        }

        return (pair[0], pair[1]);
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int OpenPair(int family, int type, int protocol, ref int pair);
}
