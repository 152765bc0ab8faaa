namespace Edge.Archive;

/// <summary>What a frame of the journal tells of a chart (docs/formats.md).</summary>
internal enum TickEntry
{
    Collection,

    /// <summary>A block begins, with its checkpoint.</summary>
    Block,

    /// <summary>A block of a file before goes on.</summary>
    Rest,
}
