using Edge.Store;

namespace Edge.Archive;

/// <summary>The checkpoint of a block in the journal.</summary>
internal static class JournalBlock
{
    private const int MarkMask = 7;

    public static void Write(RawBlock raw, ByteSink sink)
    {
        ref Checkpoint start = ref raw.Start;
        sink.Varint((ulong)start.ClockUsec);
        sink.Varint((ulong)start.UpdatedSec);
        sink.Zigzag(start.LastTotal);
        sink.Varint((ulong)start.GapLimit);
        for (int i = 0; i < raw.Dimensions; i++)
        {
            sink.Zigzag(raw.Cells[i].Last);
            sink.U64(BitConverter.DoubleToUInt64Bits(raw.Cells[i].Carry));
            sink.Byte((byte)raw.Marks[i]);
        }
    }

    /// <summary>Into an empty block; the source says if it failed.</summary>
    public static void Read(RawBlock raw, ref ByteSource source)
    {
        raw.Start = new Checkpoint
        {
            ClockUsec = (long)source.Varint(),
            UpdatedSec = (long)source.Varint(),
            LastTotal = source.Zigzag(),
            GapLimit = source.Small(int.MaxValue),
        };
        for (int i = 0; i < raw.Dimensions; i++)
        {
            long last = source.Zigzag();
            double carry = BitConverter.UInt64BitsToDouble(source.U64());
            raw.Cells[i] = new HotCell { Last = last, Carry = double.IsFinite(carry) ? carry : 0 };
            raw.Marks[i] = (DimensionMark)(source.Byte() & MarkMask);
        }

        if (raw.Start.ClockUsec is <= 0 or > Store.Limits.ClockUsecMax || raw.Start.UpdatedSec is <= 0
            or > Store.Limits.ClockUsecMax / Sys.Clock.UsecPerSecond)
        {
            source.Fail();
        }
    }
}
