using System.Runtime.CompilerServices;
using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// A chart's samples and the state between two collections, in native memory: one block of state, one
/// row-major ring (a row = one tick of all dimensions). Written by the writer of the host, under the host's
/// gate.
/// </summary>
internal sealed class Series : IDisposable
{
    private const string StateOwner = "store state";

    [ThreadStatic]
    private static double[]? s_calculated;

    private NativeBlock _state;
    private NativeBlock? _ring;

    /// <summary>What was set, by <see cref="RoundLayout"/>; null: nothing, and a round that is committed as a
    /// whole needs none. <see cref="SeriesFlags.HasRound"/> says so, too.</summary>
    private NativeBlock? _round;

    /// <summary>Multipliers and divisors that are nobody else's; null: they are <see cref="UnitScales"/>, or
    /// those of a table in common.</summary>
    private NativeBlock? _scales;

    /// <summary>A <see cref="ReplayBudget"/>, or an <see cref="IRingPlace"/>, or null.</summary>
    private readonly object? _room;

    /// <summary>Null: the ring is plain memory and goes with the process.</summary>
    public IRingPlace? Place
    {
        get => _room as IRingPlace;
        init => _room = value ?? _room;
    }

    /// <summary>Memory mode none: from whom the ring gets its room, if there is to be one.</summary>
    private ReplayBudget? Budget => _room as ReplayBudget;

    public Series(int updateEvery, StoreOptions options, ReplayBudget? budget = null)
    {
        Guard.That(updateEvery > 0);
        _state = new NativeBlock(StateOwner, new SeriesLayout(0).Bytes, aligned: true);
        ref ChartClock clock = ref Clock;
        clock.UpdateEvery = updateEvery;
        clock.Scales = UnitScales.Address;
        clock.Entries = Math.Clamp(options.HistoryEntries, Limits.HistoryMin, Limits.HistoryMax);
        clock.SilenceMax = clock.Entries;
        clock.GapLimit = Math.Max(1, options.GapWhenLostIterationsAbove) + 2;
        clock.SinceUsec = -1;
        _room = options.Mode == MemoryMode.None ? budget : null;
        clock.Entries = Budget?.Rows ?? clock.Entries;
        clock.Flags = options.Mode == MemoryMode.None && budget == null ? SeriesFlags.PassOnly : 0;
    }

    private string RingOwner => Budget == null ? "store rings" : "replay rings";

    public ref ChartClock Clock => ref _state.Ref<ChartClock>(0);

    /// <summary>For tables of hot loops; changes when a dimension is added, and with the collection after
    /// that.</summary>
    public nint StateAddress => _state.Address;

    public int Count => Clock.Count;

    public Span<HotCell> Hot => _state.Span<HotCell>(SeriesLayout.Hot, Clock.Count);

    public Span<double> LastStored => Column<double>(new SeriesLayout(Clock.Columns).LastStored);

    /// <summary>Of the round in progress; those not updated mean nothing.</summary>
    public Span<long> Collected => Round.Span<long>(RoundLayout.Collected, Clock.Count);

    public Span<byte> Updated => Round.Span<byte>(new RoundLayout(Clock.Columns).Updated, Clock.Count);

    public Span<byte> Collections => Column<byte>(new SeriesLayout(Clock.Columns).Collections);

    private Span<long> SetUsec => Round.Span<long>(new RoundLayout(Clock.Columns).SetUsec, Clock.Count);

    private NativeBlock Round => _round ?? NewRound();

    private Span<DimensionKind> Kind => Column<DimensionKind>(new SeriesLayout(Clock.Columns).Kind);

    private ReadOnlySpan<Scale> Scales => Native.Span<Scale>(Clock.Scales, Clock.Count);

    // What is kept ------------------------------------------------------------------------------------------

    /// <summary>Rows that hold data, 0 to Entries.</summary>
    public int Rows => (int)Math.Min(Clock.Counter, (uint)Clock.Entries);

    /// <summary>Seconds; one interval before the oldest row (the reference's convention). 0 without
    /// rows.</summary>
    public long FirstEntrySec => Clock.LastUpdatedSec - ((long)Rows * Clock.UpdateEvery);

    /// <summary>Second of the newest row.</summary>
    public long LastEntrySec => Clock.LastUpdatedSec;

    /// <summary>The row of a moment, clamped to what is kept (spec database 5). Meaningless without
    /// rows.</summary>
    public int RowAt(long sec)
    {
        ref ChartClock clock = ref Clock;
        int last = clock.CurrentEntry == 0 ? clock.Entries - 1 : clock.CurrentEntry - 1;
        if (sec >= LastEntrySec)
        {
            return last;
        }

        if (sec <= FirstEntrySec)
        {
            return clock.Counter >= (uint)clock.Entries ? clock.CurrentEntry : 0;
        }

        long row = last - ((LastEntrySec - sec) / clock.UpdateEvery);
        return (int)(row < 0 ? row + clock.Entries : row);
    }

    /// <summary>
    /// The packed samples of one row, by dimension index; empty as long as nothing was stored.
    /// </summary>
    public ReadOnlySpan<uint> Row(int row)
    {
        ref ChartClock clock = ref Clock;
        Guard.That((uint)row < (uint)clock.Entries);
        return _ring == null
            ? []
            : _ring.Span<uint>((long)row * clock.Columns * sizeof(uint), clock.Count);
    }

    /// <summary>Wall clock of the last <c>SET</c> of a dimension, 0 if there was none.</summary>
    public long LastSetUsec(int dimension) =>
        Math.Max(_round == null ? 0 : SetUsec[dimension], Clock.AllSetUsec);

    /// <summary>A peer had set it; see <see cref="ReplayRows"/>.</summary>
    public void NoteSet(int dimension, long nowUsec) => SetUsec[dimension] = nowUsec;

    // One collection ----------------------------------------------------------------------------------------

    /// <summary>
    /// BEGIN: declares the microseconds since the collection before; 0 is "as the clock says".
    /// </summary>
    public void Begin(long usec) => Clock.SinceUsec = Math.Min(usec, Limits.SinceUsecMax);

    /// <summary>
    /// SET: <paramref name="dimension"/> is an index. The value is stored by the next <see cref="Commit"/>.
    /// </summary>
    public void Set(int dimension, long value, long nowUsec)
    {
        ref ChartClock clock = ref Clock;
        Guard.That((uint)dimension < (uint)clock.Count);
        var layout = new RoundLayout(clock.Columns);
        nint round = Round.Address;
        ref byte updated = ref Native.Ref<byte>(round + layout.Updated + dimension);
        if (updated != 0)
        {
            SetAgain(dimension);
        }

        updated = 1;
        Native.Ref<long>(round + RoundLayout.Collected + (dimension * sizeof(long))) = value;
        Native.Ref<long>(round + layout.SetUsec + (dimension * sizeof(long))) = nowUsec;
        clock.Flags |= SeriesFlags.Pending;
    }

    /// <summary>A value that is overwritten in its round counts as a collection all the same (spec database
    /// 3.1).</summary>
    private void SetAgain(int dimension)
    {
        Collections[dimension] = GeneralPipeline.AndOne(Collections[dimension]);
        if (GeneralPipeline.IsWide(Collected[dimension]))
        {
            Kind[dimension] |= DimensionKind.Wide;
        }
    }

    /// <summary>
    /// END, first half: chooses how far the chart's clock moves. See <see cref="Pipeline.Next"/>.
    /// </summary>
    public long Next(long nowUsec, out ClockJump jump)
    {
        ref ChartClock clock = ref Clock;
        long since = clock.CounterDone == 0 ? -1 : Math.Max(clock.SinceUsec, 0);
        clock.SinceUsec = -1;
        return Pipeline.Next(ref clock, since, nowUsec, out jump);
    }

    /// <summary>END, second half: turns what was set into samples; <see cref="Updated"/> stays for the
    /// outlets.</summary>
    /// <param name="sinceUsec">From <see cref="Next"/>.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <returns>How far the clock has moved in the end.</returns>
    public long Commit(long sinceUsec, long nowUsec)
    {
        EnsureRing();
        if (Updated.IndexOf((byte)0) < 0)
        {
            if (Pipeline.TryCommitAll(StateAddress, Collected, sinceUsec, nowUsec))
            {
                return sinceUsec;
            }
        }

        return GeneralPipeline.Commit(this, sinceUsec, nowUsec);
    }

    /// <summary>After the outlets have seen what was set.</summary>
    public void ClearUpdated()
    {
        if (_round != null)
        {
            Updated.Clear();
        }

        Clock.Flags &= ~SeriesFlags.Pending;
    }

    /// <summary>A collection was stored as a whole without it: all dimensions were set just then.</summary>
    public void GiveBackRound()
    {
        Guard.That((Clock.Flags & SeriesFlags.Pending) == 0);
        if (_round != null)
        {
            Rounds.GiveBack(_round);
            _round = null;
            Clock.Flags &= ~SeriesFlags.HasRound;
        }
    }

    private NativeBlock NewRound()
    {
        _round = Rounds.Take(Math.Max(Clock.Columns, 1));
        Clock.Flags |= SeriesFlags.HasRound;
        return _round;
    }

    /// <summary>The general path's view of the whole state.</summary>
    public PipelineState General() => new(ref Clock, Hot, LastStored, Scales, Collected,
        Calculated(Clock.Count), Collections, Kind, Updated);

    /// <summary>Scratch of one general commit.</summary>
    private static Span<double> Calculated(int count)
    {
        if (s_calculated == null || s_calculated.Length < count)
        {
            s_calculated = new double[Math.Max(64, count * 3 / 2)];
        }

        return s_calculated.AsSpan(0, count);
    }

    /// <summary>The row under the pen, to be written; empty as long as there are no dimensions.</summary>
    public Span<uint> Pen()
    {
        ref ChartClock clock = ref Clock;
        RingPen.Open(ref clock);
        return _ring == null
            ? []
            : _ring.Span<uint>((long)clock.CurrentEntry * clock.Columns * sizeof(uint), clock.Count);
    }

    // Definition --------------------------------------------------------------------------------------------

    /// <summary>Adds a column; what was kept of the others stays. Returns its index.</summary>
    public int AddDimension()
    {
        int index = Clock.Count;
        Guard.That(index < Limits.DimensionsPerChart);
        if (index == Clock.Columns)
        {
            GrowTo(_ring == null ? Math.Max(4, index * 2) : index + 1 + (index / 4));
        }

        ref ChartClock clock = ref Clock;
        clock.Count = index + 1;
        UnitScales.Reach(clock.Count);
        Place?.Described(this);
        LastStored[index] = double.NaN;
        Collections[index] = (clock.Flags & SeriesFlags.StoreFirst) != 0 ? (byte)1 : (byte)0;
        clock.Flags |= SeriesFlags.SyncClock;
        clock.Flags &= ~SeriesFlags.Plain;
        return index;
    }

    /// <summary>Takes a column out; those behind it move up, in the rows too.</summary>
    public void RemoveDimension(int index)
    {
        Guard.That((uint)index < (uint)Clock.Count);
        TakeOut(Hot, index);
        TakeOut(LastStored, index);
        TakeOut(Collections, index);
        TakeOut(Kind, index);
        if (_scales != null)
        {
            TakeOut(_scales.Span<Scale>(0, Clock.Count), index);
        }

        if (_round != null)
        {
            TakeOut(Collected, index);
            TakeOut(SetUsec, index);
            TakeOut(Updated, index);
        }

        if ((Clock.Flags & SeriesFlags.Mapped) != 0)
        {
            // Whoever dies while columns move must find the file as it was, or as it will be.
            Clock.Count--;
            Relay(Clock.Columns, index);
            Interrupt();
            return;
        }

        for (int row = 0; _ring != null && row < Clock.Entries; row++)
        {
            long offset = (long)row * Clock.Columns * sizeof(uint);
            Span<uint> samples = _ring.Span<uint>(offset, Clock.Count)[index..];
            if (samples.ContainsAnyExcept(StoredNumber.Empty))
            {
                // Rows beyond reach included, for a later dimension must find its column empty; untouched
                // memory is only read.
                TakeOut(samples, 0);
            }
        }

        Clock.Count--;
        Interrupt();
        Place?.Described(this);
    }

    private static void TakeOut<T>(Span<T> column, int index)
        where T : unmanaged
    {
        column[(index + 1)..].CopyTo(column[index..]);
        column[^1] = default;
    }

    /// <summary>Takes over what a definition says of a dimension.</summary>
    public void Describe(Dimension dimension)
    {
        int index = dimension.Index;
        var scale = Scale.Of(dimension);
        if (!Scales[index].IsSameAs(scale))
        {
            OwnScales(isForced: true);
            _scales!.Ref<Scale>((long)index * Scale.Bytes) = scale;
        }

        Kind[index] = (Kind[index] & DimensionKind.Wide) | (DimensionKind)dimension.Algorithm
            | ((dimension.Flags & DimensionFlags.NoResetDetection) != 0 ? DimensionKind.NoResetDetection : 0)
            | (dimension.IsObsolete ? DimensionKind.Obsolete : 0);
        Interrupt();
    }

    /// <summary>The chart leaves the table that these are of.</summary>
    public void OwnScales() => OwnScales(isForced: false);

    /// <summary>The chart has a table in common, which owns these; null: all are 1.</summary>
    public void ShareScales(NativeBlock? common)
    {
        _scales?.Dispose();
        _scales = null;
        Clock.Scales = common?.Address ?? UnitScales.Address;
    }

    /// <param name="isForced">Even if all are 1.</param>
    private void OwnScales(bool isForced)
    {
        ref ChartClock clock = ref Clock;
        if (_scales == null && (isForced || clock.Scales != UnitScales.Address))
        {
            _scales = NewScales(Math.Max(clock.Columns, clock.Count));
            Native.Span<Scale>(clock.Scales, clock.Count).CopyTo(_scales.Span<Scale>(0, clock.Count));
            clock.Scales = _scales.Address;
        }
    }

    private static NativeBlock NewScales(int count)
    {
        var scales = new NativeBlock("store scales", (long)count * Scale.Bytes, aligned: true);
        scales.Span<Scale>(0, count).Fill(Scale.Unit);
        return scales;
    }

    /// <summary>A definition was said again (spec database 1.4): the clock is read anew at the next
    /// collection.</summary>
    public void Redefine(bool storeFirst)
    {
        ref ChartClock clock = ref Clock;
        clock.Flags &= ~(SeriesFlags.StoreFirst | SeriesFlags.Trusted);
        clock.Flags |= SeriesFlags.SyncClock | (storeFirst ? SeriesFlags.StoreFirst : 0);
    }

    /// <summary>The next collection takes the general path.</summary>
    public void Interrupt() => Clock.Flags &= ~SeriesFlags.Plain;

    public void SyncClock() => Clock.Flags |= SeriesFlags.SyncClock;

    public void Dispose()
    {
        if (_state.Bytes > 0)
        {
            Budget?.Leave(this, Clock.Columns);
        }

        _state.Dispose();
        _scales?.Dispose();
        _round?.Dispose();
        _ring?.Dispose();
        (_ring, _scales, _round) = (null, null, null);
    }

    /// <summary>
    /// A scratch series becomes that of another chart, without rows and without garbage once it was as large:
    /// the caller sets clock, cells and counts to a point between two collections. Rows are written from 0
    /// on.
    /// </summary>
    internal void Restart(
        int updateEvery, ReadOnlySpan<Scale> scales, ReadOnlySpan<DimensionKind> kinds, int entries)
    {
        Guard.That(updateEvery > 0 && entries > 0 && scales.Length > 0 && scales.Length == kinds.Length);
        int count = scales.Length;
        if (_state.Bytes < new SeriesLayout(count).Bytes)
        {
            _state.Dispose();
            _state = new NativeBlock(StateOwner, new SeriesLayout(2 * count).Bytes, aligned: true);
        }

        long ringBytes = (long)entries * count * sizeof(uint);
        if (_ring == null || _ring.Bytes < ringBytes)
        {
            _ring?.Dispose();
            _ring = new NativeBlock(RingOwner, ringBytes * 3 / 2);
        }

        if (_scales == null || _scales.Bytes < (long)count * Scale.Bytes)
        {
            _scales?.Dispose();
            _scales = NewScales(2 * count);
        }

        if (_round == null || _round.Bytes < new RoundLayout(count).Bytes)
        {
            _round?.Dispose();
            _round = Rounds.Take(2 * count);
        }

        Clock = new ChartClock
        {
            Scales = _scales.Address, Flags = SeriesFlags.HasRound,
            Ring = _ring.Address, Entries = entries, SilenceMax = entries, UpdateEvery = updateEvery,
            Count = count, Columns = count, SinceUsec = -1, CounterDone = 1,
        };
        scales.CopyTo(_scales.Span<Scale>(0, count));
        kinds.CopyTo(Kind);
        Updated.Clear();
    }

    /// <summary>
    /// Called before a commit: the ring comes with the first row, when the columns are known.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnsureRing()
    {
        ref ChartClock clock = ref Clock;
        if (clock.Ring == 0 && clock.Count > 0 && (clock.Flags & SeriesFlags.PassOnly) == 0)
        {
            NewRing();
        }
    }

    private void NewRing()
    {
        if (Clock.Columns != Clock.Count)
        {
            GrowTo(Clock.Count);
        }

        if (Budget is { } budget)
        {
            if (!budget.TryEnter(this, Clock.Columns))
            {
                Clock.Flags |= SeriesFlags.PassOnly;
                return;
            }

            Clock.Entries = budget.Rows;
        }

        _ring = Place?.Open(this) ?? NewBlock(Clock.Columns);
        Clock.Ring = _ring.Address;
    }

    /// <summary>Room for more dimensions, while there is no ring yet.</summary>
    internal void Reserve(int columns)
    {
        Guard.That(_ring == null && columns >= Clock.Count);
        if (columns != Clock.Columns)
        {
            GrowTo(columns);
        }
    }

    private void GrowTo(int columns)
    {
        GrowOthers(columns);
        int count = Clock.Count;
        var from = new SeriesLayout(Clock.Columns);
        var to = new SeriesLayout(columns);
        var state = new NativeBlock(StateOwner, to.Bytes, aligned: true);
        int fixedBytes = ChartClock.Bytes + (16 * count);
        _state.Span<byte>(0, fixedBytes).CopyTo(state.Span<byte>(0, fixedBytes));
        Copy<double>(state, from.LastStored, to.LastStored, count);
        Copy<byte>(state, from.Collections, to.Collections, count);
        Copy<byte>(state, from.Kind, to.Kind, count);
        int oldColumns = Clock.Columns;
        _state.Dispose();
        _state = state;
        Clock.Columns = columns;
        if (_ring != null)
        {
            Clock.Columns = oldColumns;
            Relay(columns);
            Budget?.Widened(columns - oldColumns);
        }
    }

    /// <summary>What is beside the state, while the clock has the old number of columns.</summary>
    private void GrowOthers(int columns)
    {
        int count = Clock.Count;
        if (_scales is { } scales && scales.Bytes < (long)columns * Scale.Bytes)
        {
            _scales = NewScales(columns);
            scales.Span<Scale>(0, count).CopyTo(_scales.Span<Scale>(0, count));
            scales.Dispose();
            Clock.Scales = _scales.Address;
        }

        if (_round is { } round)
        {
            (var from, var to) = (new RoundLayout(Clock.Columns), new RoundLayout(columns));
            _round = Rounds.Take(columns);
            round.Span<long>(0, count).CopyTo(_round.Span<long>(0, count));
            round.Span<long>(from.SetUsec, count).CopyTo(_round.Span<long>(to.SetUsec, count));
            round.Span<byte>(from.Updated, count).CopyTo(_round.Span<byte>(to.Updated, count));
            Rounds.GiveBack(round);
        }
    }

    private void Copy<T>(NativeBlock target, int from, int to, int count)
        where T : unmanaged => _state.Span<T>(from, count).CopyTo(target.Span<T>(to, count));

    private NativeBlock NewBlock(int columns) => NewRing((long)Clock.Entries * columns * sizeof(uint));

    /// <summary>Short ones, as of dbengine, in slabs: with the blocks beside them, which come and go, they
    /// would leave holes in the allocator's heap.</summary>
    private NativeBlock NewRing(long bytes) => new(RingOwner, bytes, aligned: true);

    /// <summary>
    /// Another ring with the same rows: wider, without a column, or in another place. Copies the rows that
    /// hold data; the others stay untouched memory.
    /// </summary>
    /// <param name="columns">At least as many as dimensions.</param>
    /// <param name="without">Index of a column that goes; those behind it move up. -1: none.</param>
    internal void Relay(int columns, int without = -1)
    {
        Guard.That(_ring != null && columns >= Clock.Count);
        NativeBlock? another = Place?.Another(this, columns);
        NativeBlock target = another ?? NewBlock(columns);
        ref ChartClock clock = ref Clock;
        int old = clock.Columns;
        int kept = without < 0 ? Math.Min(old, columns) : without;
        int rows = Rows;
        for (int i = 0; i < rows; i++)
        {
            int row = clock.Counter >= (uint)clock.Entries
                ? i
                : (clock.CurrentEntry - 1 - i + clock.Entries) % clock.Entries;
            Span<uint> from = _ring.Span<uint>((long)row * old * sizeof(uint), old);
            Span<uint> to = target.Span<uint>((long)row * columns * sizeof(uint), columns);
            from[..kept].CopyTo(to);
            if (without >= 0)
            {
                from[(without + 1)..].CopyTo(to[without..]);
            }
        }

        _ring.Dispose();
        _ring = target;
        clock.Columns = columns;
        clock.Ring = target.Address;
        Place?.Settle(this, another);
    }

    /// <summary>The ring is empty again; clock and state stay. Only for rings in plain memory.</summary>
    internal void ForgetRows() => (Clock.Counter, Clock.CurrentEntry) = (0, 0);

    /// <summary>Fewer rows from here on; the newest stay.</summary>
    internal void ShrinkRing(int entries)
    {
        ref ChartClock clock = ref Clock;
        if (_ring == null || entries >= clock.Entries)
        {
            return;
        }

        int rows = Math.Min(Rows, entries);
        long rowBytes = clock.Columns * sizeof(uint);
        NativeBlock small = NewRing(entries * rowBytes);
        for (int i = 0; i < rows; i++)
        {
            int row = (clock.CurrentEntry - rows + i + clock.Entries) % clock.Entries;
            _ring.Span<uint>(row * rowBytes, clock.Columns)
                .CopyTo(small.Span<uint>(i * rowBytes, clock.Columns));
        }

        _ring.Dispose();
        _ring = small;
        clock.Ring = small.Address;
        clock.Entries = entries;
        clock.Counter = (uint)rows;
        clock.CurrentEntry = rows == entries ? 0 : rows;
    }

    private Span<T> Column<T>(int offset)
        where T : unmanaged => _state.Span<T>(offset, Clock.Count);
}
