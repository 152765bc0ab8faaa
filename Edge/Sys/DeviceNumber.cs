using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// Major and minor number of a device, by which the kernel and /dev speak of the same disk.
/// </summary>
internal readonly unsafe partial record struct DeviceNumber(uint Major, uint Minor)
{
    private const int CurrentDirectory = -100;

    // statx(2): the one stat call whose layout is the same on all architectures. stx_rdev_major is at 128.
    private const int StatBytes = 256;
    private const int MajorOffset = 128;
    private const int MinorOffset = 132;
    private const uint BasicStats = 0x7ff;

    /// <summary>
    /// The device that a node, or the target of a link, stands for; null: none there, or no device.
    /// </summary>
    public static DeviceNumber? Of(string path)
    {
        byte[] name = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, name);
        Span<byte> stat = stackalloc byte[StatBytes];
        fixed (byte* at = name, to = stat)
        {
            if (statx(CurrentDirectory, at, 0, BasicStats, to) != 0)
            {
                return null;
            }
        }

        uint major = MemoryMarshal.Read<uint>(stat[MajorOffset..]);
        uint minor = MemoryMarshal.Read<uint>(stat[MinorOffset..]);
        return (major | minor) == 0 ? null : new DeviceNumber(major, minor);
    }

    [LibraryImport("libc")]
    private static partial int statx(int directory, byte* path, int flags, uint mask, byte* result);
}
