namespace Edge.Store;

/// <summary>What few charts have; made when the first of it comes.</summary>
internal sealed class ChartRarities
{
    public ChartTuning? Tuning { get; init; }

    public object? FilledBy { get; set; }

    public Variables Variables { get; set; } = Variables.None;

    public Label[] Labels { get; set; } = [];
}
