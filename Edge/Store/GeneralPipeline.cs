using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// From collected integers to stored samples: spec database 3.3 to 3.8, rule by rule, for any collection.
/// What it does in the common case <see cref="Pipeline.TryCommitAll"/> does too, to the last bit.
/// </summary>
internal static class GeneralPipeline
{
    private const long Usec = Clock.UsecPerSecond;

    /// <summary>Any collection (3.3 to 3.7). The series' updated marks are left for the caller to
    /// clear.</summary>
    /// <returns>How far the clock has moved: <paramref name="sinceUsec"/>, or one interval after a
    /// reset.</returns>
    public static long Commit(Series series, long sinceUsec, long nowUsec)
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
        if (keeps && sinceUsec > clock.SilenceMax * interval)
        {
            Reset(state);
            clock.LastCollectedUsec = 0;
            sinceUsec = interval;
        }

        long before;
        if (clock.LastCollectedUsec == 0)
        {
            clock.LastCollectedUsec = Pipeline.Align(nowUsec, clock.UpdateEvery, storeFirst);
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

    /// <summary>One more, and no way round to 0: more than one is all that matters.</summary>
    public static byte AndOne(byte count) => count == byte.MaxValue ? count : (byte)(count + 1);

    /// <summary>What a SET does besides its value (3.1). A second SET of the same round was counted by the
    /// series.</summary>
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

    /// <summary>Beyond 32 bits, which says how wide the counter is when it goes back (3.4, reset rule
    /// 2).</summary>
    public static bool IsWide(long value) => (ulong)(value + uint.MaxValue) > 2UL * uint.MaxValue;

    /// <summary>Returns whether the chart was so far behind its clock that it had to start anew (3.3 step
    /// 6).</summary>
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

        long distance = Math.Abs(clock.LastCollectedUsec - (clock.LastUpdatedSec * Usec));
        bool isStale = distance > clock.SilenceMax * interval;
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
    /// The first collection after rows were loaded: all but the newest missing row become empty ones (3.8).
    /// They are counted, which the reference forgets: it then reaches that many rows less of what it loaded.
    /// </summary>
    private static void FillDowntime(Series series, ref ChartClock clock)
    {
        while (clock.Counter != 0
            && (clock.LastUpdatedSec + (2 * clock.UpdateEvery)) * Usec <= clock.LastCollectedUsec)
        {
            series.Pen().Clear();
            Pipeline.Advance(ref clock);
        }
    }

    private static void InitLastUpdated(ref ChartClock clock, bool storeFirst) =>
        clock.LastUpdatedSec = Pipeline.FloorTo(
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
                    calculated[i] = Pipeline.Scaled(value, in state.Scale[i]);
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

                    calculated[i] = total == clock.LastTotal
                        ? 0
                        : 100.0 * (value - last) / (total - clock.LastTotal);
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

    /// <summary>The fast path sets all dimensions, so that their last values are what it would have summed
    /// up.</summary>
    private static long TotalOfLast(PipelineState state)
    {
        long total = 0;
        foreach (HotCell cell in state.Hot)
        {
            total += cell.Last;
        }

        return total;
    }

    /// <summary>An incremental step, or what is left of it when the counter went back (3.4, reset
    /// rules).</summary>
    private static double Delta(PipelineState state, int i, long value, long last, ref bool wentBack)
    {
        if ((ulong)last <= (ulong)value)
        {
            return Pipeline.Scaled(value - last, in state.Scale[i]);
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
        long iterations = Pipeline.Iterations(now, stored, interval);
        uint flag = wentBack ? StoredNumber.ExistsReset : StoredNumber.Exists;
        for (long next = stored + interval; next <= now; next += interval)
        {
            Span<uint> pen = series.Pen();
            for (int i = 0; i < calculated.Length; i++)
            {
                double value = Value(ref state.Hot[i], state.Kind[i], ref calculated[i],
                    iterations == 1, (next - before, now - before), clock.UpdateEvery);
                bool has = stores && state.Updated[i] != 0 && state.Collections[i] > 1
                    && iterations < clock.GapLimit;
                pen[i] = has ? StoredNumber.Pack(value, flag) : StoredNumber.Empty;
                state.LastStored[i] = has ? value : stores ? double.NaN : state.LastStored[i];
            }

            flag = StoredNumber.Exists;
            Pipeline.Advance(ref clock);
            before = next;
            iterations--;
        }
    }

    private static double Value(
        ref HotCell cell, DimensionKind kind, ref double calculated, bool isLast,
        (double Part, double Whole) time, int every)
    {
        if (Pipeline.IsIncremental(kind))
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

            if (!Pipeline.IsIncremental(state.Kind[i]))
            {
                cell.Carry = calculated[i];
            }
            else if (!isFirst)
            {
                cell.Carry += calculated[i];
            }
        }
    }

    /// <summary>Which fast path, if any, the next collection may take; definitions only say "none" until
    /// then.</summary>
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
            incremental &= Pipeline.IsIncremental(kind);
        }

        state.Clock.Flags &= ~(SeriesFlags.Plain | SeriesFlags.AllIncremental | SeriesFlags.Scaled);
        state.Clock.Flags |= (plain ? SeriesFlags.Plain : 0) | (incremental ? SeriesFlags.AllIncremental : 0)
            | (scaled ? SeriesFlags.Scaled : 0);
    }

    /// <summary>
    /// After a silence longer than the history: start anew, the old samples are out of reach. The round that
    /// found it does not count for its dimensions either (3.3 step 2), so the next one is a first one to
    /// them.
    /// </summary>
    private static void Reset(PipelineState state)
    {
        ref ChartClock clock = ref state.Clock;
        clock.Counter = 0;
        clock.CounterDone = 0;
        clock.CurrentEntry = 0;
        clock.LastUpdatedSec = 0;
        clock.Flags &= ~SeriesFlags.Plain;
        RingPen.Store(ref clock);
        state.Collections.Clear();
    }
}
