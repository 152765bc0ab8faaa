using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// Runs a small program of the operator's and takes what it prints. Blocks: only for threads that may.
/// </summary>
internal static unsafe partial class Script
{
    /// <summary>Exit code of one that could not be run, or was ended.</summary>
    public const int Failed = -1;

    // Larger than the types of any C library: glibc has 80, 336 and 128 bytes.
    private const int ActionsBytes = 512;
    private const int AttributesBytes = 1024;
    private const int SignalsBytes = 128;

    private const short OwnGroupAndSignals = 0x02 | 0x04 | 0x08;
    private const int PipeSignal = 13;
    private const int KillSignal = 9;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;
    private const short Readable = 1;
    private const int Output = 1;
    private const int ReadOnly = 0;

    /// <summary>The bytes of its standard output, at most <paramref name="bytesMax"/>.</summary>
    /// <param name="path">A file that may be executed.</param>
    /// <param name="arguments">Without its name.</param>
    /// <param name="variables">All of its environment, <c>name=value</c>.</param>
    /// <param name="bytesMax">What is printed beyond is thrown away.</param>
    /// <param name="timeoutMs">It is killed, with all that it started, when it takes longer.</param>
    /// <param name="exitCode"><see cref="Failed"/> or 0 to 255.</param>
    public static byte[] Run(string path, ReadOnlySpan<string> arguments, ReadOnlySpan<string> variables,
        int bytesMax, int timeoutMs, out int exitCode)
    {
        exitCode = Failed;
        int* ends = stackalloc int[2];
        if (pipe2(ends, CloseOnExec) != 0)
        {
            return [];
        }

        int process = Spawn(path, arguments, variables, ends[1]);
        _ = close(ends[1]);
        byte[] output = [];
        if (process > 0)
        {
            output = ReadAll(ends[0], bytesMax, timeoutMs, out bool isDone);
            if (!isDone)
            {
                _ = kill(-process, KillSignal);
            }

            exitCode = Wait(process);
        }

        _ = close(ends[0]);
        return output;
    }

    /// <summary>Its number, or 0: it cannot be run. In a process group of its own, with the signals as they
    /// are by default.</summary>
    private static int Spawn(
        string path, ReadOnlySpan<string> arguments, ReadOnlySpan<string> variables, int output)
    {
        byte* actions = stackalloc byte[ActionsBytes];
        byte* attributes = stackalloc byte[AttributesBytes];
        ulong* none = stackalloc ulong[SignalsBytes / 8];
        ulong* reset = stackalloc ulong[SignalsBytes / 8];
        new Span<byte>(none, SignalsBytes).Clear();
        new Span<byte>(reset, SignalsBytes).Clear();
        reset[0] = 1UL << (PipeSignal - 1);
        byte** words = Native([path, .. arguments]);
        byte** environment = Native([.. variables]);
        _ = posix_spawn_file_actions_init(actions);
        fixed (byte* nowhere = "/dev/null"u8)
        {
            _ = posix_spawn_file_actions_addopen(actions, 0, nowhere, ReadOnly, 0);
        }

        _ = posix_spawn_file_actions_adddup2(actions, output, Output);
        _ = posix_spawnattr_init(attributes);
        _ = posix_spawnattr_setflags(attributes, OwnGroupAndSignals);
        _ = posix_spawnattr_setpgroup(attributes, 0);
        _ = posix_spawnattr_setsigdefault(attributes, reset);
        _ = posix_spawnattr_setsigmask(attributes, none);
        int process;
        int error = posix_spawn(&process, words[0], actions, attributes, words, environment);
        _ = posix_spawnattr_destroy(attributes);
        _ = posix_spawn_file_actions_destroy(actions);
        NativeMemory.Free(words);
        NativeMemory.Free(environment);
        return error == 0 ? process : 0;
    }

    /// <param name="isDone">False: the time was up.</param>
    private static byte[] ReadAll(int descriptor, int bytesMax, int timeoutMs, out bool isDone)
    {
        var bytes = new byte[bytesMax];
        byte* rest = stackalloc byte[512];
        int count = 0;
        long endUsec = Clock.MonotonicUsec() + (timeoutMs * 1000L);
        isDone = false;
        while (true)
        {
            long leftMs = (endUsec - Clock.MonotonicUsec()) / 1000;
            var wanted = new Wanted { Descriptor = descriptor, Events = Readable };
            if (leftMs <= 0 || poll(&wanted, 1, (int)leftMs) == 0)
            {
                return bytes[..count];
            }

            nint got;
            fixed (byte* at = bytes)
            {
                got = count < bytesMax
                    ? read(descriptor, at + count, (nuint)(bytesMax - count))
                    : read(descriptor, rest, 512);
            }

            if (got == 0 || (got < 0 && Marshal.GetLastPInvokeError() != Interrupted))
            {
                isDone = got == 0;
                return bytes[..count];
            }

            count += got > 0 && count < bytesMax ? (int)got : 0;
        }
    }

    /// <summary>It has closed its output or was killed, so this does not take long.</summary>
    private static int Wait(int process)
    {
        int status;
        while (waitpid(process, &status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return Failed;
            }
        }

        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : Failed;
    }

    /// <summary>Addresses, a null behind them, and then the texts, in one block.</summary>
    private static byte** Native(string[] texts)
    {
        int bytes = (texts.Length + 1) * sizeof(byte*);
        foreach (string text in texts)
        {
            bytes += Encoding.UTF8.GetByteCount(text) + 1;
        }

        byte** list = (byte**)NativeMemory.AllocZeroed((nuint)bytes);
        byte* at = (byte*)(list + texts.Length + 1);
        for (int i = 0; i < texts.Length; i++)
        {
            list[i] = at;
            at += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(at, Encoding.UTF8.GetByteCount(texts[i])))
                + 1;
        }

        return list;
    }

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint bytes);

    [LibraryImport("libc")]
    private static partial int poll(Wanted* wanted, nuint count, int timeoutMs);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int process, int* status, int options);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* process, byte* path, byte* actions, byte* attributes,
        byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, byte* path,
        int flags, uint mode);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, ulong* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, ulong* signals);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Wanted
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
