using Edge.Store;

namespace Edge.Archive;

/// <summary>How what is not values becomes bits: whose turn it is, and with what a block begins. The same
/// code writes and reads.</summary>
internal static class TickHead
{
    private const int MarkBits = 3;

    /// <summary>What a dimension that has been collected often enough is marked with.</summary>
    private const DimensionMark Steady = (DimensionMark)2;

    /// <summary>What comes next, and of which chart: most often a collection of the next one.</summary>
    public static TickEntry Entry<T>(
        ref T coder, TickModel model, TickEntry entry, uint slot, ref TickPlace place)
        where T : struct, IBitCoder, allows ref struct
    {
        int before = (int)place.Entry * 2;
        uint isHead = coder.Bit(
            ref model.Entry[before], TickModel.Rate, entry == TickEntry.Collection ? 0u : 1);
        if (isHead != 0)
        {
            isHead += coder.Bit(
                ref model.Entry[before + 1], TickModel.Rate, entry == TickEntry.Block ? 0u : 1);
        }

        long skip = (int)(slot - place.Slot - 1);
        int context = place.Entry != TickEntry.Collection && isHead == 0 ? 2 : 0;
        if (coder.Bit(ref model.Slot[context], TickModel.Rate, skip == 0 ? 0u : 1) == 0)
        {
            skip = 0;
        }
        else if (coder.Bit(ref model.Slot[context + 1], TickModel.Rate, skip == -1 ? 0u : 1) == 0)
        {
            skip = -1;
        }
        else
        {
            skip = TickCode.Number(ref coder, model, TickNumber.Slot, skip);
        }

        place.Slot = (uint)(place.Slot + 1 + skip);
        place.Entry = (TickEntry)isHead;
        return place.Entry;
    }

    /// <summary>Number of the layout of a block; not looked at by the reader.</summary>
    public static uint Layout<T>(ref T coder, TickModel model, uint number, ref TickPlace place)
        where T : struct, IBitCoder, allows ref struct
    {
        place.Layout += 1 + (uint)TickCode.Number(
            ref coder, model, TickNumber.Layout, (int)(number - place.Layout - 1));
        return place.Layout;
    }

    /// <summary>The checkpoint of a block: written, or read into it.</summary>
    public static void Start<T>(ref T coder, TickModel model, RawBlock raw, ChartShape shape,
        TickMemory memory, ref TickPlace place)
        where T : struct, IBitCoder, allows ref struct
    {
        ref Checkpoint start = ref raw.Start;
        place.StartUsec += TickCode.Number(
            ref coder, model, TickNumber.Start, start.ClockUsec - place.StartUsec);
        place.GapLimit += (int)TickCode.Number(
            ref coder, model, TickNumber.Gap, start.GapLimit - place.GapLimit);
        long second = place.StartUsec / Sys.Clock.UsecPerSecond;
        start.UpdatedSec = second - TickCode.Number(
            ref coder, model, TickNumber.Row, second - start.UpdatedSec);
        (start.ClockUsec, start.GapLimit) = (place.StartUsec, place.GapLimit);
        long sum = start.LastTotal - Checkpoint.SumOf(raw.Cells);
        for (int i = 0; i < raw.Dimensions && !coder.Failed; i++)
        {
            ref HotCell cell = ref raw.Cells[i];
            cell.Last = memory.Last[i] + TickCode.Number(
                ref coder, model, TickNumber.Last, cell.Last - memory.Last[i]);
            Carry(ref coder, model, ref cell, in shape.Scales[i]);
            uint isOdd = coder.Bit(ref model.Mark[0], TickModel.Rate, raw.Marks[i] == Steady ? 0u : 1);
            raw.Marks[i] = isOdd == 0
                ? Steady
                : (DimensionMark)coder.Plain(MarkBits, (ulong)raw.Marks[i]);
        }

        sum = TickCode.Number(ref coder, model, TickNumber.Total, sum);
        start.LastTotal = Checkpoint.SumOf(raw.Cells) + sum;
    }

    /// <summary>What a block that goes on was last.</summary>
    /// <param name="coder">Either end.</param>
    /// <param name="model">Of the file.</param>
    /// <param name="collections">That were told; not looked at by the reader.</param>
    /// <param name="memory">Of the chart: its clock and last values, which the reader does not look
    /// at. What it has learned is forgotten.</param>
    /// <param name="place">Changed.</param>
    public static int Rest<T>(
        ref T coder, TickModel model, int collections, TickMemory memory, ref TickPlace place)
        where T : struct, IBitCoder, allows ref struct
    {
        memory.Unlearn();
        collections = (int)TickCode.Number(ref coder, model, TickNumber.Collections, collections);
        place.StartUsec += TickCode.Number(
            ref coder, model, TickNumber.Start, memory.ClockUsec - place.StartUsec);
        memory.ClockUsec = place.StartUsec;
        Span<long> last = memory.Last;
        for (int i = 0; i < last.Length && !coder.Failed; i++)
        {
            last[i] = TickCode.Number(ref coder, model, TickNumber.Last, last[i]);
        }

        return collections;
    }

    private static void Carry<T>(ref T coder, TickModel model, ref HotCell cell, in Scale scale)
        where T : struct, IBitCoder, allows ref struct
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(cell.Carry);
        double scaled = Pipeline.Scaled(cell.Last, in scale);
        if (coder.Bit(ref model.Mark[1], TickModel.Rate, bits == 0 ? 0u : 1) == 0)
        {
            cell.Carry = 0;
        }
        else if (coder.Bit(ref model.Mark[2], TickModel.Rate,
            bits == BitConverter.DoubleToUInt64Bits(scaled) ? 0u : 1) == 0)
        {
            cell.Carry = scaled;
        }
        else
        {
            ulong read = coder.Plain(64, bits);
            double carry = BitConverter.UInt64BitsToDouble(read);
            cell.Carry = read == bits || double.IsFinite(carry) ? carry : 0;
        }
    }
}
