using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>What lies under a path, which .NET tells only for files, directories and links.</summary>
internal static unsafe partial class FileKind
{
    private const int CurrentDirectory = -100;
    private const int NotThroughLinks = 0x100;
    private const uint WantsType = 1;
    private const int TypeMask = 0xF000;
    private const int Socket = 0xC000;

    /// <summary>False too when there is nothing, or it may not be looked at.</summary>
    public static bool IsSocket(string path)
    {
        Stat stat;
        int result = NativeStat(CurrentDirectory, path, NotThroughLinks, WantsType, &stat);
        return result == 0 && (stat.Mode & TypeMask) == Socket;
    }

    /// <summary>statx(2) has the same layout on all machines, unlike stat(2).</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeStat(int directory, string path, int flags, uint mask, Stat* stat);

    /// <summary><c>struct statx</c>: 256 bytes, the mode at 28.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stat
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
