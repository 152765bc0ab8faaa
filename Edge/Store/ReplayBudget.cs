using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// Shares one host's bytes for rows among its charts where nothing else is kept (memory mode none), so that a
/// parent that was away for some minutes can be told what it missed. All rings have the same number of rows;
/// when charts come, it shrinks. Guarded by the host's gate.
/// </summary>
/// <remarks>Columns * Rows * 4 &lt;= bytes, and the pool's share after the next <see cref="Fit"/>.</remarks>
internal sealed class ReplayBudget(
    int bytes, ReplayPool? pool = null, int rowsMax = Limits.ReplayRowsMax)
{
    private readonly List<Series> _series = [];
    private long _columns;
    private bool _isInPool;

    /// <summary>Rows that each ring has.</summary>
    public int Rows { get; private set; } = rowsMax;

    /// <summary>Charts that found no room and keep nothing.</summary>
    public int Refused { get; private set; }

    /// <summary>
    /// Room for a chart's ring. False: not even with <see cref="Limits.HistoryMin"/> rows a chart; the caller
    /// passes on without keeping.
    /// </summary>
    public bool TryEnter(Series series, int columns)
    {
        Guard.That(columns > 0 && !_series.Contains(series));
        if (pool != null && !_isInPool)
        {
            _isInPool = true;
            pool.Enter();
        }

        if ((_columns + columns) * Limits.HistoryMin * sizeof(uint) > BytesMax)
        {
            Refused++;
            return false;
        }

        _series.Add(series);
        Widened(columns);
        return true;
    }

    /// <summary>A chart has more columns than before.</summary>
    public void Widened(int columns)
    {
        _columns += columns;
        Fit();
    }

    /// <summary>Gives up what other hosts may have now. Cheap when there is nothing to give.</summary>
    public void Fit()
    {
        int rows = Rows;
        int bytesMax = BytesMax;
        while (rows > Limits.HistoryMin && _columns * rows * sizeof(uint) > bytesMax)
        {
            // An eighth less at a time: few steps while a host starts, little room wasted.
            rows = Math.Max(Limits.HistoryMin, rows * 7 / 8);
        }

        if (rows < Rows)
        {
            Rows = rows;
            foreach (Series other in _series)
            {
                other.ShrinkRing(rows);
            }
        }
    }

    /// <summary>The host goes.</summary>
    public void Close()
    {
        if (_isInPool)
        {
            _isInPool = false;
            pool!.Leave();
        }
    }

    private int BytesMax => Math.Min(bytes, pool?.Share ?? int.MaxValue);

    public void Leave(Series series, int columns)
    {
        if (_series.Remove(series))
        {
            _columns -= columns;
        }
    }
}
