using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The charts of one <see cref="TableText"/>, and the values they are made of: a slot for each key, in the
/// order in which the keys first appear in the table. A reader fills the slots, this shows them.
/// </summary>
internal sealed class CounterCharts
{
    public const int Unknown = -1;

    private const int KeyBytesMax = 128;

    private readonly TableText _table;
    private readonly CounterKey[] _keys;
    private readonly long[] _values;
    private readonly bool[] _found;
    private readonly CounterChart? _first;

    /// <param name="site">Whom it fills.</param>
    /// <param name="module">Module of the charts.</param>
    /// <param name="table">Its rows; those that are switched off have no slots.</param>
    /// <param name="demand">Answers what the operator says to the option of a row.</param>
    public CounterCharts(Site site, string module, TableText table, Func<string, OnDemand> demand)
    {
        Site = site;
        Module = module;
        _table = table;
        _keys = new CounterKey[CountKeys(Table)];
        CounterChart? last = null;
        ReadOnlySpan<byte> rest = Table;
        int rowAt = 0;
        while (ChartRow.Next(ref rest, out ChartRow row))
        {
            OnDemand wanted = row.IsChart ? demand(row.Option) : OnDemand.Yes;
            if (wanted != OnDemand.No)
            {
                CounterCell[] cells = Cells(row);
                if (row.IsChart)
                {
                    var chart = new CounterChart(rowAt, wanted, cells);
                    _first ??= chart;
                    if (last != null)
                    {
                        last.Next = chart;
                    }

                    last = chart;
                }
            }

            rowAt = Table.Length - rest.Length;
        }

        _values = new long[SlotCount];
        _found = new bool[SlotCount];
    }

    public Site Site { get; }

    public string Module { get; }

    /// <summary>What <c>%s</c> stands for.</summary>
    public string Device { get; init; } = "";

    /// <summary>What <c>w</c> stands for in factors; taken when a chart appears.</summary>
    public int Width { get; set; } = 1;

    /// <summary>
    /// Charts are collected in the ticks that find a value of theirs, and have only those dimensions that the
    /// first of these found.
    /// </summary>
    public bool OnlyFound { get; init; }

    public ReadOnlySpan<byte> Table => _table();

    public int SlotCount { get; private set; }

    private ReadOnlySpan<CounterKey> Keys => _keys.AsSpan(0, SlotCount);

    /// <summary>The newest value; 0 at first.</summary>
    public long this[int slot] => _values[slot];

    public bool IsFound(int slot) => _found[slot];

    /// <summary>Asks for the options of a table before there is a device to ask for.</summary>
    public static void Ask(ReadOnlySpan<byte> table, Func<string, OnDemand> demand)
    {
        while (ChartRow.Next(ref table, out ChartRow row))
        {
            if (row.IsChart)
            {
                demand(row.Option);
            }
        }
    }

    /// <summary>A new tick: nothing was found yet. Values stay.</summary>
    public void Clear() => Array.Clear(_found);

    public void Set(int slot, long value)
    {
        _values[slot] = value;
        _found[slot] = true;
    }

    /// <summary>Shows what there is to show; at most once a tick.</summary>
    public void Collect(long nowUsec)
    {
        for (CounterChart? chart = _first; chart != null; chart = chart.Next)
        {
            if (!chart.IsOff)
            {
                chart.Collect(this, nowUsec);
            }
        }
    }

    /// <summary>What it shows is gone for good.</summary>
    public void Retire()
    {
        for (CounterChart? chart = _first; chart != null; chart = chart.Next)
        {
            chart.Retire();
        }
    }

    /// <summary>The chart of a row with this id; null: not there, or not yet.</summary>
    public Store.Chart? Find(ReadOnlySpan<char> id)
    {
        for (CounterChart? chart = _first; chart != null; chart = chart.Next)
        {
            if (chart.Chart is { } found && id.SequenceEqual(found.Id))
            {
                return found;
            }
        }

        return null;
    }

    public ReadOnlySpan<byte> PrefixOf(int slot) => _keys[slot].Prefix(Table);

    public ReadOnlySpan<byte> NameOf(int slot) => _keys[slot].Name(Table);

    public bool IsKey(int slot, ReadOnlySpan<byte> key) => _keys[slot].Is(Table, key);

    /// <summary>True when any chart wants something that begins like this.</summary>
    public bool HasPrefix(ReadOnlySpan<byte> prefix)
    {
        ReadOnlySpan<byte> table = Table;
        foreach (CounterKey key in Keys)
        {
            if (prefix.SequenceEqual(key.Prefix(table)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><see cref="Unknown"/>: nobody wants it. Looks through all keys: for what is new.</summary>
    public int SlotOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name)
    {
        int bytes = prefix.Length + name.Length;
        if (bytes > KeyBytesMax)
        {
            return Unknown;
        }

        Span<byte> key = stackalloc byte[KeyBytesMax];
        prefix.CopyTo(key);
        name.CopyTo(key[prefix.Length..]);
        key = key[..bytes];
        ReadOnlySpan<byte> table = Table;
        ReadOnlySpan<CounterKey> keys = Keys;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i].Is(table, key))
            {
                return i;
            }
        }

        return Unknown;
    }

    public int SlotOf(ReadOnlySpan<byte> key) => SlotOf([], key);

    /// <summary>Those that come more than once, too.</summary>
    private static int CountKeys(ReadOnlySpan<byte> table)
    {
        int keys = 0;
        while (ChartRow.Next(ref table, out ChartRow row))
        {
            keys += DimensionRow.Count(row.Dimensions);
        }

        return keys;
    }

    private CounterCell[] Cells(ChartRow row)
    {
        var cells = new CounterCell[DimensionRow.Count(row.Dimensions)];
        ReadOnlySpan<byte> rest = row.Dimensions;
        for (int i = 0; DimensionRow.Next(ref rest, out DimensionRow dimension); i++)
        {
            ReadOnlySpan<byte> prefix = dimension.HasPrefix ? row.Prefix : [];
            int slot = SlotOf(prefix, dimension.Key);
            if (slot == Unknown)
            {
                slot = SlotCount++;
                _keys[slot] = new CounterKey(PlaceOf(prefix), prefix.Length, PlaceOf(dimension.Key),
                    dimension.Key.Length);
            }

            cells[i] = new CounterCell(slot, dimension.IsShown, dimension.IsTested);
        }

        Guard.That(cells.Length > 0);
        return cells;
    }

    private int PlaceOf(ReadOnlySpan<byte> part)
    {
        Table.Overlaps(part, out int at);
        return at;
    }
}
