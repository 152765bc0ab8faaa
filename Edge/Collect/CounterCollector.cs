namespace Edge.Collect;

/// <summary>A file of counters and the table of the charts they make.</summary>
internal class CounterCollector : ICollector
{
    private readonly Source _source;
    private readonly ICounterReader _reader;
    private readonly CounterCharts _charts;

    /// <param name="site">Whom it fills.</param>
    /// <param name="module">Its path, too.</param>
    /// <param name="reader">How the file is written.</param>
    /// <param name="table">What it shows.</param>
    /// <param name="isAuto">
    /// Charts wait for a value; else their switches are yes and no, and they need their values each time.
    /// </param>
    protected CounterCollector(
        Site site, string module, ICounterReader reader, TableText table, bool isAuto = true)
    {
        string section = $"plugin:proc:{module}";
        _source = new Source(site, site.Monitored(section, module));
        _reader = reader;
        _charts = new CounterCharts(site, module, table,
            isAuto ? option => site.Settings.OnDemand(section, option, OnDemand.Auto)
                : option => site.Flag(section, option))
        {
            OnlyFound = !isAuto,
        };
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        _charts.Clear();
        if (_reader.Read(text, _charts))
        {
            HasRead(_charts);
            _charts.Collect(nowUsec);
        }

        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>Between reading and showing.</summary>
    protected virtual void HasRead(CounterCharts charts)
    {
    }
}
