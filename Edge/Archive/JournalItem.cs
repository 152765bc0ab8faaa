namespace Edge.Archive;

/// <summary>
/// What the packed part of a frame of the journal is made of (docs/formats.md). Numbers are on disk; 1 and 2
/// are those of definitions.
/// </summary>
internal enum JournalItem : byte
{
    Host = 1,
    Layout = 2,

    /// <summary>Rows that did not come from collections.</summary>
    Rows = 3,
}
