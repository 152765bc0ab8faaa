using Xunit;

namespace Edge.Tests.Net;

/// <summary>
/// Tests with real sockets, and those that count allocations: memory that charts have in common would be
/// another one's doing, so nothing else runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SocketCollection
{
    internal const string Name = "real sockets";
}
