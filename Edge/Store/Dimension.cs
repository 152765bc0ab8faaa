namespace Edge.Store;

/// <summary>One line of a chart. What changes every second is in the chart's <see cref="Series"/>, by
/// <see cref="Index"/>.</summary>
internal sealed class Dimension(string id, int index)
{
    public string Id { get; } = id;

    /// <summary>Column in the series and place in the chart. Only the removal of an earlier dimension changes
    /// it.</summary>
    public int Index { get; set; } = index;

    public string Name { get; set; } = id;

    public Algorithm Algorithm { get; set; }

    public long Multiplier { get; set; } = 1;

    /// <summary>Never 0.</summary>
    public long Divisor { get; set; } = 1;

    public DimensionFlags Flags { get; set; }

    public bool IsHidden => (Flags & DimensionFlags.Hidden) != 0;

    public bool IsObsolete => (Flags & DimensionFlags.Obsolete) != 0;

    /// <summary>The same to everybody, in a chart of its own.</summary>
    public Dimension Copy() => new(Id, Index)
    {
        Name = Name, Algorithm = Algorithm, Multiplier = Multiplier, Divisor = Divisor, Flags = Flags,
    };

    public bool IsSameAs(Dimension other) =>
        Id == other.Id && Index == other.Index && Name == other.Name && Algorithm == other.Algorithm
        && Multiplier == other.Multiplier && Divisor == other.Divisor && Flags == other.Flags;
}
