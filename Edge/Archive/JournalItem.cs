namespace Edge.Archive;

/// <summary>
/// What a frame of the journal is made of (docs/formats.md). Numbers are on disk; 1 and 2 are those of
/// definitions.
/// </summary>
internal enum JournalItem : byte
{
    Host = 1,
    Layout = 2,

    /// <summary>A block begins, with its checkpoint.</summary>
    Block = 3,

    /// <summary>Collections of many charts.</summary>
    Tick = 4,

    /// <summary>Rows that did not come from collections.</summary>
    Rows = 5,

    /// <summary>A block that began in an older file goes on in this one: slot and dimensions.</summary>
    GoesOn = 6,
}
