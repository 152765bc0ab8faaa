using Xunit;

namespace Edge.Tests.Peers;

/// <summary>
/// Tests of real processes run one after the other, behind all others: they measure time and memory.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PeerCollection
{
    public const string Name = "real processes";
}
