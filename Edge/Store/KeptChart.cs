namespace Edge.Store;

/// <summary>A chart that is gone, as it was shown; what its file does not say is empty.</summary>
internal sealed record KeptChart
{
    /// <summary>type.id</summary>
    public required string Id { get; init; }

    /// <summary>type.name</summary>
    public required string Name { get; init; }

    public string Family { get; init; } = "";

    public string Context { get; init; } = "";

    public string Title { get; init; } = "";

    public string Units { get; init; } = "";

    public string Plugin { get; init; } = "";

    public string Module { get; init; } = "";

    public long Priority { get; init; }

    public ChartStyle Style { get; init; }

    /// <summary>Ids and names, hidden ones left out.</summary>
    public required (string Id, string Name)[] Dimensions { get; init; }

    /// <summary>The part of the id before the first dot.</summary>
    public string Type => Id[..Math.Max(0, Id.IndexOf('.'))];
}
