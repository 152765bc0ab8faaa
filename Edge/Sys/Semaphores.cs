using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>System V semaphores, which no file of /proc counts without listing them: semctl(2).</summary>
internal static unsafe partial class Semaphores
{
    private const int LimitsCommand = 3;
    private const int UsageCommand = 19;

    /// <summary>False: the kernel has none.</summary>
    public static bool TryUsage(out SemaphoreUsage usage)
    {
        usage = default;
        Info limits;
        Info used;
        if (semctl(0, 0, LimitsCommand, &limits) < 0 || semctl(0, 0, UsageCommand, &used) < 0)
        {
            return false;
        }

        usage = new SemaphoreUsage(used.Arrays, used.Semaphores, limits.ArraysMax, limits.SemaphoresMax);
        return true;
    }

    [LibraryImport("libc")]
    private static partial int semctl(int id, int number, int command, Info* info);

    /// <summary><c>struct seminfo</c>: ten C integers, of which two have another meaning for each of the two
    /// commands.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct Info
    {
        [FieldOffset(4)]
        public int ArraysMax;

        [FieldOffset(8)]
        public int SemaphoresMax;

        [FieldOffset(28)]
        public int Arrays;

        [FieldOffset(36)]
        public int Semaphores;
    }
}
