namespace Edge.Protocol;

internal static class Keywords
{
    /// <summary>Case-sensitive. The frequent ones are tested first.</summary>
    public static Keyword Parse(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("SET"u8) => Keyword.Set,
        _ when word.SequenceEqual("BEGIN"u8) => Keyword.Begin,
        _ when word.SequenceEqual("END"u8) => Keyword.End,
        _ when word.SequenceEqual("RSET"u8) => Keyword.ReplaySet,
        _ when word.SequenceEqual("RBEGIN"u8) => Keyword.ReplayBegin,
        _ when word.SequenceEqual("RDSTATE"u8) => Keyword.ReplayDimensionState,
        _ when word.SequenceEqual("RSSTATE"u8) => Keyword.ReplayChartState,
        _ when word.SequenceEqual("REND"u8) => Keyword.ReplayEnd,
        _ when word.SequenceEqual("CHART_DEFINITION_END"u8) => Keyword.ChartDefinitionEnd,
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
