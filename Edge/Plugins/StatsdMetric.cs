namespace Edge.Plugins;

/// <summary>
/// One name of one kind. The lines write the first part of it, the flush takes what they left there into the
/// second part; both hold the server's gate for that. What is computed of it needs no gate.
/// </summary>
internal sealed class StatsdMetric(StatsdKind kind, string name) : IDisposable
{
    private StatsdSamples? _incoming = StatsdKinds.IsSampled(kind) ? new() : null;
    private StatsdSamples? _taken = StatsdKinds.IsSampled(kind) ? new() : null;
    private readonly StatsdValues? _values = kind == StatsdKind.Set ? new() : null;
    private double _gauge;
    private long _total;
    private long _eventsSoFar;
    private bool _isTouched;
    private int _idleFlushes;

    public StatsdKind Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>Nobody shows it: its lines are counted and dropped.</summary>
    public bool IsIgnored { get; set; }

    // Lines ----------------------------------------------------------------------------------------------

    /// <summary>It is known from now on, with what it was.</summary>
    public void Touch() => _isTouched = true;

    public void SetGauge(double value)
    {
        _gauge = value;
        Came();
    }

    public void AddToGauge(double change)
    {
        _gauge += change;
        Came();
    }

    /// <summary>Of a counter or meter.</summary>
    public void Count(long events)
    {
        _total = unchecked(_total + events);
        Came();
    }

    /// <summary>Of a timer or histogram; one event, whatever it stands for.</summary>
    public void Sample(double value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _incoming!.Add(value);
        }

        Came();
    }

    /// <summary>Of a set. True: it was not there before.</summary>
    public bool Value(ReadOnlySpan<byte> text)
    {
        Came();
        return _values!.Add(text);
    }

    private void Came()
    {
        _eventsSoFar++;
        _isTouched = true;
    }

    // Flush ----------------------------------------------------------------------------------------------

    /// <summary>Something came between the last two flushes.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>All that ever came.</summary>
    public long Events { get; private set; }

    public double Gauge { get; private set; }

    /// <summary>Of a counter or meter: all events. Of a set: distinct values between the last two.</summary>
    public long Total { get; private set; }

    public StatsdSummary Summary { get; private set; }

    /// <summary>Under the gate: what came is this side's now.</summary>
    public void Take()
    {
        IsFresh = _isTouched;
        _isTouched = false;
        Events = _eventsSoFar;
        Gauge = _gauge;
        Total = _values == null ? _total : _values.Count;
        (_incoming, _taken) = (_taken, _incoming);
        _incoming?.Clear();
        _values?.Clear();
        _idleFlushes = IsFresh ? 0 : _idleFlushes + 1;
        if (_idleFlushes == StatsdLimits.IdleFlushes)
        {
            _incoming?.Rest();
            _values?.Rest();
        }
    }

    /// <summary>Without the gate: sorting takes its time.</summary>
    public void Summarize(double percent)
    {
        if (_taken == null)
        {
            return;
        }

        Summary = StatsdSummary.Of(_taken.All, percent);
        if (_idleFlushes == StatsdLimits.IdleFlushes)
        {
            _taken.Rest();
        }
    }

    public void Dispose()
    {
        _incoming?.Dispose();
        _taken?.Dispose();
        _values?.Dispose();
        (_incoming, _taken) = (null, null);
    }
}
