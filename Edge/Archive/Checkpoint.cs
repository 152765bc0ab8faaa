using System.Runtime.InteropServices;
using Edge.Store;

namespace Edge.Archive;

/// <summary>The chart's part of what its pipeline carries from one collection to the next; the dimensions'
/// part lies behind it in a <see cref="RawBlock"/>.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct Checkpoint
{
    public const int Bytes = 32;

    /// <summary>Microseconds, never 0: a block begins after a first collection.</summary>
    public long ClockUsec;

    /// <summary>Second of the row before the block's first one, never 0.</summary>
    public long UpdatedSec;

    /// <summary>Sum of the collected values of the round before.</summary>
    public long LastTotal;
    public int GapLimit;

    /// <summary>Of a series between two collections, its updated marks cleared or not.</summary>
    public static Checkpoint Of(Series series)
    {
        ref ChartClock clock = ref series.Clock;
        return new Checkpoint
        {
            ClockUsec = clock.LastCollectedUsec,
            UpdatedSec = clock.LastUpdatedSec,
            LastTotal = (clock.Flags & SeriesFlags.WasFast) != 0 ? SumOf(series.Hot) : clock.LastTotal,
            GapLimit = clock.GapLimit,
        };
    }

    public static long SumOf(ReadOnlySpan<HotCell> cells)
    {
        long sum = 0;
        foreach (ref readonly HotCell cell in cells)
        {
            sum += cell.Last;
        }

        return sum;
    }

    public readonly void PutInto(ref ChartClock clock)
    {
        clock.LastCollectedUsec = ClockUsec;
        clock.LastUpdatedSec = UpdatedSec;
        clock.LastTotal = LastTotal;
        clock.GapLimit = GapLimit;
    }
}
