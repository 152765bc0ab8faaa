using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// A program that Edge started, in a process group of its own: owner of the reading ends of its output and
/// errors, of its input, and of its status. The kernel kills the group when Edge ends, however that ends. One
/// thread.
/// </summary>
/// <remarks>
/// Nobody ever writes to its input, whose end would be the sign that Edge is gone: plugins of 1.37 wait for
/// it. The pipe is asked to signal the whole group when there is something to read, and its end is the only
/// thing that ever can be. (What a parent's death can signal by prctl is one process, and it takes code of
/// ours between fork and exec, which in a runtime that collects is not safe.)
/// </remarks>
internal sealed unsafe partial class ChildProcess : IDisposable
{
    public const int Terminate = 15;
    public const int Kill = 9;

    private const int NotMine = 10;
    private const int ByProcess = 1;
    private const int WithoutWaiting = 1;
    private const int Exited = 4;
    private const int LeaveIt = 0x1000000;
    private const int SiginfoBytes = 128;
    private int _input;
    private int _output;
    private int _errors;

    private ChildProcess(int id, int input, int output, int errors) =>
        (Id, _input, _output, _errors) = (id, input, output, errors);

    public int Id { get; }

    /// <summary>Of what it says; reading never waits. -1 once closed.</summary>
    public int Output => _output;

    public int Errors => _errors;

    /// <summary>Null: <paramref name="errno"/> says why. A shell that cannot start the command exits with
    /// 126 or 127.</summary>
    /// <param name="command">For <c>/bin/sh -c</c>.</param>
    /// <param name="environment">All of it, <c>name=value</c>.</param>
    /// <param name="errno">0 with a process.</param>
    public static ChildProcess? Start(string command, string[] environment, out int errno)
    {
        (int itsInput, int itsOutput, int itsErrors) = (-1, -1, -1);
        (int input, int output, int errors) = (-1, -1, -1);
        int id = -1;
        errno = Descriptors.OpenPipe(readsWithoutWaiting: false, out itsInput, out input);
        errno = errno != 0 ? errno
            : Descriptors.OpenPipe(readsWithoutWaiting: true, out output, out itsOutput);
        errno = errno != 0 ? errno
            : Descriptors.OpenPipe(readsWithoutWaiting: true, out errors, out itsErrors);
        if (errno == 0)
        {
            errno = Spawn.Start(command, environment, itsInput, itsOutput, itsErrors, out id);
        }

        if (errno == 0)
        {
            Descriptors.KillAtTheEnd(itsInput, id);
        }

        Descriptors.Close(ref itsInput);
        Descriptors.Close(ref itsOutput);
        Descriptors.Close(ref itsErrors);
        var child = new ChildProcess(id, input, output, errors);
        if (errno == 0)
        {
            return child;
        }

        child.Dispose();
        return null;
    }

    /// <summary>To all of its group, which is there as long as it was not taken. 0, or an errno.</summary>
    public int SignalGroup(int signal) =>
        NativeKill(-Id, signal) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>It has ended, and can be taken without waiting.</summary>
    public bool HasEnded()
    {
        int* info = stackalloc int[SiginfoBytes / sizeof(int)];
        new Span<byte>(info, SiginfoBytes).Clear();
        int result = NativePeek(ByProcess, (uint)Id, info, Exited | WithoutWaiting | LeaveIt);
        return result == 0 ? info[0] != 0 : Marshal.GetLastPInvokeError() == NotMine;
    }

    /// <summary>After <see cref="HasEnded"/>, once: its number may be another's from now on.</summary>
    public ChildEnd Take()
    {
        int status = 0;
        return NativeWait(Id, &status, WithoutWaiting) == Id ? ChildEnd.Of(status) : ChildEnd.Unknown;
    }

    /// <summary>Nobody listens any more.</summary>
    public void CloseOutput() => Descriptors.Close(ref _output);

    public void CloseErrors() => Descriptors.Close(ref _errors);

    /// <summary>Whatever is left of the group is killed; a process not taken yet is left to the
    /// kernel.</summary>
    public void Dispose()
    {
        CloseOutput();
        CloseErrors();
        Descriptors.Close(ref _input);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int NativeKill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int NativePeek(int kind, uint id, int* info, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int NativeWait(int process, int* status, int options);
}
