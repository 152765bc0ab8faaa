using Edge.Store;
using Edge.Text;

namespace Edge.Plugins;

/// <summary>
/// <c>[pattern] METRIC [NAME [VALUE [MULTIPLIER [DIVISOR [OPTIONS]]]]]</c> (spec collectors 12.4).
/// </summary>
internal sealed class StatsdAppDimension
{
    /// <summary>A name, or the pattern as it is written.</summary>
    public required string Metric { get; init; }

    /// <summary>Null: one metric. Else each that it matches has a dimension.</summary>
    public SimplePattern? Pattern { get; init; }

    /// <summary>Empty: as the metric; with a pattern: what stands in front of the part that the stars
    /// match.</summary>
    public string Name { get; init; } = "";

    public StatsdValue Value { get; init; }

    public long Multiplier { get; init; } = 1;

    public long Divisor { get; init; } = 1;

    public DimensionFlags Flags { get; init; }
}
