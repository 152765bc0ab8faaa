namespace Edge.Archive;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>Spec database 8.2: the smallest disk space that may be asked for.</summary>
    public const long QuotaBytesMin = 1L << 20;

    /// <summary>
    /// Spec database 8.1: a file is a twentieth of the quota, so that dropping the oldest frees 5 %.
    /// </summary>
    public const int SegmentsPerQuota = 20;

    /// <summary>Ours: small quotas of tests and tiny devices still get whole groups.</summary>
    public const long SegmentBytesMin = 64 << 10;

    /// <summary>Spec database 8.1; offsets within a segment have 32 bits.</summary>
    public const long SegmentBytesMax = 1L << 30;

    /// <summary>
    /// Ours: a group of the largest host, 200,000 dimensions x 512 rows at 0.6 bytes; 60 MB.
    /// </summary>
    public const int RecordBytesMax = 256 << 20;

    /// <summary>Read at once while a whole record is looked for behind a damaged one.</summary>
    public const int ScanBytes = 256 << 10;
}
