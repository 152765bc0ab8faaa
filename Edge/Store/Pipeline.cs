using System.Runtime.CompilerServices;
using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// From collected integers to stored samples, for the case that nearly always holds. <see
/// cref="GeneralPipeline"/> is the definition; <see cref="TryCommitAll"/> is the same arithmetic, and
/// declines everything else before it has changed anything.
/// </summary>
internal static class Pipeline
{
    private const long Usec = Clock.UsecPerSecond;

    /// <summary>How long a chart may be silent, in intervals, before its clock jumps (3.2 rule 4).</summary>
    private const int SilentIntervalsMax = 5;

    /// <summary>"next": how far this collection moves the chart's clock (spec database 3.2). Microseconds, 0
    /// or more.</summary>
    /// <param name="clock">May be set back when it is in the future.</param>
    /// <param name="sinceUsec">As declared; 0: not; -1: this is the first collection, no rule
    /// applies.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="jump">What was done to the clock.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Next(ref ChartClock clock, long sinceUsec, long nowUsec, out ClockJump jump)
    {
        jump = ClockJump.None;
        long last = clock.LastCollectedUsec;
        if (sinceUsec >= 0 && (clock.Flags & SeriesFlags.SyncClock) == 0 && last >= Usec
            && last <= nowUsec && nowUsec - last <= SilentIntervalsMax * clock.UpdateEvery * Usec)
        {
            return sinceUsec > 0 ? sinceUsec : nowUsec - last;
        }

        return NextGeneral(ref clock, sinceUsec, nowUsec, out jump);
    }

    private static long NextGeneral(ref ChartClock clock, long sinceUsec, long nowUsec, out ClockJump jump)
    {
        jump = ClockJump.None;
        if (sinceUsec < 0)
        {
            return 0;
        }

        long interval = clock.UpdateEvery * Usec;
        if ((clock.Flags & SeriesFlags.SyncClock) != 0)
        {
            clock.Flags &= ~SeriesFlags.SyncClock;
            sinceUsec = 0;
        }

        if (clock.LastCollectedUsec < Usec)
        {
            return interval;
        }

        if (sinceUsec > 0 && (clock.Flags & SeriesFlags.Trusted) != 0)
        {
            return sinceUsec;
        }

        if (sinceUsec == 0 && nowUsec >= clock.LastCollectedUsec - interval)
        {
            // The first collection was put into the middle of its second, so a chart may be ahead by less
            // than an interval: it waits. (The reference adds the absolute difference and so runs away from a
            // fast sender.)
            return Math.Max(0, nowUsec - clock.LastCollectedUsec);
        }

        if (nowUsec < clock.LastCollectedUsec)
        {
            jump = ClockJump.FromFuture;
            clock.LastCollectedUsec = Align(nowUsec - interval, clock.UpdateEvery, storeFirst: false);
            clock.LastUpdatedSec = FloorTo((nowUsec / Usec) - clock.UpdateEvery, clock.UpdateEvery);
            RingPen.Store(ref clock);
            return interval;
        }

        if (nowUsec - clock.LastCollectedUsec > SilentIntervalsMax * interval)
        {
            jump = ClockJump.FromPast;
            return nowUsec - clock.LastCollectedUsec;
        }

        return sinceUsec;
    }

    /// <summary>
    /// The common case in one pass: every dimension set, absolute or incremental, none gone back, at most one
    /// row to write. False: nothing was changed, the general path has to do it.
    /// </summary>
    /// <param name="state">Address of a <see cref="ChartClock"/> with its arrays.</param>
    /// <param name="values">All dimensions, in order.</param>
    /// <param name="sinceUsec">From <see cref="Next"/>.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public static bool TryCommitAll(nint state, ReadOnlySpan<long> values, long sinceUsec, long nowUsec)
    {
        ref ChartClock clock = ref Native.Ref<ChartClock>(state);
        SeriesFlags flags = clock.Flags;
        int count = clock.Count;
        if ((flags & (SeriesFlags.Plain | SeriesFlags.SyncClock)) != SeriesFlags.Plain
            || values.Length != count || clock.LastCollectedUsec == 0)
        {
            return false;
        }

        ref HotCell hot = ref Native.Ref<HotCell>(state + SeriesLayout.Hot);
        long before = clock.LastCollectedUsec;
        long now = before + sinceUsec;
        if ((flags & SeriesFlags.PassOnly) != 0)
        {
            if ((ulong)now > (ulong)Limits.ClockUsecMax)
            {
                return false;
            }

            for (int i = 0; i < values.Length; i++)
            {
                Unsafe.Add(ref hot, i).Last = values[i];
            }

            Finish(ref clock, now, nowUsec);
            return true;
        }

        long interval = clock.UpdateEvery * Usec;
        long stored = clock.LastUpdatedSec * Usec;
        long next = stored + interval;
        long kept = clock.Entries * interval;
        if (stored == 0 || clock.CounterDone == 0 || clock.Ring == 0 || sinceUsec > kept
            || now < stored || now - stored > kept || now >= next + interval
            || ((flags & SeriesFlags.AllIncremental) == 0
                ? AnyWentBack(state, clock.Columns, ref hot, values)
                : AnyWentBack(ref hot, values)))
        {
            return false;
        }

        if (now < next)
        {
            Accumulate(state, ref clock, values);
        }
        else
        {
            RingPen.Open(ref clock);
            StoreRow(state, ref clock, values, before, now);
            Advance(ref clock);
        }

        Finish(ref clock, now, nowUsec);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref ChartClock clock, long collectedUsec, long nowUsec)
    {
        clock.LastCollectedUsec = collectedUsec;
        clock.CounterDone++;
        clock.AllSetUsec = nowUsec;
        clock.Flags |= SeriesFlags.WasFast;
    }

    /// <summary>
    /// Whether the general path has to look at a counter: it went back, or its sign bit is set. Without the
    /// latter a value is as large as all before it, so that <see cref="DimensionKind.Wide"/> can be told from
    /// the last one.
    /// </summary>
    private static bool AnyWentBack(ref HotCell hot, ReadOnlySpan<long> values)
    {
        bool any = false;
        for (int i = 0; i < values.Length; i++)
        {
            any |= ((ulong)Unsafe.Add(ref hot, i).Last > (ulong)values[i]) | (values[i] < 0);
        }

        return any;
    }

    private static bool AnyWentBack(nint state, int columns, ref HotCell hot, ReadOnlySpan<long> values)
    {
        ref DimensionKind kind = ref Native.Ref<DimensionKind>(state + new SeriesLayout(columns).Kind);
        bool any = false;
        for (int i = 0; i < values.Length; i++)
        {
            any |= IsIncremental(Unsafe.Add(ref kind, i))
                ? ((ulong)Unsafe.Add(ref hot, i).Last > (ulong)values[i]) | (values[i] < 0)
                : GeneralPipeline.IsWide(values[i]) && (Unsafe.Add(ref kind, i) & DimensionKind.Wide) == 0;
        }

        return any;
    }

    /// <summary>Within an interval: counters add up, gauges take the newest value (3.5, last
    /// paragraph).</summary>
    private static void Accumulate(nint state, ref ChartClock clock, ReadOnlySpan<long> values)
    {
        var layout = new SeriesLayout(clock.Columns);
        ref HotCell hot = ref Native.Ref<HotCell>(state + SeriesLayout.Hot);
        if ((clock.Flags & (SeriesFlags.AllIncremental | SeriesFlags.Scaled)) == SeriesFlags.AllIncremental)
        {
            for (int i = 0; i < values.Length; i++)
            {
                ref HotCell cell = ref Unsafe.Add(ref hot, i);
                cell.Carry += values[i] - cell.Last;
                cell.Last = values[i];
            }

            return;
        }

        ref DimensionKind kind = ref Native.Ref<DimensionKind>(state + layout.Kind);
        ref Scale scale = ref Native.Ref<Scale>(clock.Scales);
        for (int i = 0; i < values.Length; i++)
        {
            ref HotCell cell = ref Unsafe.Add(ref hot, i);
            bool incremental = IsIncremental(Unsafe.Add(ref kind, i));
            long value = incremental ? values[i] - cell.Last : values[i];
            double calculated = Scaled(value, in Unsafe.Add(ref scale, i));
            cell.Carry = incremental ? cell.Carry + calculated : calculated;
            cell.Last = values[i];
        }
    }

    /// <summary>Exactly one row: the arithmetic of 3.5 with its loops unrolled to one turn.</summary>
    private static void StoreRow(
        nint state, ref ChartClock clock, ReadOnlySpan<long> values, long before, long now)
    {
        var layout = new SeriesLayout(clock.Columns);
        ref HotCell hot = ref Native.Ref<HotCell>(state + SeriesLayout.Hot);
        ref double lastStored = ref Native.Ref<double>(state + layout.LastStored);
        ref uint row = ref Native.Ref<uint>(
            clock.Ring + ((nint)clock.CurrentEntry * clock.Columns * sizeof(uint)));
        long interval = clock.UpdateEvery * Usec;
        long stored = clock.LastUpdatedSec * Usec;
        long next = stored + interval;
        double part = next - before;
        double whole = now - before;
        double every = clock.UpdateEvery;
        if ((clock.Flags & (SeriesFlags.AllIncremental | SeriesFlags.Scaled)) == SeriesFlags.AllIncremental)
        {
            for (int i = 0; i < values.Length; i++)
            {
                ref HotCell cell = ref Unsafe.Add(ref hot, i);
                double calculated = values[i] - cell.Last;
                double first = calculated * part / whole;
                double value = (first + cell.Carry) / every;
                cell.Last = values[i];
                cell.Carry = calculated - first;
                Unsafe.Add(ref lastStored, i) = value;
                Unsafe.Add(ref row, i) = StoredNumber.Pack(value, StoredNumber.Exists);
            }

            return;
        }

        ref DimensionKind kind = ref Native.Ref<DimensionKind>(state + layout.Kind);
        ref Scale scale = ref Native.Ref<Scale>(clock.Scales);
        bool interpolate = Iterations(now, stored, interval) != 1;
        for (int i = 0; i < values.Length; i++)
        {
            ref HotCell cell = ref Unsafe.Add(ref hot, i);
            double value;
            if (IsIncremental(Unsafe.Add(ref kind, i)))
            {
                double calculated = Scaled(values[i] - cell.Last, in Unsafe.Add(ref scale, i));
                double first = calculated * part / whole;
                value = (first + cell.Carry) / every;
                cell.Carry = calculated - first;
            }
            else
            {
                double calculated = Scaled(values[i], in Unsafe.Add(ref scale, i));
                value = interpolate ? cell.Carry + ((calculated - cell.Carry) * part / whole) : calculated;
                cell.Carry = calculated;
            }

            cell.Last = values[i];
            Unsafe.Add(ref lastStored, i) = value;
            Unsafe.Add(ref row, i) = StoredNumber.Pack(value, StoredNumber.Exists);
        }
    }

    internal static bool IsIncremental(DimensionKind kind) =>
        (kind & DimensionKind.AlgorithmMask) == (DimensionKind)Algorithm.Incremental;

    internal static double Scaled(long value, in Scale scale) => value * scale.Multiplier / scale.Divisor;

    /// <summary>
    /// Rows between the last stored one and now; one more when now is a boundary itself (3.5).
    /// </summary>
    internal static long Iterations(long now, long stored, long interval) =>
        ((now - stored) / interval) + (now % interval == 0 ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Advance(ref ChartClock clock)
    {
        Step(ref clock);
        RingPen.Store(ref clock);
    }

    /// <summary>A row that is still being filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step(ref ChartClock clock)
    {
        clock.LastUpdatedSec += clock.UpdateEvery;
        clock.Counter++;
        clock.CurrentEntry = clock.CurrentEntry + 1 == clock.Entries ? 0 : clock.CurrentEntry + 1;
    }

    /// <summary>Whole intervals of the second, and half a second into it (3.3 rule 3).</summary>
    internal static long Align(long usec, int every, bool storeFirst) =>
        (FloorTo(usec / Usec, every) * Usec) + (storeFirst ? 0 : Usec / 2);

    internal static long FloorTo(long sec, int every) => sec - (sec % every);
}
