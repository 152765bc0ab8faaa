namespace Edge.Query;

/// <summary>How the samples of a row become one value (spec query 3).</summary>
internal enum Grouping : byte
{
    Average,
    Sum,
    Min,
    Max,
    Median,
    StdDev,
    Cv,
    IncrementalSum,
    Ses,
    Des,
}
