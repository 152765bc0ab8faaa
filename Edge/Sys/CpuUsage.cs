using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>Processor time used so far, by getrusage(2); microseconds.</summary>
internal static unsafe partial class CpuUsage
{
    private const int Process = 0;
    private const int Thread = 1;

    public static void OfProcess(out long userUsec, out long systemUsec) =>
        Read(Process, out userUsec, out systemUsec);

    /// <summary>Of the calling thread.</summary>
    public static void OfThread(out long userUsec, out long systemUsec) =>
        Read(Thread, out userUsec, out systemUsec);

    private static void Read(int who, out long userUsec, out long systemUsec)
    {
        Usage usage;
        if (NativeUsage(who, &usage) != 0)
        {
            (userUsec, systemUsec) = (0, 0);
            return;
        }

        userUsec = (usage.UserSec * Clock.UsecPerSecond) + usage.UserUsec;
        systemUsec = (usage.SystemSec * Clock.UsecPerSecond) + usage.SystemUsec;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int NativeUsage(int who, Usage* usage);

    /// <summary>The head of <c>struct rusage</c> and room for its other fourteen words, and for those that
    /// musl adds. All are of the size of a C long.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        public nint UserSec;
        public nint UserUsec;
        public nint SystemSec;
        public nint SystemUsec;
        private fixed long _rest[32];
    }
}
