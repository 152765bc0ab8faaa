using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// Reads whole blocks that come exactly as expected, by comparing bytes instead of parsing words. Equal bytes
/// have an equal meaning, so this is no second grammar: whatever differs is left, line by line, to the word
/// path.
/// </summary>
internal static class ReceiverFast
{
    /// <summary>A line's prefix (32), its number and its end (24 and more) must be readable: a block that
    /// ends closer to the end of the read goes by words.</summary>
    private const int Lookahead = 64;

    /// <summary>Cache lines of a chart's hot cells and last values that are asked for ahead; 8 are 4
    /// dimensions each.</summary>
    private const int PrefetchBytesMax = 512;

    /// <summary>How a block read by <see cref="TryBlock"/> ended.</summary>
    internal readonly struct Block(int bytes, long usec)
    {
        /// <summary>0: not as expected, nothing was used.</summary>
        public int Bytes { get; } = bytes;

        /// <summary>BEGIN's microseconds.</summary>
        public long Usec { get; } = usec;
    }

    /// <summary>Reads BEGIN, every SET in order, END. The values are in <paramref name="values"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block TryBlock(in Lane lane, ReadOnlySpan<byte> bytes, Span<long> values)
    {
        if (bytes.Length < lane.BeginBytes + Lookahead
            || !bytes[..lane.BeginBytes].SequenceEqual(((ReadOnlySpan<byte>)lane.Begin)[..lane.BeginBytes]))
        {
            return default;
        }

        ref byte first = ref MemoryMarshal.GetReference(bytes);
        int at = lane.BeginBytes;
        int digits = FastNumber.Read(ref Unsafe.Add(ref first, at), out long usec);
        if (digits == 0 || usec < 0 || Unsafe.Add(ref first, at + digits) != '\n')
        {
            return default;
        }

        at += digits + 1;
        int limit = bytes.Length - Lookahead;
        ref SetPrefix prefix = ref Native.Ref<SetPrefix>(lane.Prefixes);
        ref long value = ref MemoryMarshal.GetReference(values);
        int count = lane.Count;
        for (int i = 0; i < count; i++)
        {
            if (at > limit)
            {
                return default;
            }

            int length = Matches(ref Unsafe.Add(ref first, at), ref Unsafe.Add(ref prefix, i));
            if (length == 0)
            {
                return default;
            }

            at += length;
            digits = FastNumber.Read(ref Unsafe.Add(ref first, at), out Unsafe.Add(ref value, i));
            at += digits + 1;
            if (digits == 0 || Unsafe.Add(ref first, at - 1) != '\n')
            {
                return default;
            }
        }

        return at + 4 <= bytes.Length && Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, at)) == EndLine
            ? new Block(at + 4, usec)
            : default;
    }

    private static readonly uint EndLine =
        Unsafe.ReadUnaligned<uint>(ref MemoryMarshal.GetReference("END\n"u8));

    /// <summary>Asks for what the next blocks will touch, in the order in which charts came the last
    /// time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(Lanes lanes, in Lane lane)
    {
        if (lane.Next < 0)
        {
            return;
        }

        ref Lane next = ref lanes[lane.Next];
        if (next.State == 0)
        {
            return;
        }

        ref ChartClock clock = ref Native.Ref<ChartClock>(next.State);
        nint row = clock.Ring + ((nint)clock.CurrentEntry * clock.Columns * sizeof(uint));
        Native.Prefetch(row);
        Native.Prefetch(row + ((nint)clock.Count * sizeof(uint)));
        if (next.Next < 0)
        {
            return;
        }

        ref Lane second = ref lanes[next.Next];
        if (second.State == 0)
        {
            return;
        }

        Native.Prefetch(second.State);
        nint end = second.State + SeriesLayout.Hot + Math.Min(second.Count * 24, PrefetchBytesMax);
        for (nint line = second.State + SeriesLayout.Hot; line < end; line += 64)
        {
            Native.Prefetch(line);
        }
    }

    /// <summary>The length of the prefix when the line starts with it, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Matches(ref byte line, ref SetPrefix prefix)
    {
        ref byte text = ref Unsafe.As<SetPrefix, byte>(ref prefix);
        int length = Unsafe.Add(ref text, SetPrefix.TextBytesMax);
        uint same = Vector128.Equals(Vector128.LoadUnsafe(ref line), Vector128.LoadUnsafe(ref text))
            .ExtractMostSignificantBits();
        if (length > 16)
        {
            same |= Vector128.Equals(Vector128.LoadUnsafe(ref line, 16), Vector128.LoadUnsafe(ref text, 16))
                .ExtractMostSignificantBits() << 16;
        }

        return BitOperations.TrailingZeroCount(~same) >= length ? length : 0;
    }
}
