using Edge.Store;

namespace Edge.Bench.Database;

/// <summary>One chart of a <see cref="Recording"/>: its collections, and where it is played.</summary>
internal sealed class RecordedChart(string id, int updateEvery)
{
    private const long ToleranceUsec = 500_000;
    private readonly List<(string Id, Algorithm Algorithm, long Multiplier, long Divisor)> _dimensions = [];
    private readonly List<(long Usec, long?[] Values)> _collections = [];
    private long[] _sums = [];
    private int _at;
    private Chart? _chart;

    /// <summary>Wall clock of its last collection, by its own count.</summary>
    private long _usec;

    public string Id => id;

    public int UpdateEvery => updateEvery;

    public int Dimensions => _dimensions.Count;

    public int Collections => _collections.Count;

    public void Define(string dimension, Algorithm algorithm, long multiplier, long divisor)
    {
        if (!_dimensions.Exists(known => known.Id == dimension))
        {
            _dimensions.Add((dimension, algorithm, multiplier, divisor));
        }
    }

    public void Begin(long usec) => _collections.Add((usec, new long?[_dimensions.Count]));

    public void Set(string dimension, long value)
    {
        int index = _dimensions.FindIndex(known => known.Id == dimension);
        long?[] values = _collections[^1].Values;
        if (index >= 0 && index < values.Length)
        {
            values[index] = value;
        }
    }

    public void DefineAt(Host host)
    {
        int dot = id.IndexOf('.', StringComparison.Ordinal);
        _chart = host.Define(new ChartDefinition
        {
            Type = id[..dot], Id = id[(dot + 1)..], UpdateEvery = updateEvery,
        })!;
        foreach ((string name, Algorithm algorithm, long multiplier, long divisor) in _dimensions)
        {
            _chart.Define(name, null, algorithm, multiplier, divisor);
        }

        long?[] first = _collections[0].Values;
        _sums = [.. Enumerable.Range(0, Dimensions).Select(i => first.ElementAtOrDefault(i) ?? 0)];
    }

    /// <summary>Goes on at a part of the recording, the same moment in all charts.</summary>
    public void Jump(double part) => _at = (int)(part * (Collections - 1));

    public long Play(long changeUsec, long nowUsec)
    {
        // One whose seconds are a little longer has one less now and then.
        if (_usec > nowUsec + (ToleranceUsec / 2))
        {
            return 0;
        }

        // The first of a recording have no time, and the one before is what counters are counted from.
        _at = _at + 1 < Collections ? _at + 1 : 1;
        (long usec, long?[] values) = _collections[_at];
        long?[] before = _collections[_at - 1].Values;
        long whole = updateEvery * 1_000_000L;
        usec = Math.Abs(usec - whole) < ToleranceUsec ? usec : whole;
        _chart!.Begin(usec + changeUsec);
        _usec = (_usec == 0 ? nowUsec : _usec + usec + changeUsec);
        long set = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value)
            {
                continue;
            }

            bool counts = _dimensions[i].Algorithm is Algorithm.Incremental
                or Algorithm.PercentageOfIncrementalRow;
            _sums[i] = counts ? _sums[i] + value - (before.ElementAtOrDefault(i) ?? value) : value;
            _chart.Set(_chart.Dimensions[i], _sums[i], nowUsec);
            set++;
        }

        _chart.Commit(nowUsec);
        return set;
    }
}
