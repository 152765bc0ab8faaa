using System.Runtime.InteropServices;
using Edge.Sys;
using Edge.Text;

namespace Edge.Store;

/// <summary>
/// What is known of a chart: its definition, its dimensions in order, its samples. Written by the writer of
/// the host; everybody else holds the host's gate while reading.
/// </summary>
internal sealed class Chart : IDisposable
{
    private DimensionTable _dimensions = new();
    private readonly ChartTuning? _tuning;
    private bool _hasObsoleteDimensions;

    internal Chart(Host host, int slot, ChartDefinition definition, ChartTuning? tuning)
    {
        Host = host;
        Slot = slot;
        _tuning = tuning;
        Id = StringPool.Share(FullId(definition));
        Type = StringPool.Share(tuning?.Type ?? definition.Type);
        Name = Id;
        Family = Clean(tuning?.Family ?? Said(definition.Family) ?? Type);
        Units = Clean(tuning?.Units ?? definition.Units);
        UpdateEvery = definition.UpdateEvery > 0 ? definition.UpdateEvery : host.Info.UpdateEvery;
        IsEnabled = tuning?.Enabled ?? true;
        StoreOptions options = host.Options;
        IsKept = definition.IsKept;
        if (!IsKept)
        {
            options = options with { Mode = MemoryMode.None };
        }

        if ((tuning?.History ?? definition.History) is int history)
        {
            options = options with { HistoryEntries = history };
        }

        if (options.Mode == MemoryMode.DbEngine)
        {
            // The ring is only what the store on disk has not taken yet; a history means nothing there.
            options = options with { HistoryEntries = Limits.DbEngineRows };
        }

        if (!IsEnabled)
        {
            options = options with { HistoryEntries = Limits.HistoryMin };
        }

        Series = new Series(UpdateEvery, options, host.ReplayBudget)
        {
            Place = IsEnabled && IsKept ? host.Shelf?.Place(this) : null,
        };
        Redefine(definition);
    }

    public Host Host { get; }

    /// <summary>Small number, unique among the charts of the host; may be used again when the chart is
    /// gone.</summary>
    public int Slot { get; }

    /// <summary><c>type.id</c>, at most <see cref="Limits.ChartIdChars"/> characters.</summary>
    public string Id { get; }

    public string Type { get; }

    /// <summary><c>type.name</c>, cleaned; equal to <see cref="Id"/> when no other name was given.</summary>
    public string Name { get; internal set; }

    public string Family { get; }

    public string Units { get; }

    public string Title { get; private set; } = "";

    public string Context { get; private set; } = "";

    public ChartStyle Style { get; private set; }

    public int Priority { get; private set; }

    public string? Plugin { get; private set; }

    public string? Module { get; private set; }

    /// <summary>Seconds.</summary>
    public int UpdateEvery { get; }

    public bool IsEnabled { get; }

    /// <summary>False: it is passed on, and none of its rows stays here.</summary>
    public bool IsKept { get; }

    public ChartFlags Flags { get; private set; }

    public bool IsObsolete => (Flags & ChartFlags.Obsolete) != 0;

    /// <summary>In order of arrival, which is the order everywhere.</summary>
    public IReadOnlyList<Dimension> Dimensions => _dimensions.All;

    public Series Series { get; }

    /// <summary>What is kept of it elsewhere than in the ring; null: nothing.</summary>
    public IPast? Past { get; set; }

    /// <summary>Who is filling its history in just now; null: nobody. What comes after that belongs behind
    /// it, so until then nobody is told that live data follow.</summary>
    public object? FilledBy { get; set; }

    /// <summary>Rows are kept, in the ring or elsewhere.</summary>
    public bool HasRows => Series.Rows > 0 || Past?.HasRows == true;

    /// <summary>Seconds; one interval before the oldest row that is kept anywhere. 0 without rows.</summary>
    public long FirstEntrySec => Past?.HasRows != true ? Series.FirstEntrySec
        : Series.Rows == 0 ? Past.FirstEntrySec
        : Math.Min(Past.FirstEntrySec, Series.FirstEntrySec);

    /// <summary>Second of the newest row that is kept anywhere; 0 without rows.</summary>
    public long LastEntrySec =>
        Series.Rows == 0 && Past?.HasRows == true ? Past.LastEntrySec : Series.LastEntrySec;

    /// <summary>The smallest and largest seconds between rows in a time; (0, 0) without any.</summary>
    public (int Min, int Max) IntervalsIn(long fromSec, long toSec)
    {
        bool isInRing = Series.Rows > 0 && toSec > Series.FirstEntrySec;
        (int min, int max) = Past?.HasRows == true ? Past.Intervals(fromSec, toSec) : (0, 0);
        return !isInRing ? (min, max)
            : max == 0 ? (UpdateEvery, UpdateEvery)
            : (Math.Min(min, UpdateEvery), Math.Max(max, UpdateEvery));
    }

    /// <summary>Most charts have none; set by <see cref="SetVariable"/>.</summary>
    public Variables Variables { get; private set; } = Variables.None;

    public Label[] Labels { get; private set; } = [];

    /// <summary>
    /// Changes whenever an outlet has to tell the definition again; unique within the host.
    /// </summary>
    public uint DefinitionVersion { get; private set; }

    /// <summary>Seconds; of the last page that showed the chart.</summary>
    public long LastAccessedSec { get; set; }

    /// <summary>Spec database 1.3: may be shown to people.</summary>
    public bool IsViewable =>
        IsEnabled && (Flags & (ChartFlags.Hidden | ChartFlags.Obsolete)) == 0 && _dimensions.Count > 0
        && IsKept && Host.Options.Mode != MemoryMode.None;

    /// <summary>Spec database 1.3: may be exported.</summary>
    public bool IsExportable => IsEnabled && !IsObsolete && _dimensions.Count > 0;

    public Dimension? Find(string id) => _dimensions.Find(id);

    /// <param name="id">UTF-8.</param>
    public Dimension? Find(ReadOnlySpan<byte> id) => _dimensions.Find(id);

    // Definition --------------------------------------------------------------------------------------------

    /// <summary>
    /// Adds a dimension or takes over what is new of a known one (spec database 1.5). Null: the chart has
    /// <see cref="Limits.DimensionsPerChart"/> already, or the host its <see cref="Host.Dimensions"/>.
    /// </summary>
    /// <param name="id">Unique in the chart; kept as given.</param>
    /// <param name="name">Shown name; null or empty: the id.</param>
    /// <param name="algorithm">How values are computed.</param>
    /// <param name="multiplier">0 is 1.</param>
    /// <param name="divisor">0 is 1.</param>
    /// <param name="flags">Taken over as they are.</param>
    public Dimension? Define(string id, string? name = null, Algorithm algorithm = Algorithm.Absolute,
        long multiplier = 1, long divisor = 1, DimensionFlags flags = DimensionFlags.None)
    {
        DimensionTuning? tuning = _tuning?.Dimensions.GetValueOrDefault(id);
        name = tuning?.Name ?? (string.IsNullOrEmpty(name) ? id : name);
        algorithm = tuning?.Algorithm ?? algorithm;
        multiplier = NotZero(tuning?.Multiplier ?? multiplier);
        divisor = NotZero(tuning?.Divisor ?? divisor);
        Dimension? dimension = _dimensions.Find(id);
        bool isNew = dimension == null;
        if (isNew)
        {
            if (_dimensions.Count >= Limits.DimensionsPerChart || !Host.Dimensions.TryTake())
            {
                return null;
            }

            // In the table first: a ring that is kept in a file takes the names from there.
            OwnDimensions();
            dimension = new Dimension(StringPool.Share(id), Series.Count);
            _dimensions.Add(dimension);
            Guard.That(Series.AddDimension() == dimension.Index);
        }

        Guard.That(dimension != null);
        bool isOther = isNew || dimension.Name != name || dimension.Algorithm != algorithm
            || dimension.Multiplier != multiplier || dimension.Divisor != divisor;
        if (isOther || dimension.Flags != flags)
        {
            OwnDimensions();
            dimension = _dimensions.All[dimension.Index];
        }

        if (isOther)
        {
            dimension.Name = name == dimension.Id ? dimension.Id : StringPool.Share(name);
            dimension.Algorithm = algorithm;
            dimension.Multiplier = multiplier;
            dimension.Divisor = divisor;
            Touch();
        }

        if (dimension.Flags != flags)
        {
            // Flags travel with the next definition; they are no reason for one (spec streaming 10.4).
            dimension.Flags = flags;
        }

        Series.Describe(dimension);

        _hasObsoleteDimensions |= dimension.IsObsolete;
        Series.SyncClock();
        return dimension;
    }

    /// <summary>Sets a custom chart variable; a changed one is told with the next definition.</summary>
    public void SetVariable(string name, double value)
    {
        if (Host.ChartVariables.IsFull && !Variables.Contains(name))
        {
            Host.ChartVariables.TellFull(Host);
            return;
        }

        if (Variables == Variables.None)
        {
            Variables = new Variables(Limits.VariablesPerChart, Host.ChartVariables);
        }

        if (Variables.Set(name, value))
        {
            Touch();
        }
    }

    /// <summary>Replaces the labels; other ones are told with the next definition.</summary>
    public void SetLabels(List<Label> labels)
    {
        Host.ChartLabels.Return(Labels.Length);
        int kept = Host.ChartLabels.TakeUpTo(labels.Count);
        if (kept < labels.Count)
        {
            Host.ChartLabels.TellFull(Host);
        }

        Span<Label> next = CollectionsMarshal.AsSpan(labels)[..kept];
        if (!Labels.AsSpan().SequenceEqual(next))
        {
            Labels = next.ToArray();
            Touch();
        }
    }

    /// <summary>
    /// Says whether its collector will update it any more. Becoming obsolete is told at once.
    /// </summary>
    public void SetObsolete(bool obsolete)
    {
        if (obsolete == IsObsolete)
        {
            return;
        }

        Flags = obsolete ? Flags | ChartFlags.Obsolete : Flags & ~ChartFlags.Obsolete;
        Series.Interrupt();
        Touch();
        if (obsolete)
        {
            foreach (IOutlet outlet in Host.Outlets)
            {
                outlet.Obsoleted(this);
            }
        }
    }

    /// <summary>A later <c>CHART</c> for the same id (spec database 1.4).</summary>
    internal void Redefine(ChartDefinition definition)
    {
        Title = Clean(_tuning?.Title ?? definition.Title);
        Context = Clean(_tuning?.Context ?? Said(definition.Context) ?? Id);
        Style = _tuning?.Style ?? definition.Style;
        Priority = _tuning?.Priority ?? definition.Priority;
        Plugin = definition.Plugin;
        Module = definition.Module;
        bool becomesObsolete = !IsObsolete && (definition.Flags & ChartFlags.Obsolete) != 0;
        Flags = becomesObsolete ? definition.Flags & ~ChartFlags.Obsolete : definition.Flags;
        Series.Redefine((definition.Flags & ChartFlags.StoreFirst) != 0);
        Touch();
        if (becomesObsolete)
        {
            SetObsolete(true);
        }
    }

    internal void Touch() => DefinitionVersion = Host.NextDefinitionVersion();

    // One collection ----------------------------------------------------------------------------------------

    /// <summary>
    /// BEGIN with microseconds; 0 or not called at all: the time since the collection before.
    /// </summary>
    public void Begin(long usec) => Series.Begin(usec);

    /// <summary>SET of a collected integer. Never-set dimensions of a round become gaps.</summary>
    public void Set(Dimension dimension, long value, long nowUsec) =>
        Series.Set(dimension.Index, value, nowUsec);

    /// <summary>END: stores what was set and tells the outlets.</summary>
    /// <param name="nowUsec">Wall clock; local collectors of one tick pass the same reading.</param>
    public void Commit(long nowUsec)
    {
        long since = Series.Next(nowUsec, out ClockJump jump);
        if (jump != ClockJump.None)
        {
            Host.Jumped(this, jump, nowUsec);
        }

        Commit(since, nowUsec);
    }

    /// <summary>BEGIN, SET of all dimensions in order and END in one call.</summary>
    /// <param name="values">One per dimension.</param>
    /// <param name="usec">As of <see cref="Begin"/>.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void CommitAll(ReadOnlySpan<long> values, long usec, long nowUsec)
    {
        Begin(usec);
        SetAll(values, nowUsec);
        Commit(nowUsec);
    }

    /// <summary>The same, the clock's step already taken by <see cref="Pipeline.Next"/>.</summary>
    public void CommitAllGeneral(ReadOnlySpan<long> values, long sinceUsec, long nowUsec)
    {
        SetAll(values, nowUsec);
        Commit(sinceUsec, nowUsec);
    }

    /// <summary>For writers that stored by <see cref="Pipeline.TryCommitAll"/> themselves.</summary>
    public void TellOutlets(ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        foreach (IOutlet outlet in Host.Outlets)
        {
            outlet.Committed(this, values, updated, sinceUsec);
        }
    }

    public void Dispose()
    {
        Past?.Leave();
        if (_dimensions.Uses > 0)
        {
            DimensionTables.Return(_dimensions);
            _dimensions = new DimensionTable();
        }

        Series.Dispose();
    }

    /// <summary>The definition is complete, as far as anybody knows.</summary>
    private void ShareDimensions()
    {
        if (Host.SharesDimensions && _dimensions.Uses == 0)
        {
            _dimensions = DimensionTables.Share(_dimensions);
        }
    }

    /// <summary>Before anything in the table is changed.</summary>
    private void OwnDimensions()
    {
        if (_dimensions.Uses > 0)
        {
            _dimensions = DimensionTables.Own(_dimensions);
        }
    }

    private void SetAll(ReadOnlySpan<long> values, long nowUsec)
    {
        Guard.That(values.Length == _dimensions.Count);
        for (int i = 0; i < values.Length; i++)
        {
            Series.Set(i, values[i], nowUsec);
        }
    }

    private void Commit(long sinceUsec, long nowUsec)
    {
        if (IsObsolete || _hasObsoleteDimensions)
        {
            Revive();
        }

        bool hadNone = Series.Clock.CounterDone == 0;
        sinceUsec = Series.Commit(sinceUsec, nowUsec);
        TellOutlets(Series.Collected, Series.Updated, hadNone ? 0 : sinceUsec);
        Series.ClearUpdated();
        if (hadNone)
        {
            ShareDimensions();
        }

        if (_hasObsoleteDimensions)
        {
            RemoveObsoleteDimensions(nowUsec);
        }
    }

    /// <summary>Being collected clears the mark (spec streaming 11.3).</summary>
    private void Revive()
    {
        if (IsObsolete)
        {
            Log.Error(Host.Tag, $"Chart '{Id}' has the OBSOLETE flag set, but it is collected.");
            SetObsolete(false);
        }

        _hasObsoleteDimensions = false;
        for (int i = 0; i < _dimensions.Count; i++)
        {
            Dimension dimension = _dimensions.All[i];
            if (!dimension.IsObsolete)
            {
                continue;
            }

            if (Series.Updated[dimension.Index] == 0)
            {
                _hasObsoleteDimensions = true;
                continue;
            }

            Log.Error(Host.Tag,
                $"Dimension {dimension.Name} in chart '{Id}' has the OBSOLETE flag set, "
                + "but it is collected.");
            OwnDimensions();
            dimension = _dimensions.All[i];
            dimension.Flags &= ~DimensionFlags.Obsolete;
            Series.Describe(dimension);
        }
    }

    /// <summary>
    /// Those that were last set longer ago than an obsolete chart is kept (spec database 3.7). One that was
    /// never set here stays: its child may still set it without another word.
    /// </summary>
    private void RemoveObsoleteDimensions(long nowUsec)
    {
        long limitUsec = nowUsec - (Host.Options.CleanupObsoleteSeconds * Clock.UsecPerSecond);
        for (int i = _dimensions.Count - 1; i >= 0; i--)
        {
            Dimension dimension = _dimensions.All[i];
            long lastUsec = Series.LastSetUsec(i);
            if (!dimension.IsObsolete || lastUsec == 0 || lastUsec >= limitUsec)
            {
                continue;
            }

            Log.Info(Host.Tag,
                $"Removing obsolete dimension '{dimension.Name}' ({dimension.Id}) of '{Name}' ({Id}).");
            OwnDimensions();
            _dimensions.RemoveAt(i);
            Series.RemoveDimension(i);
            Host.Dimensions.Return(1);

            // Whoever keeps something by index learns that it is void.
            Touch();
            Host.LayoutChanged();
        }
    }

    internal static string FullId(ChartDefinition definition)
    {
        string id = $"{definition.Type}.{definition.Id}";
        return id.Length <= Limits.ChartIdChars ? id : id[..Limits.ChartIdChars];
    }

    private static string Clean(string text) => StringPool.Share(Names.CleanText(text));

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static long NotZero(long value) => value == 0 ? 1 : value;
}
