namespace Edge.Archive;

/// <summary>What a chart still has to do with its earlier life: few have, and not for long.</summary>
internal sealed class RingPast
{
    /// <summary>As long as dimensions of it may still come.</summary>
    public RingFound? Leftovers { get; set; }

    /// <summary>When it was found.</summary>
    public long OpenedUsec { get; init; }

    /// <summary>Directory of the chart's own file, which a mapped ring has taken the rows of, and which goes
    /// when that one is on the disk.</summary>
    public string? ReplacedFile { get; set; }
}
