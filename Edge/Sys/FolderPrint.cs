using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// Tells whether other names are in a folder than at the last look, without a string for each of them:
/// folders of /sys do not change their time when devices come and go.
/// </summary>
internal sealed unsafe partial class FolderPrint
{
    /// <summary>O_CLOEXEC, O_DIRECTORY left out: its value differs between machines.</summary>
    private const int OpenFlags = 0x80000 | 0x800;
    private const int BufferBytes = 4096;

    /// <summary>
    /// <c>struct linux_dirent64</c>: inode, offset, then length of the record, type and name.
    /// </summary>
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private readonly byte[] _path;
    private ulong _print;
    private bool _wasThere;

    public FolderPrint(string path)
    {
        _path = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, _path);
    }

    /// <summary>False as long as there was no such folder.</summary>
    public bool HasChanged()
    {
        bool isThere = TryPrint(out ulong print);
        bool hasChanged = isThere != _wasThere || print != _print;
        (_wasThere, _print) = (isThere, print);
        return hasChanged;
    }

    /// <summary>The sum of the hashes of all names, whatever their order.</summary>
    private bool TryPrint(out ulong print)
    {
        print = 0;
        int folder;
        fixed (byte* path = _path)
        {
            folder = open(path, OpenFlags, 0);
        }

        if (folder < 0)
        {
            return false;
        }

        byte* buffer = stackalloc byte[BufferBytes];
        nint count;
        while ((count = syscall(Getdents64, folder, buffer, BufferBytes)) > 0)
        {
            var rest = new ReadOnlySpan<byte>(buffer, (int)count);
            while (rest.Length > NameOffset)
            {
                int length = MemoryMarshal.Read<ushort>(rest[LengthOffset..]);
                Guard.That(length > NameOffset && length <= rest.Length);
                print += Hash(rest[NameOffset..length]);
                rest = rest[length..];
            }
        }

        _ = close(folder);
        return count == 0;
    }

    /// <summary>The number of getdents64(2), which not all C libraries have as a function.</summary>
    private static nint Getdents64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 61 : 217;

    /// <summary>FNV-1a up to the zero.</summary>
    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte b in name)
        {
            if (b == 0)
            {
                break;
            }

            hash = (hash ^ b) * 0x100000001b3;
        }

        return hash;
    }

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint folder, byte* buffer, nint bytes);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
