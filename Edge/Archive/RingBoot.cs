using System.Text;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Which run of the kernel this is: memory that a file shares survives the process, and not the machine.
/// </summary>
internal static class RingBoot
{
    private const string Path = "/proc/sys/kernel/random/boot_id";

    /// <summary>
    /// A fresh one where the kernel does not say: then nothing that was not synced is trusted.
    /// </summary>
    public static Guid Read()
    {
        Span<byte> text = stackalloc byte[36];
        using RawFile? file = RawFile.Open(Path, writes: false, out _);
        return file != null && file.Read(text, 0, out _) == text.Length
            && Guid.TryParse(Encoding.ASCII.GetString(text), out Guid boot)
            ? boot
            : Guid.NewGuid();
    }
}
