namespace Edge.Bench;

/// <summary>
/// What <see cref="SamplesVerb"/> found, counted, with one line for each dimension that differs.
/// </summary>
internal sealed class SamplesTally
{
    private string _chart = "";
    private bool _chartIsEqual;
    private int _charts;
    private int _chartsEqual;
    private int _dimensions;
    private int _dimensionsEqual;
    private long _samples;
    private long _holes;
    private long _wrong;
    private long _extra;
    private int _late;
    private int _forgiven;

    public List<string> Lines { get; } = [];

    public bool IsEqual => _samples > 0 && _chartsEqual == _charts && _dimensionsEqual == _dimensions;

    public void Open(string chart, string? difference)
    {
        _chart = chart;
        _chartIsEqual = difference == null;
        _charts++;
        if (difference != null)
        {
            Lines.Add($"{chart}: {difference}");
        }
    }

    /// <param name="name">The dimension.</param>
    /// <param name="samples">That the origin has in the window.</param>
    /// <param name="holes">Of them, those that the end has no sample for.</param>
    /// <param name="wrong">Of them, those with another value at the end.</param>
    /// <param name="extra">Seconds that only the end has a sample for.</param>
    /// <param name="first">The first difference, for people.</param>
    public void Dimension(string name, int samples, int holes, int wrong, int extra, string? first)
    {
        _dimensions++;
        _samples += samples;
        _holes += holes;
        _wrong += wrong;
        _extra += extra;
        if (holes + wrong + extra == 0)
        {
            _dimensionsEqual++;
            return;
        }

        _chartIsEqual = false;
        Lines.Add($"{_chart}/{name}: {samples} samples, {holes} holes, {wrong} differ, "
            + $"{extra} only at the end; first {first}");
    }

    /// <param name="isLate">A dimension had its first sample inside the window, or one interval
    /// before.</param>
    /// <param name="isForgiven">It is missing at the end, where the peer is known for that.</param>
    public void Born(bool isLate, bool isForgiven)
    {
        _late += isLate ? 1 : 0;
        _forgiven += isForgiven ? 1 : 0;
    }

    public void Close() => _chartsEqual += _chartIsEqual ? 1 : 0;

    /// <summary>The origin has it, the end does not.</summary>
    public void Missing(string chart, int dimensions)
    {
        _charts++;
        _dimensions += dimensions;
        Lines.Add($"{chart}: missing at the end");
    }

    public override string ToString() =>
        $"charts {_chartsEqual}/{_charts}, dimensions {_dimensionsEqual}/{_dimensions}, samples {_samples}, "
        + $"holes {_holes}, differ {_wrong}, only at the end {_extra}, late dimensions {_late}"
        + (_forgiven == 0 ? "" : $" of which netdata lost the first sample of {_forgiven}");
}
