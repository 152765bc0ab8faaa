using Edge.Sys;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Alone, since the ledger is the process's.</summary>
[Collection(nameof(Ledger))]
public sealed class EngineLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-engine-").FullName;

    [Fact]
    public void All_native_memory_is_given_back()
    {
        long before = Ledger.TotalBytes();
        using (var rig = new EngineRig(_folder, 10))
        {
            rig.Define("a.one", 3);
            rig.Run(1_200);
            rig.Compare("a.one", rig.NowSec - 1_100, rig.NowSec);
        }

        Assert.Equal(before, Ledger.TotalBytes());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
