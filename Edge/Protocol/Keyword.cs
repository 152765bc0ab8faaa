namespace Edge.Protocol;

/// <summary>First word of a line (spec streaming 12.3).</summary>
internal enum Keyword : byte
{
    Unknown,
    Chart,
    Dimension,
    Begin,
    Set,
    End,
    Flush,
    Disable,
    Variable,
    Label,
    Overwrite,
    Timestamp,
    ClaimedId,

    /// <summary><c>CLABEL</c>, for peers that agreed to chart labels; also below.</summary>
    ChartLabel,
    ChartLabelCommit,
    ChartDefinitionEnd,
    ReplayBegin,
    ReplaySet,
    ReplayDimensionState,
    ReplayChartState,
    ReplayEnd,
}
