using Edge.Sys;
using Xunit;

namespace Edge.Tests.Store;

/// <summary>Tests that read the process-wide ledger or its resident memory run alone.</summary>
[CollectionDefinition(nameof(Ledger), DisableParallelization = true)]
public class LedgerCollection;
