namespace Edge.Store;

/// <summary>What a collector or a <c>CHART</c> line says of a chart. Null means "not said", see
/// <see cref="Host.Define"/>.</summary>
internal sealed record ChartDefinition
{
    /// <summary>The part of the id before the first dot.</summary>
    public required string Type { get; init; }

    /// <summary>The part after it; the whole id has at most <see cref="Limits.ChartIdChars"/>
    /// characters.</summary>
    public required string Id { get; init; }

    /// <summary>Without the type; null or equal to the id: named like the id.</summary>
    public string? Name { get; init; }

    public string Title { get; init; } = "";

    public string Units { get; init; } = "";

    public string? Family { get; init; }

    public string? Context { get; init; }

    public ChartStyle Style { get; init; } = ChartStyle.Line;

    public int Priority { get; init; } = 1000;

    /// <summary>Seconds; 0 or less is the host's.</summary>
    public int UpdateEvery { get; init; }

    public ChartFlags Flags { get; init; }

    public string? Plugin { get; init; }

    public string? Module { get; init; }

    /// <summary>False: its rows go to the outlets and nowhere else, whatever the host keeps.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Samples a dimension keeps; null: as the host.</summary>
    public int? History { get; init; }
}
