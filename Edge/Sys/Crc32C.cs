using System.Buffers.Binary;
using System.Numerics;

namespace Edge.Sys;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): the processor's own instruction where it has one,
/// which <see cref="BitOperations"/> picks, and a table where not.</summary>
internal static class Crc32C
{
    /// <param name="bytes">What is summed up.</param>
    /// <param name="before">The sum of what came before, to continue it.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
