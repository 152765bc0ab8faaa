using Edge.Archive;
using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Archive;

public sealed class EngineSpreadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Where_memory_is_short_hosts_that_came_together_are_not_written_together()
    {
        const long start = 1_795_343_000_000_000;
        var options = new EngineOptions
        {
            Folder = _folder, QuotaBytes = 64 << 20, CacheBytes = 8 << 10, HasJournal = false,
        };
        using var engine = new Engine(options, start);
        List<Host> hosts = [];
        for (int i = 0; i < 16; i++)
        {
            var info = new HostInfo
            {
                Hostname = $"h{i}", RegistryHostname = $"h{i}", MachineGuid = Guid.NewGuid().ToString(),
            };
            hosts.Add(new Host(info, new StoreOptions { Mode = MemoryMode.DbEngine }));
            engine.Attach(hosts[i]);
            Chart chart = hosts[i].Define(new ChartDefinition { Type = "t", Id = "c" })!;
            for (int d = 0; d < 4; d++)
            {
                chart.Define($"d{d}");
            }
        }

        int most = 0;
        for (int second = 0; second < 400; second++)
        {
            long nowUsec = start + (second * Clock.UsecPerSecond);
            foreach (Host host in hosts)
            {
                using (host.Gate.Enter())
                {
                    host.Charts[0].CommitAll(
                        [second, 1, 2, 3], second == 0 ? 0 : Clock.UsecPerSecond, nowUsec);
                }
            }

            int closed = engine.All.Count(host => host.Closed.Count > 0);
            most = second < 100 ? 0 : Math.Max(most, closed);
            engine.Round(nowUsec);
        }

        Assert.Equal(32, engine.BlockRows);
        Assert.InRange(most, 1, 4);
        Assert.All(engine.All, host => Assert.InRange(host.GroupCount, 10, 14));
        hosts.ForEach(host =>
        {
            engine.Detach(host);
            host.Dispose();
        });
    }
}
