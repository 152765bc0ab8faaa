using Xunit;

namespace Edge.Tests.Store;

/// <summary>Tests that install writers of the process-wide log run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class LogCollection
{
    public const string Name = "store log";
}
