namespace Edge.Store;

/// <summary>The low two bits are the <see cref="Algorithm"/>; the rest are flags that the pipeline
/// reads.</summary>
[Flags]
internal enum DimensionKind : byte
{
    AlgorithmMask = 3,
    NoResetDetection = 4,
    Obsolete = 8,

    /// <summary>A value beyond 32 bits was seen, whatever the algorithm was then.</summary>
    Wide = 16,
}
