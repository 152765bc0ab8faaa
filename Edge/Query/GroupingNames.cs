namespace Edge.Query;

/// <summary>The words of <see cref="Grouping"/>.</summary>
internal static class GroupingNames
{
    /// <summary>Unknown words are <see cref="Grouping.Average"/>.</summary>
    public static Grouping Parse(ReadOnlySpan<char> word) => word switch
    {
        "sum" => Grouping.Sum,
        "min" => Grouping.Min,
        "max" => Grouping.Max,
        "median" => Grouping.Median,
        "stddev" => Grouping.StdDev,
        "cv" or "rsd" => Grouping.Cv,
        "incremental_sum" or "incremental-sum" => Grouping.IncrementalSum,
        "ses" or "ema" or "ewma" => Grouping.Ses,
        "des" => Grouping.Des,
        _ => Grouping.Average,
    };

    /// <summary>The canonical word.</summary>
    public static string Of(Grouping grouping) => grouping switch
    {
        Grouping.Sum => "sum",
        Grouping.Min => "min",
        Grouping.Max => "max",
        Grouping.Median => "median",
        Grouping.StdDev => "stddev",
        Grouping.Cv => "cv",
        Grouping.IncrementalSum => "incremental_sum",
        Grouping.Ses => "ses",
        Grouping.Des => "des",
        _ => "average",
    };
}
