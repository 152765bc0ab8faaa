namespace Edge.Plugins;

/// <summary>As files of synthetic charts say it.</summary>
internal static class StatsdValueNames
{
    private static readonly (string Name, StatsdValue Value)[] Rows =
    [
        ("last", StatsdValue.Last), ("events", StatsdValue.Events), ("min", StatsdValue.Min),
        ("max", StatsdValue.Max), ("sum", StatsdValue.Sum), ("average", StatsdValue.Average),
        ("percentile", StatsdValue.Percentile), ("median", StatsdValue.Median),
        ("stddev", StatsdValue.Deviation),
    ];

    /// <summary>Null: there is none of that name.</summary>
    public static StatsdValue? Of(string name)
    {
        foreach ((string known, StatsdValue value) in Rows)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    public static string Of(StatsdValue value) => Rows[(int)value].Name;
}
