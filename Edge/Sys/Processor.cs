using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>Where the calling thread runs.</summary>
internal static unsafe partial class Processor
{
    /// <summary>The kernel's cpu_set_t: 1,024 CPUs.</summary>
    private const int SetBytes = 128;

    /// <summary>
    /// Runs the calling thread on one CPU for a moment and lets it go back, which ends that CPU's idle state
    /// and so
    /// makes the kernel count it. A CPU that the thread may not use is left alone.
    /// </summary>
    public static void Visit(int cpu)
    {
        Guard.That(cpu >= 0);
        if (cpu >= SetBytes * 8)
        {
            return;
        }

        byte* home = stackalloc byte[SetBytes];
        byte* there = stackalloc byte[SetBytes];
        new Span<byte>(home, SetBytes).Clear();
        new Span<byte>(there, SetBytes).Clear();
        if (sched_getaffinity(0, SetBytes, home) < 0)
        {
            return;
        }

        there[cpu / 8] = (byte)(1 << (cpu % 8));
        if (sched_setaffinity(0, SetBytes, there) == 0)
        {
            _ = sched_setaffinity(0, SetBytes, home);
        }
    }

    [LibraryImport("libc")]
    private static partial int sched_getaffinity(int thread, nuint bytes, byte* set);

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int thread, nuint bytes, byte* set);
}
