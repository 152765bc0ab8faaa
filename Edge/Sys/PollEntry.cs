using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PollEntry
{
    private const short Readable = 1;

    private readonly int _descriptor;
    private readonly short _wanted;

    // Written by the kernel.
    private readonly short _got = 0;

    /// <param name="descriptor">Negative: an entry that is passed over.</param>
    public PollEntry(int descriptor)
    {
        _descriptor = descriptor;
        _wanted = Readable;
    }

    /// <summary>There is something to read, its end or an error included.</summary>
    public bool IsReady => _got != 0;
}
