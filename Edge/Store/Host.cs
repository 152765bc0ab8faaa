using Edge.Sys;
using Edge.Text;

namespace Edge.Store;

/// <summary>
/// A monitored machine: its charts, labels, variables, and where they go besides the rings. One writer (pulse
/// for the local host, its connection for a received one); everybody holds <see cref="Gate"/> while touching
/// anything below.
/// </summary>
internal sealed class Host(HostInfo info, StoreOptions options, Func<string, ChartTuning?>? tuning = null)
    : IDisposable
{
    private readonly ChartTable _byId = new();

    /// <summary>Those whose name is not their id, which most charts' is.</summary>
    private readonly Dictionary<string, Chart> _byName = new(Utf8Comparer.Instance);
    private readonly List<Chart> _charts = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly Throttle _jumps = new(minSeconds: 60);
    private IKeptCharts? _kept;
    private uint _definitionVersion;
    private int _slots;

    public Gate Gate { get; } = new();

    public HostInfo Info { get; set; } = info;

    public StoreOptions Options { get; } = options;

    /// <summary>Null: rows are kept in full, or not at all.</summary>
    public ReplayBudget? ReplayBudget { get; } = options is { Mode: MemoryMode.None, ReplayBytes: > 0 }
        ? new ReplayBudget(options.ReplayBytes, options.ReplayPool, options.ReplayRowsMax)
        : null;

    /// <summary>Null: rings are plain memory.</summary>
    public IRingShelf? Shelf { get; init; }

    /// <summary>Charts with equal dimensions have them in common. Not where somebody keeps a <see
    /// cref="Dimension"/> for longer than he holds the gate, as collectors of the local host do.</summary>
    public bool SharesDimensions { get; init; }

    /// <summary>Null: nothing is on disk. The compressed store comes and goes with its attachment.</summary>
    public IKeptCharts? Kept
    {
        get => _kept ?? Shelf;
        set => _kept = value;
    }

    /// <summary>Thread tag of log lines about this host's charts.</summary>
    public string Tag { get; set; } = "MAIN";

    /// <summary>Oldest first. Listings of the reference walk them newest first.</summary>
    public IReadOnlyList<Chart> Charts => _charts;

    public Variables Variables { get; } = new(Limits.VariablesPerHost);

    /// <summary>Of all charts together, as are the next two.</summary>
    public Quota Dimensions { get; init; } = new(Limits.DimensionsPerHost, "dimensions");

    public Quota ChartVariables { get; init; } = new(Limits.ChartVariablesPerHost, "variables of charts");

    public Quota ChartLabels { get; init; } = new(Limits.ChartLabelsPerHost, "labels of charts");

    public Label[] Labels { get; private set; } = [];

    /// <summary>Null: not claimed.</summary>
    public string? ClaimId { get; private set; }

    /// <summary>Replaced as a whole. Empty: nothing happens besides storing.</summary>
    public IOutlet[] Outlets { get; set; } = [];

    /// <summary>The local host, or one that is connected now.</summary>
    public bool IsReachable { get; set; }

    /// <summary>Seconds of the last disconnect; 0 as long as it is connected.</summary>
    public long DisconnectedSec { get; set; }

    /// <summary>Changes whenever charts or dimensions were removed: whoever keeps addresses of native state,
    /// or indexes of dimensions, has to drop them. (A new dimension, and the first collection with it, moves
    /// its own chart's state only, and comes from the one who keeps them.)</summary>
    public uint LayoutVersion { get; private set; }

    /// <summary>Slots are below this.</summary>
    public int SlotCount => _slots;

    public Chart? Find(string id) => _byId.Find(id);

    /// <param name="id">UTF-8.</param>
    public Chart? Find(ReadOnlySpan<byte> id) => _byId.Find(id);

    /// <summary>By id, then by full name.</summary>
    public Chart? FindByIdOrName(string text) => Find(text) ?? _byName.GetValueOrDefault(text);

    /// <summary>
    /// Creates a chart or takes over what is new of a known one (spec database 1.3, 1.4). Null: the host has
    /// <see cref="Limits.ChartsPerHost"/> already.
    /// </summary>
    public Chart? Define(ChartDefinition definition)
    {
        string id = Chart.FullId(definition);
        if (_byId.Find(id) is { } chart)
        {
            Rename(chart, definition);
            chart.Redefine(definition);
            return chart;
        }

        if (_charts.Count >= Limits.ChartsPerHost)
        {
            return null;
        }

        ChartTuning? tuned = tuning?.Invoke(id);
        bool isObsolete = (definition.Flags & ChartFlags.Obsolete) != 0;
        definition = definition with
        {
            Name = tuned?.Name ?? definition.Name,
            Flags = definition.Flags & ~ChartFlags.Obsolete,
        };
        chart = new Chart(this, _freeSlots.TryPop(out int slot) ? slot : _slots++, definition, tuned);
        _byId.Add(chart);
        _charts.Add(chart);
        Rename(chart, definition);

        // Told when the chart is known and named, not while it is being built.
        chart.SetObsolete(isObsolete);
        return chart;
    }

    /// <summary>Removes a chart and frees its memory.</summary>
    public void Remove(Chart chart)
    {
        Guard.That(_byId.Remove(chart));
        Shelf?.Removing(chart);
        Forget(chart);
        _charts.Remove(chart);
        _freeSlots.Push(chart.Slot);
        LayoutChanged();
        Dimensions.Return(chart.Dimensions.Count);
        ChartVariables.Return(chart.Variables.Count);
        ChartLabels.Return(chart.Labels.Length);
        chart.Dispose();
    }

    /// <summary>
    /// Removes charts that have been obsolete for <see cref="StoreOptions.CleanupObsoleteSeconds"/>.
    /// </summary>
    public int RemoveObsolete(long nowSec)
    {
        int removed = 0;
        long limit = nowSec - Options.CleanupObsoleteSeconds;
        for (int i = _charts.Count - 1; i >= 0; i--)
        {
            Chart chart = _charts[i];
            ref ChartClock clock = ref chart.Series.Clock;
            if (chart.IsObsolete && chart.LastAccessedSec < limit && clock.LastUpdatedSec < limit
                && clock.LastCollectedUsec / Clock.UsecPerSecond < limit)
            {
                Remove(chart);
                removed++;
            }
        }

        return removed;
    }

    public void SetVariable(string name, double value)
    {
        if (!Variables.Set(name, value))
        {
            return;
        }

        foreach (IOutlet outlet in Outlets)
        {
            outlet.VariableChanged(name, value);
        }
    }

    public void SetLabels(Label[] labels)
    {
        Labels = labels.Length <= Limits.LabelsPerHost ? labels : labels[..Limits.LabelsPerHost];
        foreach (IOutlet outlet in Outlets)
        {
            outlet.LabelsChanged();
        }
    }

    public void SetClaimId(string? claimId)
    {
        if (ClaimId == claimId)
        {
            return;
        }

        ClaimId = claimId;
        foreach (IOutlet outlet in Outlets)
        {
            outlet.ClaimChanged();
        }
    }

    /// <summary>The end of a tick or of a read: the outlets may send.</summary>
    public void Flush(long nowUsec)
    {
        foreach (IOutlet outlet in Outlets)
        {
            outlet.Flush(nowUsec);
        }
    }

    internal uint NextDefinitionVersion() => ++_definitionVersion;

    internal void LayoutChanged() => LayoutVersion++;

    /// <summary>The reference logs each jump of a chart's clock; a peer that runs ahead would flood the
    /// log.</summary>
    internal void Jumped(Chart chart, ClockJump jump, long nowUsec)
    {
        if (!_jumps.Allows(nowUsec, out long suppressed))
        {
            return;
        }

        ref ChartClock clock = ref chart.Series.Clock;
        double seconds = Math.Abs(nowUsec - clock.LastCollectedUsec) / (double)Clock.UsecPerSecond;
        string where = jump == ClockJump.FromFuture ? "future" : "past";
        Log.Info(Tag, $"RRD database for chart '{chart.Id}' on host '{Info.Hostname}' is "
            + $"{seconds:0.00000} secs in the {where} (counter #{clock.Counter}, "
            + $"update #{clock.CounterDone}). "
            + "Adjusting it to current time."
            + Throttle.Note(suppressed));
    }

    public void Dispose()
    {
        foreach (Chart chart in _charts)
        {
            chart.Dispose();
        }

        ReplayBudget?.Close();
        _charts.Clear();
        _byId.Clear();
        _byName.Clear();
        LayoutChanged();
    }

    /// <summary>Spec streaming 13.1, row "name".</summary>
    private void Rename(Chart chart, ChartDefinition definition)
    {
        string? name = definition.Name;
        if (name != null && name.StartsWith(definition.Type + ".", StringComparison.Ordinal))
        {
            name = name[(definition.Type.Length + 1)..];
        }

        if (string.IsNullOrEmpty(name) || name == definition.Id
            || name.Equals("NULL", StringComparison.OrdinalIgnoreCase)
            || name.Equals("(NULL)", StringComparison.OrdinalIgnoreCase))
        {
            name = definition.Id;
        }

        string full = $"{definition.Type}.{name}";
        full = Names.CleanName(full.Length <= Limits.ChartIdChars ? full : full[..Limits.ChartIdChars]);
        if (OwnerOf(full) is { } owner && owner != chart)
        {
            Log.Info(Tag, $"RRDSET: chart name '{full}' on host '{Info.Hostname}' already exists.");
            return;
        }

        Forget(chart);
        chart.Name = full == chart.Id ? chart.Id : StringPool.Share(full);
        if (chart.Name != chart.Id)
        {
            _byName[full] = chart;
        }
    }

    private Chart? OwnerOf(string name) =>
        _byName.TryGetValue(name, out Chart? owner) ? owner
        : _byId.Find(name) is { } named && named.Name == name ? named
        : null;

    /// <summary>
    /// The name may be another chart's: an id that was taken as a name before the chart came.
    /// </summary>
    private void Forget(Chart chart)
    {
        if (_byName.TryGetValue(chart.Name, out Chart? owner) && owner == chart)
        {
            _byName.Remove(chart.Name);
        }
    }
}
