using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// What the process asks of the kernel for itself. Start-up only; each answers an errno, 0 for success.
/// </summary>
internal static unsafe partial class OwnProcess
{
    private const int PrSetThpDisable = 41;
    private const int PrioProcess = 0;
    private const int HeapArenaMax = -8;
    private const StringMarshalling Utf8 = StringMarshalling.Utf8;

    public static bool IsRoot => NativeEffectiveUser() == 0;

    public static uint EffectiveUser => NativeEffectiveUser();

    public static uint EffectiveGroup => NativeEffectiveGroup();

    /// <summary>
    /// Hosts with transparent huge pages <c>always</c> would back each 8 MiB stack with pages of 2 MiB.
    /// </summary>
    public static int DisableHugePages() => Errno(NativeControl(PrSetThpDisable, 1, 0, 0, 0));

    /// <summary>
    /// One heap of the C library for all threads: few of them allocate there, and each other heap holds some
    /// 50 KiB that nobody uses. C libraries that have no such thing have one heap anyway.
    /// </summary>
    public static void ShareHeap()
    {
        try
        {
            _ = NativeHeapOption(HeapArenaMax, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // musl.
        }
    }

    /// <summary>
    /// Numbers of sched(7): other 0, fifo 1, rr 2, batch 3, idle 5. Threads created later inherit it.
    /// </summary>
    public static int SetScheduler(int policy, int priority) =>
        Errno(NativeSetScheduler(0, policy, &priority));

    /// <summary>Of this thread and those created later.</summary>
    public static int SetNice(int level) => Errno(NativeSetPriority(PrioProcess, 0, level));

    public static int SetFileMask(int mask) => NativeFileMask(mask);

    /// <summary>Gives a file to a user; the group is his primary one.</summary>
    public static int GiveTo(string path, UserAccount account) =>
        Errno(NativeChangeOwner(path, account.UserId, account.GroupId));

    /// <summary>
    /// Becomes another user for good, groups first. All threads (the C library sees to that).
    /// </summary>
    public static int Become(UserAccount account)
    {
        int error = Errno(NativeInitGroups(account.Name, account.GroupId));
        error = error != 0 ? error : Errno(NativeSetGroup(account.GroupId));
        error = error != 0 ? error : Errno(NativeSetUser(account.UserId));

        // Giving up root must not be reversible; a kernel that lets us back in has not done what it said.
        Guard.That(error != 0 || account.UserId == 0 || NativeSetUser(0) != 0);
        return error;
    }

    /// <summary>Null: there is no such user.</summary>
    public static UserAccount? FindUser(string name)
    {
        NativePasswd* entry = NativeUserByName(name);
        return entry == null ? null : new UserAccount(name, entry->UserId, entry->GroupId);
    }

    /// <summary>Null: there is no such group.</summary>
    public static uint? FindGroup(string name)
    {
        NativeGroup* entry = NativeGroupByName(name);
        return entry == null ? null : entry->GroupId;
    }

    /// <summary>The name of a user; its number when it has none.</summary>
    public static string UserName(uint userId)
    {
        NativePasswd* entry = NativeUserById(userId);
        string? name = entry == null ? null : Marshal.PtrToStringUTF8((nint)entry->Name);
        return name ?? userId.ToString();
    }

    /// <summary>
    /// For the C library, which does not see what .NET sets; with it the time zone is read anew.
    /// </summary>
    public static void SetEnvironment(string name, string value)
    {
        _ = NativeSetEnvironment(name, value, 1);
        NativeReadTimeZone();
    }

    private static int Errno(int result) => result == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int NativeHeapOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint NativeEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint NativeEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = Utf8)]
    private static partial NativeGroup* NativeGroupByName(string name);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int NativeControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int NativeSetScheduler(int process, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int NativeSetPriority(int which, uint who, int level);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int NativeFileMask(int mask);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = Utf8, SetLastError = true)]
    private static partial int NativeChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "initgroups", StringMarshalling = Utf8, SetLastError = true)]
    private static partial int NativeInitGroups(string user, uint group);

    [LibraryImport("libc", EntryPoint = "setgid", SetLastError = true)]
    private static partial int NativeSetGroup(uint group);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int NativeSetUser(uint user);

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = Utf8, SetLastError = true)]
    private static partial NativePasswd* NativeUserByName(string name);

    [LibraryImport("libc", EntryPoint = "getpwuid")]
    private static partial NativePasswd* NativeUserById(uint user);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = Utf8)]
    private static partial int NativeSetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "tzset")]
    private static partial void NativeReadTimeZone();

    /// <summary>The head of <c>struct passwd</c>, alike in glibc and musl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativePasswd
    {
        public byte* Name;
        public byte* Password;
        public uint UserId;
        public uint GroupId;
    }

    /// <summary>The head of <c>struct group</c>, alike in glibc and musl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeGroup
    {
        public byte* Name;
        public byte* Password;
        public uint GroupId;
    }
}
