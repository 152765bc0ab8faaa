namespace Edge.Protocol;

internal static class Keywords
{
    /// <summary>Case-sensitive. The frequent ones are tested first.</summary>
    public static Keyword Parse(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("SET"u8) => Keyword.Set,
        _ when word.SequenceEqual("BEGIN"u8) => Keyword.Begin,
        _ when word.SequenceEqual("END"u8) => Keyword.End,
        _ when word.SequenceEqual("DIMENSION"u8) => Keyword.Dimension,
        _ when word.SequenceEqual("CHART"u8) => Keyword.Chart,
        _ when word.SequenceEqual("VARIABLE"u8) => Keyword.Variable,
        _ when word.SequenceEqual("LABEL"u8) => Keyword.Label,
        _ when word.SequenceEqual("OVERWRITE"u8) => Keyword.Overwrite,
        _ when word.SequenceEqual("CLAIMED_ID"u8) => Keyword.ClaimedId,
        _ when word.SequenceEqual("CLABEL"u8) => Keyword.ChartLabel,
        _ when word.SequenceEqual("CLABEL_COMMIT"u8) => Keyword.ChartLabelCommit,
        _ when word.SequenceEqual("FLUSH"u8) => Keyword.Flush,
        _ when word.SequenceEqual("DISABLE"u8) => Keyword.Disable,
        _ when word.SequenceEqual("TIMESTAMP"u8) => Keyword.Timestamp,
        _ => Keyword.Unknown,
    };
}
