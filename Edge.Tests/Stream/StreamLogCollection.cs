using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Tests that read the log of the process run beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StreamLogCollection
{
    internal const string Name = "reads the log (stream)";
}
