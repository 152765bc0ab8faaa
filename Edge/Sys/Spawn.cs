using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>posix_spawn(3) of a shell: all between fork and exec is the C library's.</summary>
internal static unsafe partial class Spawn
{
    private const short InOwnGroup = 2;
    private const short WithSignals = 4;
    private const short WithMask = 8;
    private const int MaskBytes = 128;

    /// <summary>Of both C libraries: the larger of the two structures has 336 bytes.</summary>
    private const int OpaqueBytes = 1024;
    private const int BadDescriptor = 9;
    private const int ChildSignal = 17;
    private const nint Standard = 0;
    private const nint Ignored = 1;

    /// <summary>The same on all machines.</summary>
    private const int CloseRange = 436;
    private const nuint CloseOnExec = 4;

    /// <summary>Standard signals, a group of its own, no descriptor but the three.</summary>
    /// <returns>0, or an errno and no process.</returns>
    public static int Start(
        string command, string[] environment, int input, int output, int errors, out int process)
    {
        process = -1;
        if (Math.Min(input, Math.Min(output, errors)) <= 2)
        {
            // Whoever started Edge without standard descriptors: ours would be in their place.
            return BadDescriptor;
        }

        // What whoever started Edge left open; Linux before 5.11 cannot, and hands it on.
        _ = NativeCall(CloseRange, 3, uint.MaxValue, CloseOnExec);
        HearOfChildren();
        List<nint> texts = [];
        nint list = Marshal.AllocHGlobal((environment.Length + 5) * sizeof(nint));
        byte** arguments = (byte**)list;
        byte** variables = arguments + 4;
        arguments[0] = Text(texts, "sh");
        arguments[1] = Text(texts, "-c");
        arguments[2] = Text(texts, command);
        arguments[3] = null;
        for (int i = 0; i < environment.Length; i++)
        {
            variables[i] = Text(texts, environment[i]);
        }

        variables[environment.Length] = null;
        int errno = Run(arguments, variables, input, output, errors, out process);
        foreach (nint text in texts)
        {
            Marshal.FreeCoTaskMem(text);
        }

        Marshal.FreeHGlobal(list);
        return errno;
    }

    private static int Run(
        byte** arguments, byte** variables, int input, int output, int errors, out int process)
    {
        byte* mask = stackalloc byte[MaskBytes];
        byte* attributes = stackalloc byte[OpaqueBytes];
        byte* actions = stackalloc byte[OpaqueBytes];
        _ = NativeAttributes(attributes);
        _ = NativeActions(actions);
        new Span<byte>(mask, MaskBytes).Clear();
        _ = NativeSetMask(attributes, mask);
        new Span<byte>(mask, MaskBytes).Fill(0xff);
        _ = NativeSetStandard(attributes, mask);
        _ = NativeSetGroup(attributes, 0);
        _ = NativeSetFlags(attributes, InOwnGroup | WithSignals | WithMask);
        _ = NativeAddCopy(actions, input, 0);
        _ = NativeAddCopy(actions, output, 1);
        _ = NativeAddCopy(actions, errors, 2);
        int id = -1;
        int errno;
        fixed (byte* shell = "/bin/sh\0"u8)
        {
            errno = NativeSpawn(&id, shell, actions, attributes, arguments, variables);
        }

        _ = NativeEndActions(actions);
        _ = NativeEndAttributes(attributes);
        process = errno == 0 ? id : -1;
        return errno;
    }

    private static byte* Text(List<nint> texts, string text)
    {
        nint address = Marshal.StringToCoTaskMemUTF8(text);
        texts.Add(address);
        return (byte*)address;
    }

    /// <summary>A process that was started with SIGCHLD ignored never learns how its children end.</summary>
    private static void HearOfChildren()
    {
        const int actionBytesMax = 256;
        nint* action = stackalloc nint[actionBytesMax / sizeof(nint)];
        if (NativeAction(ChildSignal, 0, action) == 0 && action[0] == Ignored)
        {
            _ = NativeSignal(ChildSignal, Standard);
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int NativeAction(int signal, nint nothing, nint* action);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint NativeSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint NativeCall(nint number, nuint a, nuint b, nuint c);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int NativeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int NativeEndAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int NativeSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    private static partial int NativeSetGroup(byte* attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int NativeSetMask(byte* attributes, byte* mask);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int NativeSetStandard(byte* attributes, byte* mask);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int NativeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int NativeEndActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int NativeAddCopy(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int NativeSpawn(
        int* process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);
}
