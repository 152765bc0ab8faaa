using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// How long each collector took: <c>netdata.plugin_proc_modules</c> (spec collectors 2). Its dimensions are
/// the collectors that are at work after the first tick. Lives on pulse.
/// </summary>
/// <param name="monotonicUsec">A clock that never jumps.</param>
internal sealed class ModuleDurations(Func<long> monotonicUsec)
{
    private readonly List<(int Row, Dimension Dimension)> _dimensions = [];
    private long[] _usec = [];
    private Chart? _chart;
    private bool _isMade;
    private long _startUsec;

    /// <summary>A collector, or the first one, is next.</summary>
    public void Start() => _startUsec = monotonicUsec();

    /// <summary>It is done, and the next one begins.</summary>
    public void Took(int row)
    {
        long nowUsec = monotonicUsec();
        _usec[row] = nowUsec - _startUsec;
        _startUsec = nowUsec;
    }

    /// <summary>Forgets the last tick.</summary>
    public void Clear(int rows)
    {
        if (_usec.Length != rows)
        {
            _usec = new long[rows];
        }

        Array.Clear(_usec);
    }

    /// <summary>All have run. The host's gate is held.</summary>
    /// <param name="host">Whose chart it is.</param>
    /// <param name="rows">In the order they ran.</param>
    /// <param name="active">Null: at work no more.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Commit(Host host, CollectorRow[] rows, ICollector?[] active, long nowUsec)
    {
        if (!_isMade)
        {
            _isMade = true;
            Make(host, rows, active);
        }

        if (_chart == null)
        {
            return;
        }

        foreach ((int row, Dimension dimension) in _dimensions)
        {
            _chart.Set(dimension, _usec[row], nowUsec);
        }

        _chart.Commit(nowUsec);
    }

    private void Make(Host host, CollectorRow[] rows, ICollector?[] active)
    {
        _chart = host.Define(new ChartDefinition
        {
            Type = "netdata", Id = "plugin_proc_modules", Family = "proc",
            Title = "NetData Proc Plugin Modules Durations", Units = "milliseconds/run",
            Style = ChartStyle.Stacked, Priority = 132_001, Plugin = "netdata", Module = "stats",
        });
        for (int i = 0; i < rows.Length && _chart != null; i++)
        {
            if (active[i] != null
                && _chart.Define(rows[i].ShortName, divisor: 1000) is { } dimension)
            {
                _dimensions.Add((i, dimension));
            }
        }
    }
}
