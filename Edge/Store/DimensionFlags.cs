namespace Edge.Store;

[Flags]
internal enum DimensionFlags : byte
{
    None = 0,
    Obsolete = 1,
    Hidden = 2,

    /// <summary>A counter that goes back does not mark the sample as reset.</summary>
    NoResetDetection = 4,
}
