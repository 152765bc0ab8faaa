namespace Edge.Plugins;

/// <summary>As files of synthetic charts say it.</summary>
internal static class StatsdValueNames
{
    private static readonly string[] s_names =
        ["last", "events", "min", "max", "sum", "average", "percentile", "median", "stddev"];

    /// <summary>Null: there is none of that name.</summary>
    public static StatsdValue? Of(string name) =>
        Array.IndexOf(s_names, name) is >= 0 and var place ? (StatsdValue)place : null;

    public static string Of(StatsdValue value) => s_names[(int)value];
}
