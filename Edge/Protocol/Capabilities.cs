namespace Edge.Protocol;

/// <summary>What two ends of a stream may say to each other; the bits of 1.37 (spec stream-caps 1).</summary>
[Flags]
internal enum Capabilities
{
    None = 0,

    /// <summary>The oldest protocol, the prompt without labels.</summary>
    V1 = 8,

    /// <summary>Host labels, plain prompt.</summary>
    V2 = 16,

    /// <summary>Numbered versions.</summary>
    VN = 32,

    /// <summary>The number is a mask of these bits.</summary>
    VCaps = 64,

    /// <summary><c>LABEL</c>, <c>OVERWRITE</c>.</summary>
    HostLabels = 128,

    /// <summary><c>CLAIMED_ID</c>.</summary>
    Claim = 256,

    /// <summary><c>CLABEL</c>, <c>CLABEL_COMMIT</c>.</summary>
    ChartLabels = 512,

    /// <summary>LZ4 frames from child to parent.</summary>
    Compression = 1024,
    Functions = 2048,

    /// <summary><c>CHART_DEFINITION_END</c>, <c>REPLAY_CHART</c>, <c>RBEGIN</c> ...</summary>
    Replication = 4096,

    /// <summary>Frames need not end at line ends.</summary>
    Binary = 8192,
}
