using Edge.Archive;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Hosts whose blocks end at different times: journals are dropped and begun between them.</summary>
public sealed class JournalHostsTests : IDisposable
{
    private const int Hosts = 3;
    private const long StartSec = 1_700_000_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-journal-").FullName;
    private readonly Random _random = new(5);

    [Theory]
    [InlineData(700)]
    [InlineData(1_500)]
    [InlineData(2_345)]
    public void Every_host_has_every_row_after_a_crash(int seconds)
    {
        List<Host> memory = [.. Enumerable.Range(0, Hosts).Select(i => NewHost(i, 100_000))];
        using (var engine = NewEngine())
        {
            List<Host> hosts = Attached(engine);
            long files = 0;
            for (int second = 0; second < seconds; second++)
            {
                for (int i = 0; i < Hosts; i++)
                {
                    // One after another, so that none is done when another is.
                    if (second >= i * 97)
                    {
                        Collect(hosts[i], memory[i], StartSec + second);
                    }
                }

                engine.Round((StartSec + second) * 1_000_000);
                files = engine.Journaled.Files;
                Assert.InRange(Directory.GetFiles(_folder, "journal-*").Length, 1, 5);
            }

            Assert.InRange(files, 2, 40);
            hosts.ForEach(host => host.Dispose());
        }

        using var again = NewEngine();
        List<Host> found = Attached(again);
        long end = StartSec + seconds - 1;
        for (int i = 0; i < Hosts; i++)
        {
            for (int second = 5; second < 9; second++)
            {
                Collect(found[i], memory[i], end + second);
            }

            string query =
                $"after={StartSec + (i * 97) + 3}&before={end}&format=csv&options=seconds,unaligned";
            string expected = EngineRig.Ask(memory[i], "a.one", query);
            Assert.True(expected.Split('\n').Length > seconds - (i * 97) - 8);
            Assert.Equal(expected, EngineRig.Ask(found[i], "a.one", query));
        }

        found.ForEach(host => host.Dispose());
        memory.ForEach(host => host.Dispose());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Engine NewEngine() => new(
        new EngineOptions { Folder = _folder, SyncSeconds = 0 }, StartSec * 1_000_000);

    private static List<Host> Attached(Engine engine)
    {
        List<Host> hosts = [.. Enumerable.Range(0, Hosts).Select(i =>
            NewHost(i, Engine.RingRows(engine.BlockRows)))];
        hosts.ForEach(engine.Attach);
        return hosts;
    }

    private static Host NewHost(int index, int entries)
    {
        var host = new Host(
            new HostInfo
            {
                Hostname = $"h{index}", RegistryHostname = $"h{index}",
                MachineGuid = $"11111111-2222-3333-4444-00000000000{index}",
            },
            new StoreOptions { HistoryEntries = entries, Mode = MemoryMode.Ram });
        Chart chart = host.Define(new ChartDefinition { Type = "a", Id = "one", Context = "a.one" })!;
        for (int i = 0; i < 30; i++)
        {
            chart.Define($"d{i}", algorithm: i % 2 == 0 ? Algorithm.Absolute : Algorithm.Incremental);
        }

        return host;
    }

    private void Collect(Host host, Host memory, long second)
    {
        long nowUsec = (second * 1_000_000) + _random.Next(9_000);
        Chart chart = host.Find("a.one")!;
        Chart other = memory.Find("a.one")!;
        for (int i = 0; i < chart.Dimensions.Count; i++)
        {
            long value = (second * i) + _random.Next(50);
            chart.Set(chart.Dimensions[i], value, nowUsec);
            other.Set(other.Dimensions[i], value, nowUsec);
        }

        chart.Commit(nowUsec);
        other.Commit(nowUsec);
    }
}
