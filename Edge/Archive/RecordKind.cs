namespace Edge.Archive;

/// <summary>What a record of a segment holds. Numbers are on disk.</summary>
internal enum RecordKind : byte
{
    None = 0,

    /// <summary>Hosts and chart layouts that records behind it speak of by number.</summary>
    Definitions = 1,

    /// <summary>Samples of one host.</summary>
    Group = 2,

    /// <summary>Where the records of a finished segment are; its last record.</summary>
    Index = 3,
}
