using Edge.Store;

namespace Edge.Query;

/// <summary>One dimension of an answer.</summary>
internal struct Column
{
    public Chart Chart;
    public Dimension Dimension;

    /// <summary>Index of the chart's lane.</summary>
    public int Lane;

    public bool IsVisible;
}
