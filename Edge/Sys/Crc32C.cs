using System.Numerics;
using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// The Castagnoli sum (RFC 3720, appendix B.4), by the processor's instruction where it has one.
/// </summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(uint.MaxValue, bytes);

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return sum;
    }
}
