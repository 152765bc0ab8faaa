namespace Edge.Query;

/// <summary>Smallest and largest value of an answer as jsonwrap reports them (spec query 5.8).</summary>
internal struct Extremes
{
    private bool _hasAny;
    private bool _isUndefined;
    private double _min;
    private double _max;

    /// <summary>NaN when the very first value of the query was no number.</summary>
    public readonly double Min => _isUndefined ? double.NaN : _min;

    public readonly double Max => _isUndefined ? double.NaN : _max;

    /// <param name="value">NaN is left out.</param>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        _min = _hasAny ? Math.Min(_min, value) : value;
        _max = _hasAny ? Math.Max(_max, value) : value;
        _hasAny = true;
    }

    /// <summary>
    /// The value that the reference starts from: if it is no number, nothing compares with it any more.
    /// </summary>
    public void AddFirst(double value)
    {
        _isUndefined |= double.IsNaN(value);
        Add(value);
    }
}
