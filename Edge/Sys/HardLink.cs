using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>A second name for a file: the one way to give a complete file a name that must not be
/// taken.</summary>
internal static partial class HardLink
{
    private const int AlreadyExists = 17;

    /// <returns>True: made; false: the name is taken; null: this file system has no links.</returns>
    public static bool? TryMake(string existing, string name) =>
        Link(existing, name) == 0 ? true
        : Marshal.GetLastPInvokeError() == AlreadyExists ? false
        : null;

    [LibraryImport(
        "libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
