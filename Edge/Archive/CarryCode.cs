namespace Edge.Archive;

/// <summary>How a dimension's carry is written.</summary>
internal enum CarryCode : byte
{
    Zero,

    /// <summary>The last value, scaled: what a gauge carries.</summary>
    ScaledLast,

    /// <summary>Eight bytes of a double.</summary>
    Raw,
}
