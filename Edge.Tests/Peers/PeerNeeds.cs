namespace Edge.Tests.Peers;

/// <summary>What a test of real processes cannot do without.</summary>
[Flags]
public enum PeerNeeds
{
    /// <summary>The published binary: <c>EDGE_BINARY</c>, or <c>publish/linux-x64/edge</c>.</summary>
    Edge = 1,

    /// <summary>Debian's netdata.</summary>
    Netdata = 2,

    /// <summary>The folder with recordings.</summary>
    Recordings = 4,
}
