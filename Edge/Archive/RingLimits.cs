namespace Edge.Archive;

/// <summary>The maxima of ring files.</summary>
internal static class RingLimits
{
    /// <summary>Ours: a head of 32,768 dimensions with ids of 100 bytes; a longer one is no head.</summary>
    public const int SlotBytesMax = 4 << 20;

    /// <summary>Ours: bytes of a dimension's id that are kept; a line of the protocol has 1,023.</summary>
    public const int IdBytesMax = 1_024;

    /// <summary>Ours: files that cannot be used and are kept all the same, in each directory.</summary>
    public const int AsidesMax = 3;

    /// <summary>Ours: charts of one host whose ids make the same directory name.</summary>
    public const int SameNamesMax = 100;

    /// <summary>
    /// Ours: files that are written before all are synced and take their names; 256 of 36 pages, a chart of
    /// ten dimensions for an hour, are 36 MiB more on the disk for a moment.
    /// </summary>
    public const int SaveBatch = 256;

    /// <summary>Seconds between two tries to map what a full disk has kept in plain memory.</summary>
    public const int RetrySeconds = 60;
}
