using Edge.Store;

namespace Edge.Query;

/// <summary>One dimension of an answer.</summary>
internal struct Column
{
    public Chart Chart;
    public Dimension Dimension;

    /// <summary>Index of the chart's lane.</summary>
    public int Lane;

    /// <summary>Shown; what is not may still be part of a total.</summary>
    public bool IsVisible;

    /// <summary>Its samples are read.</summary>
    public bool IsRead;
}
