using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>A chart's collections, or its rows, to the head and the residuals of a page. The caller reads it
/// back and compares.</summary>
internal sealed class ChartPageWriter
{
    private long[] _column = new long[512];

    /// <summary>The flags of a page of collections; without those of clocks.</summary>
    public static PageFlags FlagsOf(ChartShape shape, RawBlock raw, int rows)
    {
        PageFlags flags = raw.HasMissing ? PageFlags.Missing : PageFlags.None;
        flags |= raw.Count != rows ? PageFlags.Collections : 0;
        flags |= HasMarks(raw.Marks) ? PageFlags.Marks : 0;
        bool needsTotal = false;
        for (int i = 0; i < shape.Count; i++)
        {
            flags |= raw.Cells[i].Carry != 0 ? PageFlags.Carries : 0;
            needsTotal |= (shape.Kinds[i] & DimensionKind.AlgorithmMask)
                == (DimensionKind)Algorithm.PercentageOfIncrementalRow;
        }

        needsTotal &= raw.Start.LastTotal != Checkpoint.SumOf(raw.Cells);
        return flags | (needsTotal ? PageFlags.Total : 0);
    }

    public void Write(ChartShape shape, RawBlock raw, PageFlags flags, ByteSink head, ByteSink data)
    {
        Guard.That(raw.Dimensions == shape.Count);
        head.Byte((byte)flags);
        head.Varint((ulong)shape.Count);
        if ((flags & PageFlags.Collections) != 0)
        {
            head.Varint((ulong)raw.Count);
        }

        head.Varint((ulong)raw.Start.GapLimit);
        if ((flags & PageFlags.Total) != 0)
        {
            head.Zigzag(raw.Start.LastTotal - Checkpoint.SumOf(raw.Cells));
        }

        for (int i = 0; (flags & PageFlags.Marks) != 0 && i < shape.Count; i++)
        {
            head.Byte((byte)raw.Marks[i]);
        }

        Reserve(raw.Count);
        for (int i = 0; i < shape.Count; i++)
        {
            head.Zigzag(raw.Cells[i].Last);
            int values = Gather(raw, i);
            if ((flags & PageFlags.Missing) != 0)
            {
                WriteRuns(raw, i, head);
            }

            ColumnCode.Encode(_column.AsSpan(0, values), raw.Cells[i].Last, head, data);
        }

        for (int i = 0; (flags & PageFlags.Carries) != 0 && i < shape.Count; i++)
        {
            WriteCarry(raw.Cells[i], in shape.Scales[i], head);
        }
    }

    /// <summary>Stored numbers as columns: for rows that did not come from collections.</summary>
    public void WriteStored(int dimensions, ReadOnlySpan<uint> rows, ByteSink head, ByteSink data)
    {
        head.Byte((byte)PageFlags.Stored);
        head.Varint((ulong)dimensions);
        int count = rows.Length / dimensions;
        Reserve(count);
        for (int i = 0; i < dimensions; i++)
        {
            for (int row = 0; row < count; row++)
            {
                _column[row] = rows[(row * dimensions) + i];
            }

            ColumnCode.Encode(_column.AsSpan(0, count), 0, head, data);
        }
    }

    private static bool HasMarks(ReadOnlySpan<DimensionMark> marks)
    {
        bool any = false;
        foreach (DimensionMark mark in marks)
        {
            any |= mark != (DimensionMark)2;
        }

        return any;
    }

    private int Gather(RawBlock raw, int dimension)
    {
        int values = 0;
        for (int at = 0; at < raw.Count; at++)
        {
            if (!raw.HasMissing || raw.IsSet(at, dimension))
            {
                _column[values++] = raw.ValuesAt(at)[dimension];
            }
        }

        return values;
    }

    private static void WriteRuns(RawBlock raw, int dimension, ByteSink head)
    {
        bool isSet = true;
        for (int at = 0, run = 0; at < raw.Count; at += run, isSet = !isSet)
        {
            for (run = 0; at + run < raw.Count && raw.IsSet(at + run, dimension) == isSet; run++)
            {
            }

            head.Varint((ulong)run);
        }
    }

    private static void WriteCarry(HotCell cell, in Scale scale, ByteSink head)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(cell.Carry);
        if (bits == 0)
        {
            head.Byte((byte)CarryCode.Zero);
        }
        else if (bits == BitConverter.DoubleToUInt64Bits(Pipeline.Scaled(cell.Last, in scale)))
        {
            head.Byte((byte)CarryCode.ScaledLast);
        }
        else
        {
            head.Byte((byte)CarryCode.Raw);
            head.U64(bits);
        }
    }

    private void Reserve(int count)
    {
        if (_column.Length < count)
        {
            Array.Resize(ref _column, Math.Max(count, 2 * _column.Length));
        }
    }
}
