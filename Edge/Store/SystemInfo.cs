namespace Edge.Store;

/// <summary>What a host says of its machine, by the names of the wire (<c>NETDATA_SYSTEM_OS_NAME</c>
/// ...).</summary>
internal sealed class SystemInfo
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Null when never said.</summary>
    public string? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set
        {
            if (value == null)
            {
                _values.Remove(name);
            }
            else
            {
                _values[name] = value;
            }
        }
    }

    public IReadOnlyDictionary<string, string> All => _values;
}
