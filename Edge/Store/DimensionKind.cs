namespace Edge.Store;

/// <summary>The low two bits are the <see cref="Algorithm"/>; the rest are flags that the pipeline reads.</summary>
[Flags]
internal enum DimensionKind : byte
{
    AlgorithmMask = 3,
    NoResetDetection = 4,
    Obsolete = 8,
}
