using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>Pipes, and waiting for several of them: what talks to other programs needs no more.</summary>
internal static unsafe partial class Descriptors
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int SetFlags = 4;
    private const int Interrupted = 4;
    private const int Again = 11;

    /// <summary>Both ends are closed in programs that are started.</summary>
    /// <param name="readsWithoutWaiting">Of the end that is read here.</param>
    /// <returns>0, or an errno and no pipe.</returns>
    public static int OpenPipe(bool readsWithoutWaiting, out int readEnd, out int writeEnd)
    {
        int* ends = stackalloc int[2];
        (readEnd, writeEnd) = (-1, -1);
        if (NativePipe(ends, CloseOnExec) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        (readEnd, writeEnd) = (ends[0], ends[1]);
        if (readsWithoutWaiting)
        {
            _ = NativeControl(readEnd, SetFlags, NonBlocking);
        }

        return 0;
    }

    /// <summary>Bytes; 0 at the end; -1 when there is nothing just now; below that a negative errno, which a
    /// pipe has only when Edge made a mistake.</summary>
    public static int Read(int descriptor, Span<byte> target)
    {
        Guard.That(target.Length > 0);
        while (true)
        {
            nint count;
            fixed (byte* first = target)
            {
                count = NativeRead(descriptor, first, (nuint)target.Length);
            }

            if (count >= 0)
            {
                return (int)count;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    continue;
                case Again:
                    return -1;
                case var error:
                    return Math.Min(-error, -2);
            }
        }
    }

    /// <summary>
    /// Has the kernel kill a process group when the pipe that this is the reading end of has no writer any
    /// more, or somebody writes to it; for as long as the group has it open.
    /// </summary>
    public static void KillAtTheEnd(int readEnd, int group)
    {
        const int setOwner = 8;
        const int setSignal = 10;
        const int signalling = 0x2000;
        _ = NativeControl(readEnd, setSignal, ChildProcess.Kill);
        _ = NativeControl(readEnd, setOwner, -group);
        _ = NativeControl(readEnd, SetFlags, signalling);
    }

    /// <summary>One byte that says nothing but that it is there.</summary>
    public static void Wake(int writeEnd) => LogFile.WriteAll(writeEnd, "!"u8);

    /// <summary>Negative: nothing is closed.</summary>
    public static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
        {
            _ = NativeClose(descriptor);
        }

        descriptor = -1;
    }

    /// <summary>Waits until one is ready.</summary>
    /// <param name="entries">Marked when they are.</param>
    /// <param name="timeoutMs">-1: for ever.</param>
    /// <returns>How many are ready; 0 when the time is over or a signal came.</returns>
    public static int Poll(Span<PollEntry> entries, int timeoutMs)
    {
        fixed (PollEntry* first = entries)
        {
            return Math.Max(NativePoll(first, (nuint)entries.Length, timeoutMs), 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int NativePipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int NativeControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint NativeRead(int descriptor, byte* target, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int NativeClose(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int NativePoll(PollEntry* entries, nuint count, int timeoutMs);
}
