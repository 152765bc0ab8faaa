using Xunit;

namespace Edge.Tests.Net;

/// <summary>
/// Tests with real sockets; they assert on the ledger and on allocations, so nothing else runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SocketCollection
{
    internal const string Name = "real sockets";
}
