namespace Edge.Archive;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>Ours: rows of a block. 512 is what the plan asks for at the most; a gap within may double
    /// it.</summary>
    public const int RowsPerPage = 4096;

    /// <summary>Ours: collections of a block; charts that are collected several times a row need more than
    /// rows.</summary>
    public const int CollectionsPerPage = 8192;

    /// <summary>
    /// Ours: collections or rows times dimensions, 8 B each while a page is decoded: 32 MiB.
    /// </summary>
    public const int SamplesPerPage = 4 << 20;

    /// <summary>Ours: an extent before compression. The widest page of full 64-bit noise is 40 MiB.</summary>
    public const int ExtentBytes = 64 << 20;

    /// <summary>Deflate shrinks by no more than 1032 to 1 (RFC 1951: 258 bytes by 2 bits), so that a length
    /// beyond that is damage and no reason for memory.</summary>
    public const int DeflateRatio = 1040;

    /// <summary>Columns that are deflated together: beyond, nothing is gained, and a reader inflates
    /// more.</summary>
    public const int ColumnsPerExtent = 64;

    /// <summary>
    /// As many as a host can have (<see cref="Store.Limits.ChartsPerHost"/>), and some pages each: blocks end
    /// early when a chart changes.
    /// </summary>
    public const int PagesPerGroup = 4 * Store.Limits.ChartsPerHost;

    /// <summary>Charts that a journal knows at a time: all hosts together.</summary>
    public const int JournalCharts = 1 << 22;

    /// <summary>Ours: small quotas of tests and tiny devices still get whole groups.</summary>
    public const long QuotaBytesMin = 1L << 20;

    /// <summary>Spec database 8.1: a file is a twentieth of the quota, so that dropping the oldest frees
    /// 5 %.</summary>
    public const int SegmentsPerQuota = 20;

    public const long SegmentBytesMin = 64 << 10;

    /// <summary>Ours: journals have no more of the quota than that part of it, or blocks are written before
    /// they are full: two files of a third of all each, and what comes until they go.</summary>
    public const int JournalsPerQuota = 3;

    /// <summary>Spec database 8.1; offsets within a segment have 32 bits.</summary>
    public const long SegmentBytesMax = 1L << 30;

    /// <summary>Ours: a group of the largest host, 200,000 dimensions x 512 rows at 0.6 bytes, is 60
    /// MB.</summary>
    public const int RecordBytesMax = 256 << 20;

    /// <summary>
    /// Ours: definitions that a chart may have had. One that is defined anew each minute keeps 17 hours, and
    /// with 50 dimensions costs 5 MB; rows of older ones are not shown any more, and go with their segments.
    /// </summary>
    public const int LayoutsPerChart = 1_024;

    /// <summary>Ours: from so many on a chart's definitions are found by a table.</summary>
    public const int LayoutsSearched = 16;

    /// <summary>Spec database 6.1, update every: a row stands for no more seconds.</summary>
    public const int IntervalSecondsMax = 600;

    /// <summary>Read at once while a whole record is looked for behind a damaged one.</summary>
    public const int ScanBytes = 256 << 10;

    /// <summary>Ours: no id, title or unit of a definition is longer on disk.</summary>
    public const int TextBytes = 64 << 10;

    /// <summary>Ours: rows of a block when memory allows; more hardly saves disk (some 5 %), and is lost
    /// time when a block is read again.</summary>
    public const int BlockRowsMax = 512;

    /// <summary>Ours: below, blocks are so short that their heads cost more than their samples.</summary>
    public const int BlockRowsMin = 32;

    /// <summary>
    /// Ours: numbers that are left out where definitions are damaged, more than a segment names. There are
    /// 2^31 of them, enough for two thousand starts with damage.
    /// </summary>
    public const uint NumbersPerDamage = 1 << 20;

    /// <summary>Ours: dimensions of layouts that are kept once; some 3 MB.</summary>
    public const int PooledLayoutDimensions = 65_536;

    /// <summary>What a crash may cost: who collects does not wait longer for the keeper.</summary>
    public const long LateUsec = 1_000_000;

    /// <summary>Ours: a journal gets so much of the disk at a time at least, half a minute of a
    /// small node.</summary>
    public const long JournalGrowBytes = 16 << 10;

    /// <summary>Ours: what a journal has gathered is synced sooner when it is so much. A sync costs some
    /// 20 KB of pages that are not full and of the file system's own notes, which is little then.</summary>
    public const long JournalDirtyBytes = 128 << 10;

    /// <summary>Ours: a journal is as long before the next one is begun: some pages, for each file costs one
    /// that is not full.</summary>
    public const long JournalBytesMin = 16 << 10;
}
