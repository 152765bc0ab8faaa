using System.Numerics;

namespace Edge.Archive;

/// <summary>
/// How collections become bits: by what both ends remember of a chart and have learned of all. The same code
/// writes and reads, so that both learn the same.
/// </summary>
internal static class TickCode
{
    /// <summary>A length weighs a quarter in its mean; means are in quarters of a bit.</summary>
    private const int MeanRate = 2;

    /// <summary>Odds of one dimension learn by 1 / 2^these, the younger the faster.</summary>
    private const int RateMax = 4;

    /// <summary>A number of any size, 0 and small ones cheaply, by odds of its kind.</summary>
    public static long Number<T>(ref T coder, TickModel model, TickNumber kind, long value)
        where T : struct, IBitCoder, allows ref struct
    {
        int at = (int)kind;
        if (coder.Bit(ref model.NumberZero[at], TickModel.Rate, value == 0 ? 0u : 1) == 0)
        {
            return 0;
        }

        uint sign = coder.Bit(ref model.NumberSign[at], TickModel.Rate, value < 0 ? 1u : 0);
        ulong size = Size(value);
        Span<ushort> lengths = model.NumberLength.AsSpan(at * TickModel.Lengths, TickModel.Lengths);
        int length = Length(ref coder, lengths, 64 - BitOperations.LeadingZeroCount(size));
        size = (1ul << (length - 1)) | coder.Plain(length - 1, size & ~(1ul << (length - 1)));
        return sign == 0 ? (long)size : -(long)size;
    }

    /// <summary>
    /// The clock of a collection: charts of one collector wake up together, so it is told by how much longer
    /// or shorter ago the chart's last one was than that of the chart before.
    /// </summary>
    /// <param name="coder">Either end.</param>
    /// <param name="model">Of the file.</param>
    /// <param name="memory">Of the chart; its clock is changed.</param>
    /// <param name="place">Of the collection before; changed.</param>
    /// <param name="clockUsec">Not looked at by the reader.</param>
    public static void Clock<T>(
        ref T coder, TickModel model, TickMemory memory, ref TickPlace place, long clockUsec)
        where T : struct, IBitCoder, allows ref struct
    {
        long change = clockUsec - memory.ClockUsec - place.SinceUsec;
        ref byte mean = ref memory.ClockBits;
        int at = Math.Min(mean >> 2, TickModel.ExpectedClock - 1);
        uint said = coder.Bit(
            ref model.Clock[(at * 4) + (int)memory.WasClockSaid], TickModel.Rate, change == 0 ? 0u : 1);
        memory.WasClockSaid = ((memory.WasClockSaid << 1) | said) & 3;
        int length = 0;
        if (said != 0)
        {
            uint sign = coder.Bit(ref model.ClockSign[at], TickModel.Rate, change < 0 ? 1u : 0);
            ulong size = Size(change);
            length = Length(ref coder, model.ClockLength.AsSpan(at * TickModel.Lengths, TickModel.Lengths),
                64 - BitOperations.LeadingZeroCount(size));
            size = Mantissa(ref coder, model, [], 0, length, size);
            change = sign == 0 ? (long)size : -(long)size;
            place.SinceUsec += change;
        }

        Mean(ref mean, length);
        memory.ClockUsec += place.SinceUsec;
    }

    /// <summary>Values of a collection: the memory's last ones, afterwards.</summary>
    /// <param name="coder">Either end.</param>
    /// <param name="model">Of the file.</param>
    /// <param name="memory">Of the chart; changed.</param>
    /// <param name="values">Empty for the reader.</param>
    /// <param name="isSet">1 for each dimension that was set: given to the writer, empty for all; filled by
    /// the reader.</param>
    public static void Values<T>(ref T coder, TickModel model, TickMemory memory, ReadOnlySpan<long> values,
        Span<byte> isSet)
        where T : struct, IBitCoder, allows ref struct
    {
        bool reads = values.IsEmpty;
        uint partial = !reads && !isSet.IsEmpty && isSet.IndexOf((byte)0) >= 0 ? 1u : 0;
        partial = coder.Bit(ref model.Partial[0], TickModel.Rate, partial);
        Span<long> last = memory.Last;
        Span<long> step = memory.Step;
        Span<TickPast> past = memory.Past;
        Span<ushort> odds = memory.Odds;
        int rate = Math.Min(RateMax, 1 + BitOperations.Log2((uint)(memory.Age + 1)));
        memory.Age = Math.Min(memory.Age + 1, 64);
        uint before = 0;
        for (int i = 0; i < last.Length && !coder.Failed; i++)
        {
            uint set = 1;
            if (partial != 0)
            {
                set = coder.Bit(ref model.Set[0], TickModel.Rate, reads ? 0 : (uint)isSet[i]);
            }

            if (reads)
            {
                isSet[i] = (byte)set;
            }

            if (set == 0)
            {
                continue;
            }

            Span<ushort> own = odds.Slice(
                i * TickMemory.OddsPerDimension, TickMemory.OddsPerDimension);
            long move = reads ? 0 : values[i] - last[i];
            step[i] = Move(ref coder, model, ref past[i], own, rate, ref before, move, step[i]);
            last[i] += step[i];
        }
    }

    private static long Move<T>(ref T coder, TickModel model, ref TickPast past, Span<ushort> odds, int rate,
        ref uint before, long move, long step)
        where T : struct, IBitCoder, allows ref struct
    {
        bool isChange = past.Change + 2 < past.Move;
        long expected = isChange ? step : 0;
        long residual = move - expected;
        uint moved = coder.Bit(
            ref odds[(past.Flags & 3) | (int)(before << 2)], rate, residual == 0 ? 0u : 1);
        before = moved;
        residual = moved == 0 ? 0 : Residual(ref coder, model, ref past, odds[8..], rate, residual);
        move = expected + residual;
        past.Flags = (byte)((past.Flags & 4) | ((past.Flags & 1) << 1) | (byte)moved);
        Mean(ref past.Move, Bits(move));
        Mean(ref past.Change, Bits(move - step));
        return move;
    }

    private static long Residual<T>(ref T coder, TickModel model, ref TickPast past, Span<ushort> low,
        int rate, long residual)
        where T : struct, IBitCoder, allows ref struct
    {
        int expected = Math.Min(past.Written >> 2, TickModel.Expected - 1);
        uint sign = (uint)(past.Flags >> 2) & 1;
        sign = coder.Bit(ref model.Sign[(int)sign], TickModel.Rate, residual < 0 ? 1u : 0);
        past.Flags = (byte)((past.Flags & 3) | (byte)(sign << 2));
        ulong size = Size(residual);
        int length = Length(ref coder, model.Length.AsSpan(expected * TickModel.Lengths, TickModel.Lengths),
            64 - BitOperations.LeadingZeroCount(size));
        Mean(ref past.Written, length);
        size = Mantissa(ref coder, model, low, rate, length, size);
        return sign == 0 ? (long)size : -(long)size;
    }

    /// <summary>The bits behind the first: the upper two by what is usual for the length, the lower two by
    /// what is usual for the dimension.</summary>
    private static ulong Mantissa<T>(
        ref T coder, TickModel model, Span<ushort> low, int rate, int length, ulong size)
        where T : struct, IBitCoder, allows ref struct
    {
        int left = length - 1;
        ulong result = 1;
        int node = 1;
        for (int i = 0; i < 2 && left > 0; i++)
        {
            left--;
            uint bit = coder.Bit(ref model.Mantissa[((length - 1) * 4) + node], TickModel.Rate,
                (uint)(size >> left) & 1);
            node = (node << 1) | (int)bit;
            result = (result << 1) | bit;
        }

        if (left < 2 || low.IsEmpty)
        {
            return left == 0 ? result : (result << left) | coder.Plain(left, size & ((1ul << left) - 1));
        }

        left -= 2;
        ulong mask = (1ul << left) - 1;
        result = (result << left) | coder.Plain(left, (size >> 2) & mask);
        uint lowest = coder.Bit(ref low[0], rate, (uint)size & 1);
        uint second = coder.Bit(ref low[1 + (int)lowest], rate, (uint)(size >> 1) & 1);
        return (result << 2) | (second << 1) | lowest;
    }

    /// <summary>1 to 64, as a leaf of a tree.</summary>
    private static int Length<T>(ref T coder, Span<ushort> tree, int length)
        where T : struct, IBitCoder, allows ref struct
    {
        uint leaf = (uint)(length - 1);
        int node = 1;
        for (int i = 5; i >= 0; i--)
        {
            node = (node << 1) | (int)coder.Bit(ref tree[node], TickModel.Rate, (leaf >> i) & 1);
        }

        return node - TickModel.Lengths + 1;
    }

    private static void Mean(ref byte mean, int bits) =>
        mean = (byte)(mean + ((((bits << 2) - mean) + (1 << (MeanRate - 1))) >> MeanRate));

    private static int Bits(long value) => 64 - BitOperations.LeadingZeroCount(Size(value));

    private static ulong Size(long value) => value < 0 ? (ulong)-value : (ulong)value;
}
