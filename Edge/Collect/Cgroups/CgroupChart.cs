using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>A chart that each container has, or all services together; the same object for all.</summary>
/// <param name="Id">Behind the type.</param>
/// <param name="Family">Of the chart.</param>
/// <param name="Context">Without its first word.</param>
/// <param name="Title">For people.</param>
/// <param name="Units">For people.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Priority">Added to the base of all.</param>
/// <param name="Dimensions">In their order; none: they come one by one.</param>
internal sealed record CgroupChart(
    string Id,
    string Family,
    string Context,
    string Title,
    string Units,
    ChartStyle Style,
    int Priority,
    params DimensionDefinition[] Dimensions);
