namespace Edge.Archive;

/// <summary>First byte of a chart page.</summary>
[Flags]
internal enum PageFlags : byte
{
    None = 0,

    /// <summary>Columns of stored numbers instead of collections.</summary>
    Stored = 1,

    /// <summary>Each collection half a second after a row; no clocks are written.</summary>
    Synthetic = 2,

    /// <summary>Some collection did not set all dimensions: runs follow each column.</summary>
    Missing = 4,

    /// <summary>Some dimension was not collected twice yet, or is wide.</summary>
    Marks = 8,

    /// <summary>Some dimension carries something.</summary>
    Carries = 16,

    /// <summary>The sum of the row before is not that of the last values.</summary>
    Total = 32,

    /// <summary>Not one collection a row.</summary>
    Collections = 64,
}
