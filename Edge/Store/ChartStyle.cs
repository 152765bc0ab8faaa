namespace Edge.Store;

/// <summary>How dashboards draw a chart; <c>line</c>, <c>area</c> or <c>stacked</c> on the wire.</summary>
internal enum ChartStyle : byte
{
    Line,
    Area,
    Stacked,
}
