using System.Numerics;
using System.Runtime.InteropServices;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Sums of a ring file: CRC-32C (Castagnoli, RFC 3720 appendix B.4). A page's sum begins with the second that
/// its first row stands for, so that the right bytes of another round of the ring are wrong ones.
/// </summary>
internal static class RingSum
{
    /// <summary>No sum was made of this page.</summary>
    public const uint None = 0;

    /// <summary>Room for the sums of so many pages, zeroed.</summary>
    public static NativeBlock Block(int pages) => new("ring sums", (long)pages * RingLayout.SumBytes);

    public static uint Of(uint seed, ReadOnlySpan<byte> bytes)
    {
        uint sum = ~seed;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }

    /// <param name="layout">Of the file.</param>
    /// <param name="ring">Address of its first row; beyond 2 GiB there is no span of all.</param>
    /// <param name="page">Which.</param>
    /// <param name="pen">That places the rows in time.</param>
    /// <param name="updateEvery">Seconds.</param>
    /// <returns>Never <see cref="None"/>, but for a page that no row was written to.</returns>
    public static uint OfPage(
        in RingLayout layout, nint ring, int page, in RingPen pen, int updateEvery)
    {
        if (SecondOf(layout.FirstRow(page), layout.Entries, pen, updateEvery) is not { } second)
        {
            return None;
        }

        // What was left of an earlier life behind the newest row is nobody's.
        long end = Math.Min(layout.PageEnd(page), layout.UsedBytes(pen));
        long start = layout.PageStart(page);
        uint seed = (uint)second ^ (uint)(second >> 32);
        uint sum = Of(seed, Native.Span<byte>(ring + (nint)start, (int)(end - start)));
        return sum == None ? 1 : sum;
    }

    /// <summary>Null: nothing was written there yet.</summary>
    public static long? SecondOf(int row, int entries, in RingPen pen, int updateEvery) =>
        row < pen.Entry ? pen.Sec - ((long)(pen.Entry - 1 - row) * updateEvery)
        : pen.IsWrapped ? pen.Sec - ((long)(pen.Entry - 1 - row + entries) * updateEvery)
        : null;
}
