namespace Edge.Store;

/// <summary>Custom variables of a host or chart, in order of first appearance.</summary>
/// <param name="max">More are dropped.</param>
/// <param name="quota">Of which each takes one; null: none.</param>
internal sealed class Variables(int max, Quota? quota = null)
{
    /// <summary>Of who has none; never written to.</summary>
    public static readonly Variables None = new(max: 0);

    private readonly List<string> _names = [];
    private readonly Dictionary<string, double> _values = [];

    public int Count => _names.Count;

    public IReadOnlyList<string> Names => _names;

    /// <summary>NaN when it exists but was never given a number, or does not exist.</summary>
    public double this[string name] => _values.GetValueOrDefault(name, double.NaN);

    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>True when that changed anything. Full: new ones are dropped.</summary>
    public bool Set(string name, double value)
    {
        if (_values.TryGetValue(name, out double old))
        {
            _values[name] = value;
            return !old.Equals(value);
        }

        if (_names.Count >= max || quota?.TryTake() == false)
        {
            return false;
        }

        _names.Add(name);
        _values.Add(name, value);
        return true;
    }
}
