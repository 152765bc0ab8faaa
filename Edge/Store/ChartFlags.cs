namespace Edge.Store;

/// <summary>What a collector or a peer says of a chart (the options word of <c>CHART</c>).</summary>
[Flags]
internal enum ChartFlags : byte
{
    None = 0,

    /// <summary>Its collector will not update it any more.</summary>
    Obsolete = 1,
    Detail = 2,

    /// <summary>The first collection is stored too (spec database 3.6).</summary>
    StoreFirst = 4,

    /// <summary>Not offered to dashboards, still exported.</summary>
    Hidden = 8,
}
