using System.Runtime.CompilerServices;
using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// From collected integers to stored samples: spec database 3, rule by rule. <see cref="CommitGeneral"/> is the
/// definition; <see cref="TryCommitAll"/> is the same arithmetic for the case that nearly always holds, and declines
/// everything else before it has changed anything.
/// </summary>
internal static class Pipeline
{
    private const long Usec = Clock.UsecPerSecond;

    /// <summary>How long a chart may be silent, in intervals, before its clock jumps (3.2 rule 4).</summary>
    private const int SilentIntervalsMax = 5;

    /// <summary>"next": how far this collection moves the chart's clock (3.2). Microseconds, 0 or more.</summary>
    /// <param name="clock">May be set back when it is in the future.</param>
    /// <param name="sinceUsec">As declared; 0: not; -1: this is the first collection, no rule applies.</param>
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

        if (sinceUsec == 0 && nowUsec >= clock.LastCollectedUsec - interval)
        {
            // The first collection was put into the middle of its second, so a chart may be ahead by less than an
            // interval: it waits. (The reference adds the absolute difference and so runs away from a fast sender.)
            return Math.Max(0, nowUsec - clock.LastCollectedUsec);
        }

        if (nowUsec < clock.LastCollectedUsec)
        {
            jump = ClockJump.FromFuture;
            clock.LastCollectedUsec = Align(nowUsec - interval, clock.UpdateEvery, storeFirst: false);
            clock.LastUpdatedSec = FloorTo((nowUsec / Usec) - clock.UpdateEvery, clock.UpdateEvery);
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
    /// The common case in one pass: every dimension set, absolute or incremental, none gone back, at most one row
    /// to write. False: nothing was changed, the general path has to do it.
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
            Accumulate(state, clock.Columns, flags, values);
        }
        else
        {
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
    /// Whether the general path has to look at a counter: it went back, or its sign bit is set. Without the latter a
    /// value is as large as all before it, so that <see cref="DimensionKind.Wide"/> can be told from the last one.
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
                : IsWide(values[i]) && (Unsafe.Add(ref kind, i) & DimensionKind.Wide) == 0;
        }

        return any;
    }

    /// <summary>Within an interval: counters add up, gauges take the newest value (3.5, last paragraph).</summary>
    private static void Accumulate(nint state, int columns, SeriesFlags flags, ReadOnlySpan<long> values)
    {
        var layout = new SeriesLayout(columns);
        ref HotCell hot = ref Native.Ref<HotCell>(state + SeriesLayout.Hot);
        if ((flags & (SeriesFlags.AllIncremental | SeriesFlags.Scaled)) == SeriesFlags.AllIncremental)
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
        ref Scale scale = ref Native.Ref<Scale>(state + layout.Scale);
        for (int i = 0; i < values.Length; i++)
        {
            ref HotCell cell = ref Unsafe.Add(ref hot, i);
            bool incremental = IsIncremental(Unsafe.Add(ref kind, i));
            double calculated = Scaled(incremental ? values[i] - cell.Last : values[i], in Unsafe.Add(ref scale, i));
            cell.Carry = incremental ? cell.Carry + calculated : calculated;
            cell.Last = values[i];
        }
    }

    /// <summary>Exactly one row: the arithmetic of 3.5 with its loops unrolled to one turn.</summary>
    private static void StoreRow(nint state, ref ChartClock clock, ReadOnlySpan<long> values, long before, long now)
    {
        var layout = new SeriesLayout(clock.Columns);
        ref HotCell hot = ref Native.Ref<HotCell>(state + SeriesLayout.Hot);
        ref double lastStored = ref Native.Ref<double>(state + layout.LastStored);
        ref uint row = ref Native.Ref<uint>(clock.Ring + ((nint)clock.CurrentEntry * clock.Columns * sizeof(uint)));
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
        ref Scale scale = ref Native.Ref<Scale>(state + layout.Scale);
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

    private static bool IsIncremental(DimensionKind kind) =>
        (kind & DimensionKind.AlgorithmMask) == (DimensionKind)Algorithm.Incremental;

    private static double Scaled(long value, in Scale scale) => value * scale.Multiplier / scale.Divisor;

    /// <summary>Rows between the last stored one and now; one more when now is a boundary itself (3.5).</summary>
    private static long Iterations(long now, long stored, long interval) =>
        ((now - stored) / interval) + (now % interval == 0 ? 1 : 0);

    // The general path ---------------------------------------------------------------------------------------------

    /// <summary>Any collection (3.3 to 3.7). The series' updated marks are left for the caller to clear.</summary>
    /// <returns>How far the clock has moved: <paramref name="sinceUsec"/>, or one interval after a reset.</returns>
    public static long CommitGeneral(Series series, long sinceUsec, long nowUsec)
    {
        PipelineState state = series.General();
        ref ChartClock clock = ref state.Clock;
        long interval = clock.UpdateEvery * Usec;
        bool keeps = (clock.Flags & SeriesFlags.PassOnly) == 0;
        bool storeFirst = (clock.Flags & SeriesFlags.StoreFirst) != 0;
        bool isFirst = false;
        if ((clock.Flags & SeriesFlags.WasFast) != 0)
        {
            clock.Flags &= ~SeriesFlags.WasFast;
            clock.LastTotal = TotalOfLast(state);
        }

        CountUpdated(state);
        if (keeps && sinceUsec > clock.Entries * interval)
        {
            Reset(state);
            clock.LastCollectedUsec = 0;
            sinceUsec = interval;
        }

        long before;
        if (clock.LastCollectedUsec == 0)
        {
            clock.LastCollectedUsec = Align(nowUsec, clock.UpdateEvery, storeFirst);
            before = clock.LastCollectedUsec - interval;
            isFirst = true;
        }
        else
        {
            before = clock.LastCollectedUsec;
            clock.LastCollectedUsec =
                Math.Min(before + Math.Min(sinceUsec, Limits.SinceUsecMax), Limits.ClockUsecMax);
        }

        if (keeps)
        {
            sinceUsec = Keep(series, state, before, isFirst, storeFirst) ? interval : sinceUsec;
        }
        else
        {
            clock.CounterDone++;
            Carry(state, isFirst: true, []);
        }

        MarkPlain(state);
        return sinceUsec;
    }

    /// <summary>One more, and no way round to 0.</summary>
    public static uint AndOne(uint count) => count == uint.MaxValue ? count : count + 1;

    /// <summary>What a SET does besides its value (3.1). A second SET of the same round was counted by the series.</summary>
    private static void CountUpdated(PipelineState state)
    {
        for (int i = 0; i < state.Updated.Length; i++)
        {
            if (state.Updated[i] == 0)
            {
                continue;
            }

            state.Collections[i] = AndOne(state.Collections[i]);

            // The last value stands for all those that the fast path let through since: they only grew.
            if (IsWide(state.Hot[i].Last) || IsWide(state.Collected[i]))
            {
                state.Kind[i] |= DimensionKind.Wide;
            }
        }
    }

    /// <summary>Beyond 32 bits, which says how wide the counter is when it goes back (3.4, reset rule 2).</summary>
    public static bool IsWide(long value) => (ulong)(value + uint.MaxValue) > 2UL * uint.MaxValue;

    /// <summary>Returns whether the chart was so far behind its clock that it had to start anew (3.3 step 6).</summary>
    private static bool Keep(Series series, PipelineState state, long before, bool isFirst, bool storeFirst)
    {
        ref ChartClock clock = ref state.Clock;
        long interval = clock.UpdateEvery * Usec;
        bool stores = !isFirst;
        if (clock.LastUpdatedSec == 0)
        {
            InitLastUpdated(ref clock, storeFirst);
            (isFirst, stores) = (true, false);
        }

        bool isStale = Math.Abs(clock.LastCollectedUsec - (clock.LastUpdatedSec * Usec)) > clock.Entries * interval;
        if (isStale)
        {
            Reset(state);
            InitLastUpdated(ref clock, storeFirst);
            before = clock.LastCollectedUsec - interval;
            (isFirst, stores) = (true, false);
        }

        if (clock.CounterDone == 0)
        {
            FillDowntime(series, ref clock);
            stores = storeFirst;
            before = storeFirst ? clock.LastUpdatedSec * Usec : before;
        }

        clock.CounterDone++;
        state.Calculated.Clear();
        bool wentBack = Calculate(state, state.Calculated);
        Interpolate(series, state, state.Calculated, before, stores, wentBack);
        Carry(state, isFirst, state.Calculated);
        return isStale;
    }

    /// <summary>
    /// The first collection after rows were loaded: all but the newest missing row become empty ones (3.8). They are
    /// counted, which the reference forgets: it then reaches that many rows less of what it loaded.
    /// </summary>
    private static void FillDowntime(Series series, ref ChartClock clock)
    {
        while (clock.Counter != 0 && (clock.LastUpdatedSec + (2 * clock.UpdateEvery)) * Usec <= clock.LastCollectedUsec)
        {
            series.Pen().Clear();
            Advance(ref clock);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(ref ChartClock clock)
    {
        clock.LastUpdatedSec += clock.UpdateEvery;
        clock.Counter++;
        clock.CurrentEntry = clock.CurrentEntry + 1 == clock.Entries ? 0 : clock.CurrentEntry + 1;
    }

    private static void InitLastUpdated(ref ChartClock clock, bool storeFirst) =>
        clock.LastUpdatedSec = FloorTo(
            (clock.LastCollectedUsec / Usec) - (storeFirst ? clock.UpdateEvery : 0), clock.UpdateEvery);

    /// <summary>3.4. Returns whether a counter went back, which marks the whole next row.</summary>
    private static bool Calculate(PipelineState state, Span<double> calculated)
    {
        ref ChartClock clock = ref state.Clock;
        long total = Total(state);
        bool wentBack = false;
        for (int i = 0; i < calculated.Length; i++)
        {
            if (state.Updated[i] == 0)
            {
                continue;
            }

            long value = state.Collected[i];
            long last = state.Hot[i].Last;
            bool isKnown = state.Collections[i] > 1;
            switch ((Algorithm)(state.Kind[i] & DimensionKind.AlgorithmMask))
            {
                case Algorithm.Absolute:
                    calculated[i] = Scaled(value, in state.Scale[i]);
                    break;
                case Algorithm.PercentageOfAbsoluteRow:
                    calculated[i] = total == 0 ? 0 : 100.0 * value / total;
                    break;
                case Algorithm.Incremental when isKnown:
                    calculated[i] = Delta(state, i, value, last, ref wentBack);
                    break;
                case Algorithm.PercentageOfIncrementalRow when isKnown:
                    if (last > value)
                    {
                        wentBack |= (state.Kind[i] & DimensionKind.NoResetDetection) == 0;
                        state.Hot[i].Last = last = value;
                    }

                    calculated[i] = total == clock.LastTotal ? 0 : 100.0 * (value - last) / (total - clock.LastTotal);
                    break;
            }
        }

        clock.LastTotal = total;
        return wentBack;
    }

    private static long Total(PipelineState state)
    {
        long total = 0;
        for (int i = 0; i < state.Updated.Length; i++)
        {
            total += state.Updated[i] != 0 ? state.Collected[i] : 0;
        }

        return total;
    }

    /// <summary>The fast path sets all dimensions, so that their last values are what it would have summed up.</summary>
    private static long TotalOfLast(PipelineState state)
    {
        long total = 0;
        foreach (HotCell cell in state.Hot)
        {
            total += cell.Last;
        }

        return total;
    }

    /// <summary>An incremental step, or what is left of it when the counter went back (3.4, reset rules).</summary>
    private static double Delta(PipelineState state, int i, long value, long last, ref bool wentBack)
    {
        if ((ulong)last <= (ulong)value)
        {
            return Scaled(value - last, in state.Scale[i]);
        }

        wentBack |= (state.Kind[i] & DimensionKind.NoResetDetection) == 0;
        ulong cap = (state.Kind[i] & DimensionKind.Wide) != 0 ? ulong.MaxValue : uint.MaxValue;
        ulong delta = cap - (ulong)last + (ulong)value;
        return delta < cap / 100 * 10 ? delta * state.Scale[i].Multiplier / state.Scale[i].Divisor : 0;
    }

    /// <summary>3.5: writes one row per boundary crossed.</summary>
    private static void Interpolate(
        Series series, PipelineState state, Span<double> calculated, long before, bool stores, bool wentBack)
    {
        ref ChartClock clock = ref state.Clock;
        long interval = clock.UpdateEvery * Usec;
        long now = clock.LastCollectedUsec;
        long stored = clock.LastUpdatedSec * Usec;
        long iterations = Iterations(now, stored, interval);
        uint flag = wentBack ? StoredNumber.ExistsReset : StoredNumber.Exists;
        for (long next = stored + interval; next <= now; next += interval)
        {
            Span<uint> pen = series.Pen();
            for (int i = 0; i < calculated.Length; i++)
            {
                double value = Value(ref state.Hot[i], state.Kind[i], ref calculated[i],
                    iterations == 1, (next - before, now - before), clock.UpdateEvery);
                bool has = stores && state.Updated[i] != 0 && state.Collections[i] > 1 && iterations < clock.GapLimit;
                pen[i] = has ? StoredNumber.Pack(value, flag) : StoredNumber.Empty;
                state.LastStored[i] = has ? value : stores ? double.NaN : state.LastStored[i];
            }

            flag = StoredNumber.Exists;
            Advance(ref clock);
            before = next;
            iterations--;
        }
    }

    private static double Value(
        ref HotCell cell, DimensionKind kind, ref double calculated, bool isLast, (double Part, double Whole) time, int every)
    {
        if (IsIncremental(kind))
        {
            double part = calculated * time.Part / time.Whole;
            double value = (part + cell.Carry) / every;
            calculated -= part;
            cell.Carry = 0;
            return value;
        }

        return isLast ? calculated : cell.Carry + ((calculated - cell.Carry) * time.Part / time.Whole);
    }

    /// <summary>3.7: what the next collection starts from.</summary>
    private static void Carry(PipelineState state, bool isFirst, ReadOnlySpan<double> calculated)
    {
        for (int i = 0; i < state.Updated.Length; i++)
        {
            if (state.Updated[i] == 0)
            {
                continue;
            }

            ref HotCell cell = ref state.Hot[i];
            cell.Last = state.Collected[i];
            if (calculated.IsEmpty)
            {
                continue;
            }

            cell.Carry = !IsIncremental(state.Kind[i]) ? calculated[i] : isFirst ? cell.Carry : cell.Carry + calculated[i];
        }
    }

    /// <summary>Which fast path, if any, the next collection may take; definitions only say "none" until then.</summary>
    private static void MarkPlain(PipelineState state)
    {
        bool computes = (state.Clock.Flags & SeriesFlags.PassOnly) == 0;
        bool plain = state.Kind.Length > 0;
        bool incremental = true;
        bool scaled = false;
        for (int i = 0; i < state.Kind.Length; i++)
        {
            DimensionKind kind = state.Kind[i];
            scaled |= state.Scale[i].Multiplier != 1 || state.Scale[i].Divisor != 1;
            plain &= (kind & DimensionKind.Obsolete) == 0;
            plain &= !computes || (state.Collections[i] > 1
                && (kind & DimensionKind.AlgorithmMask) <= (DimensionKind)Algorithm.Incremental);
            incremental &= IsIncremental(kind);
        }

        state.Clock.Flags &= ~(SeriesFlags.Plain | SeriesFlags.AllIncremental | SeriesFlags.Scaled);
        state.Clock.Flags |= (plain ? SeriesFlags.Plain : 0) | (incremental ? SeriesFlags.AllIncremental : 0)
            | (scaled ? SeriesFlags.Scaled : 0);
    }

    /// <summary>
    /// After a silence longer than the history: start anew, the old samples are out of reach. The round that found it
    /// does not count for its dimensions either (3.3 step 2), so the next one is a first one to them.
    /// </summary>
    private static void Reset(PipelineState state)
    {
        ref ChartClock clock = ref state.Clock;
        clock.Counter = 0;
        clock.CounterDone = 0;
        clock.CurrentEntry = 0;
        clock.LastUpdatedSec = 0;
        clock.Flags &= ~SeriesFlags.Plain;
        state.Collections.Clear();
    }

    /// <summary>Whole intervals of the second, and half a second into it (3.3 rule 3).</summary>
    private static long Align(long usec, int every, bool storeFirst) =>
        (FloorTo(usec / Usec, every) * Usec) + (storeFirst ? 0 : Usec / 2);

    private static long FloorTo(long sec, int every) => sec - (sec % every);
}
