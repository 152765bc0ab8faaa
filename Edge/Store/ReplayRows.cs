using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// Takes rows and the state between two collections over from a peer that has them already (spec stream-caps
/// 8.6). Nothing that is stored is ever written again: only what is newer is added.
/// </summary>
internal static class ReplayRows
{
    private const long SecondMax = Limits.ClockUsecMax / Clock.UsecPerSecond;

    /// <summary>
    /// Adds the row of a second, all its samples empty, and empty rows for what is missing before it. False:
    /// nothing was changed, since the row is not newer than what is there or nothing is kept at all.
    /// </summary>
    public static bool TryAdd(Series series, long sec)
    {
        ref ChartClock first = ref series.Clock;
        sec = Pipeline.FloorTo(sec, first.UpdateEvery);
        if (sec <= first.LastUpdatedSec || sec > SecondMax || !Keeps(series))
        {
            return false;
        }

        // The row before is complete; this one counts, for who finds a file after a crash, when it is too.
        RingPen.Store(ref series.Clock);
        AddUpTo(series, sec - series.Clock.UpdateEvery);
        series.Pen().Clear();
        Pipeline.Step(ref series.Clock);
        return true;
    }

    /// <summary>The samples of the newest row, by dimension. Empty without rows.</summary>
    public static Span<uint> Newest(Series series)
    {
        ref ChartClock clock = ref series.Clock;
        if (clock.Ring == 0 || clock.Counter == 0)
        {
            return [];
        }

        int row = clock.CurrentEntry == 0 ? clock.Entries - 1 : clock.CurrentEntry - 1;
        return Native.Span<uint>(clock.Ring + ((nint)row * clock.Columns * sizeof(uint)), clock.Count);
    }

    /// <summary>Takes the newest row back: it did not come whole, and will be asked for again.</summary>
    public static void Withdraw(Series series)
    {
        ref ChartClock clock = ref series.Clock;
        Guard.That(clock.Counter > 0 && clock.Ring != 0);
        Newest(series).Clear();
        clock.CurrentEntry = clock.CurrentEntry == 0 ? clock.Entries - 1 : clock.CurrentEntry - 1;
        clock.Counter--;
        clock.LastUpdatedSec -= clock.UpdateEvery;
    }

    /// <summary>What a dimension carries to its next collection.</summary>
    /// <param name="series">Of the chart.</param>
    /// <param name="dimension">Index.</param>
    /// <param name="setUsec">Wall clock of its last SET at the peer; 0: it was never set, so that the next
    /// one is the first here too, whatever came before the peer began anew.</param>
    /// <param name="state">As the peer has it.</param>
    public static void Take(Series series, int dimension, long setUsec, in ReplayState state)
    {
        if (setUsec <= 0)
        {
            Forget(series, dimension);
            return;
        }

        series.Hot[dimension] = new HotCell
        {
            Last = state.Collected,
            Carry = double.IsFinite(state.Calculated) ? state.Calculated : 0,
        };
        series.LastStored[dimension] = state.Stored;
        series.Collections[dimension] = Math.Max((byte)1, series.Collections[dimension]);
        series.NoteSet(dimension, Math.Max(setUsec, series.LastSetUsec(dimension)));
    }

    /// <summary>As a new column. A counter that went on while the peer was away would else put all of that
    /// time into one row.</summary>
    private static void Forget(Series series, int dimension)
    {
        ref ChartClock clock = ref series.Clock;
        series.Hot[dimension] = default;
        series.LastStored[dimension] = double.NaN;
        series.Collections[dimension] = (clock.Flags & SeriesFlags.StoreFirst) != 0 ? (byte)1 : (byte)0;
        clock.Flags &= ~SeriesFlags.Plain;
    }

    /// <summary>The chart's clock, which only moves forward; rows up to it that did not come are empty. The
    /// next collection is no first one any more.</summary>
    public static void Take(Series series, long collectedUsec, long updatedSec)
    {
        collectedUsec = Math.Min(collectedUsec, Limits.ClockUsecMax);
        updatedSec = Pipeline.FloorTo(Math.Min(updatedSec, SecondMax), series.Clock.UpdateEvery);
        if (updatedSec > series.Clock.LastUpdatedSec && Keeps(series))
        {
            AddUpTo(series, updatedSec);
        }

        ref ChartClock clock = ref series.Clock;
        RingPen.Store(ref clock);
        if (collectedUsec >= Clock.UsecPerSecond)
        {
            clock.LastCollectedUsec = Math.Max(clock.LastCollectedUsec, collectedUsec);
            clock.CounterDone = Math.Max(1, clock.CounterDone);
        }

        // The sum of the row before is that of the values just taken over, as after a fast collection.
        clock.Flags = (clock.Flags | SeriesFlags.WasFast) & ~SeriesFlags.Plain;
    }

    /// <summary>The peer's rhythm holds from here on: microseconds of BEGIN are taken as they are.</summary>
    public static void Finish(Series series)
    {
        ref ChartClock clock = ref series.Clock;
        clock.Flags = (clock.Flags | SeriesFlags.Trusted) & ~SeriesFlags.SyncClock;
    }

    /// <summary>Empty rows up to a second. More than the ring holds: it starts anew behind it.</summary>
    private static void AddUpTo(Series series, long sec)
    {
        ref ChartClock clock = ref series.Clock;
        long missing = (sec - clock.LastUpdatedSec) / clock.UpdateEvery;
        if (clock.Counter == 0 || missing >= clock.Entries)
        {
            (clock.Counter, clock.CurrentEntry, clock.LastUpdatedSec) = (0, 0, sec);
            RingPen.Store(ref clock);
            return;
        }

        for (; missing > 0; missing--)
        {
            series.Pen().Clear();
            Pipeline.Advance(ref clock);
        }
    }

    private static bool Keeps(Series series)
    {
        series.EnsureRing();
        return series.Clock.Ring != 0;
    }
}
