using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>The kernel's number of the calling thread, as logs show it.</summary>
internal static partial class ThreadId
{
    [ThreadStatic]
    private static int s_id;

    /// <summary>Asked once per thread.</summary>
    public static int Current => s_id != 0 ? s_id : s_id = GetThreadId();

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();
}
