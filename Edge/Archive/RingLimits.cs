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

    /// <summary>Ours: rings like the first one that the first piece of a host's file has room for; the next
    /// ones double it, so that a host of a hundred charts has some five mappings.</summary>
    public const int PieceRings = 16;

    /// <summary>Ours: less is not worth a mapping.</summary>
    public const long PieceBytesMin = 256 << 10;

    /// <summary>Ours: what a file may be longer than it has to be.</summary>
    public const long PieceBytesMax = 8 << 20;

    /// <summary>Ours: of slots, some thousand charts of ten dimensions.</summary>
    public const long SlotPieceBytesMax = 1 << 20;

    /// <summary>Ours: a longer ring stays in memory; its sums alone would be 16 MiB.</summary>
    public const long MappedRingBytesMax = 16L << 30;

    /// <summary>Ours: slots that a sync reads and writes at once, of either half; some 60 charts of ten
    /// dimensions.</summary>
    public const int SyncWindowBytes = 32 << 10;
}
