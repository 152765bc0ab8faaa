using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The enabled collectors of the local host. Lives on pulse. One that fails for good, or has a bug, costs
/// only itself.
/// </summary>
internal sealed class Collectors : IDisposable
{
    private readonly Host _host;
    private readonly ICollector?[] _collectors;
    private readonly CollectorRow[] _rows;

    public Collectors(Host host, CollectOptions options, ICollectSettings settings)
        : this(host, options, settings, CollectorTable.Rows)
    {
    }

    internal Collectors(Host host, CollectOptions options, ICollectSettings settings, CollectorRow[] rows)
    {
        Guard.That(options.UpdateEvery > 0);
        _host = host;
        _rows = rows;
        _collectors = new ICollector?[rows.Length];
        var site = new Site(host, options, settings);
        for (int i = 0; i < rows.Length; i++)
        {
            if (settings.Flag(rows[i].Section, rows[i].Key,
                options.Modules.GetValueOrDefault(rows[i].Key, rows[i].IsOn)))
            {
                Create(i, site);
            }
        }
    }

    /// <summary>How many are still at work.</summary>
    public int ActiveCount
    {
        get
        {
            int count = 0;
            foreach (ICollector? collector in _collectors)
            {
                count += collector != null ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Measures the collectors; null: nobody wants to know.</summary>
    public ModuleDurations? Durations { get; init; }

    /// <summary>How many ended with a bug.</summary>
    public int BugCount { get; private set; }

    /// <summary>
    /// Reads the machine once and commits all charts. The caller holds the host's gate; it flushes the host
    /// afterwards.
    /// Nothing is allocated when nothing new appears.
    /// </summary>
    /// <param name="nowUsec">Wall clock, one reading for all.</param>
    public void Tick(long nowUsec)
    {
        Guard.That(_host.Gate.IsHeld);
        Durations?.Clear(_rows.Length);
        Durations?.Start();
        for (int i = 0; i < _collectors.Length; i++)
        {
            if (_collectors[i] != null)
            {
                Run(i, nowUsec);
                Durations?.Took(i);
            }
        }

        Durations?.Commit(_host, _rows, _collectors, nowUsec);
    }

    public void Dispose()
    {
        for (int i = 0; i < _collectors.Length; i++)
        {
            _collectors[i]?.Dispose();
            _collectors[i] = null;
        }
    }

    private void Create(int index, Site site)
    {
        try
        {
            _collectors[index] = _rows[index].Create(site);
        }
        catch (Exception error)
        {
            End(index, error);
        }
    }

    private void Run(int index, long nowUsec)
    {
        string? failure;
        try
        {
            failure = _collectors[index]!.Collect(nowUsec);
        }
        catch (Exception error)
        {
            End(index, error);
            return;
        }

        if (failure is { Length: > 0 })
        {
            Log.Error(Site.Tag, $"{failure} Disabling module '{_rows[index].Key}' until restart.");
        }

        if (failure != null)
        {
            Drop(index);
        }
    }

    private void End(int index, Exception error)
    {
        string text = error is BugException ? error.Message : $"BUG: {error.GetType().Name}: {error.Message}";
        Log.Error(Site.Tag, $"{text} Disabling module '{_rows[index].Key}' until restart.");
        BugCount++;
        Drop(index);
    }

    private void Drop(int index)
    {
        _collectors[index]?.Dispose();
        _collectors[index] = null;
    }
}
