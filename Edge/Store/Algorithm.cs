namespace Edge.Store;

/// <summary>How a collected value becomes a value per second. The numbers are the reference's ids.</summary>
internal enum Algorithm : byte
{
    Absolute = 0,
    Incremental = 1,
    PercentageOfIncrementalRow = 2,
    PercentageOfAbsoluteRow = 3,
}
