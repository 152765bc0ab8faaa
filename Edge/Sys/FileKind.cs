using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>What lies under a path, which .NET tells only for files, directories and links.</summary>
internal static unsafe partial class FileKind
{
    private const int CurrentDirectory = -100;
    private const int NotThroughLinks = 0x100;
    private const uint WantsType = 0x1;
    private const uint WantsOwnerAndTime = 0x8 | 0x10 | 0x40;
    private const int TypeMask = 0xF000;
    private const int Socket = 0xC000;

    /// <summary>False too when there is nothing, or it may not be looked at.</summary>
    public static bool IsSocket(string path)
    {
        Stat stat;
        int result = NativeStat(CurrentDirectory, path, NotThroughLinks, WantsType, &stat);
        return result == 0 && (stat.Mode & TypeMask) == Socket;
    }

    /// <summary>Of a file itself, not of what it links to. Null: there is none, or it may not be looked
    /// at.</summary>
    public static FileStatus? StatusOf(string path)
    {
        Stat stat;
        return NativeStat(CurrentDirectory, path, NotThroughLinks, WantsOwnerAndTime, &stat) == 0
            ? new FileStatus(stat.UserId, stat.GroupId, stat.WrittenSec)
            : null;
    }

    /// <summary>statx(2) has the same layout on all machines, unlike stat(2).</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeStat(int directory, string path, int flags, uint mask, Stat* stat);

    /// <summary><c>struct statx</c>: 256 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stat
    {
        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(24)]
        public uint GroupId;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(112)]
        public long WrittenSec;
    }
}
