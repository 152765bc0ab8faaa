using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>The kernel's number of a thread, which logs of the reference call task id.</summary>
internal static partial class ThreadId
{
    /// <summary>Of the calling thread.</summary>
    public static int Current => GetTid();

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetTid();
}
