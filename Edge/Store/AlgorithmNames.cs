namespace Edge.Store;

/// <summary>The wire spelling of <see cref="Algorithm"/>.</summary>
internal static class AlgorithmNames
{
    /// <summary>Unknown or empty text is <see cref="Algorithm.Absolute"/>, as in the reference.</summary>
    public static Algorithm Parse(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("incremental"u8) ? Algorithm.Incremental
        : text.SequenceEqual("percentage-of-incremental-row"u8) ? Algorithm.PercentageOfIncrementalRow
        : text.SequenceEqual("percentage-of-absolute-row"u8) ? Algorithm.PercentageOfAbsoluteRow
        : Algorithm.Absolute;

    public static string Of(Algorithm algorithm) => algorithm switch
    {
        Algorithm.Incremental => "incremental",
        Algorithm.PercentageOfIncrementalRow => "percentage-of-incremental-row",
        Algorithm.PercentageOfAbsoluteRow => "percentage-of-absolute-row",
        _ => "absolute",
    };
}
