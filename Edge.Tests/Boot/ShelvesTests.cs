using Edge.Boot;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>Where hosts get their files from, and what happens where there is no place for them.</summary>
[Collection(LogCollection.Name)]
public sealed class ShelvesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-shelves-").FullName;

    [Fact]
    public void A_store_whose_folder_cannot_be_made_is_told_once_and_hosts_live_in_memory()
    {
        File.WriteAllText(Path.Combine(_folder, "dbengine"), "in the way");
        string path = Path.Combine(_folder, "netdata.conf");
        File.WriteAllText(path, $"[global]\ncache directory = {_folder}\nmemory mode = dbengine\n");
        var shelves = new Shelves(Configuration.Load(CommandLine.Parse(["-c", path])));
        using var log = new LogLines();
        for (int i = 0; i < 2; i++)
        {
            using Host host = TestHosts.New(new StoreOptions { Mode = MemoryMode.DbEngine });
            shelves.Attach(host);
            Assert.Empty(host.Outlets);
        }

        Assert.Single(log.All, line => line.StartsWith(
            $"Error DBENGINE: '{_folder}/dbengine' cannot be used: ", StringComparison.Ordinal)
            && line.EndsWith(" Samples of memory mode dbengine are kept in memory only, for some minutes.",
                StringComparison.Ordinal));
        shelves.Dispose();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
