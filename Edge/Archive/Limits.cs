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

    /// <summary>As many as a host can have (<see cref="Store.Limits.ChartsPerHost"/>), and some
    /// pages each: blocks end early when a chart changes.</summary>
    public const int PagesPerGroup = 4 * Store.Limits.ChartsPerHost;

    /// <summary>Charts that a journal knows at a time: all hosts together.</summary>
    public const int JournalCharts = 1 << 22;
}
