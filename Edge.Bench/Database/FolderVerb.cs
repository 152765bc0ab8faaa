using Edge.Archive;
using Edge.Store;

namespace Edge.Bench.Database;

/// <summary>
/// Fills a folder of the compressed store up to its quota and beyond, with noise that hardly packs: as many
/// row groups as of calmer hosts, in a fraction of the time.
/// </summary>
internal static class FolderVerb
{
    private const int Charts = 10;
    private const int Dimensions = 10;

    public static int Run(Arguments args)
    {
        if (args.Words.Count != 1)
        {
            Console.Error.WriteLine("usage: folder PATH [--quota 256] [--hosts 10]");
            return 2;
        }

        long quotaBytes = (long)args.Number("quota", 256) << 20;
        long nowUsec = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;
        var options = new EngineOptions
        {
            Folder = args.Words[0], QuotaBytes = quotaBytes, SyncSeconds = 0, HasJournal = false,
        };
        using var engine = new Engine(options, nowUsec);
        List<Host> hosts = [];
        for (int i = 0; i < args.Number("hosts", 10); i++)
        {
            hosts.Add(NewHost(i, engine));
        }

        // All of it lies in the past of the node that will read it.
        long second = (nowUsec / 1_000_000) - (30 * 86_400);
        var random = new Random(1);
        while (engine.WrittenBytes < quotaBytes * 21 / 20)
        {
            second++;
            foreach (Host host in hosts)
            {
                Collect(host, random, (second * 1_000_000) + 300_000);
            }

            engine.Round((second * 1_000_000) + 900_000);
        }

        engine.Stop((second * 1_000_000) + 900_000);
        long disk = new DirectoryInfo(options.Folder).EnumerateFiles().Sum(file => file.Length);
        int groups = engine.All.Sum(host => host.GroupCount);
        Console.WriteLine($"{disk / 1048576.0:0.0} MiB, {groups} row groups of {hosts.Count} hosts, "
            + $"{(double)engine.WrittenBytes / engine.Store.Samples:0.00} B/sample of noise");
        hosts.ForEach(host => host.Dispose());
        return 0;
    }

    private static Host NewHost(int index, Engine engine)
    {
        var host = new Host(
            new HostInfo
            {
                Hostname = $"folder-{index}", RegistryHostname = $"folder-{index}",
                MachineGuid = $"22222222-2222-3333-4444-{index:000000000000}",
            },
            new StoreOptions { Mode = MemoryMode.Ram, HistoryEntries = Engine.RingRows(engine.BlockRows) });
        engine.Attach(host);
        for (int c = 0; c < Charts; c++)
        {
            Chart chart = host.Define(new ChartDefinition { Type = "noise", Id = $"c{c}" })!;
            for (int d = 0; d < Dimensions; d++)
            {
                chart.Define($"d{d}");
            }
        }

        return host;
    }

    private static void Collect(Host host, Random random, long nowUsec)
    {
        foreach (Chart chart in host.Charts)
        {
            chart.Begin(1_000_000);
            foreach (Dimension dimension in chart.Dimensions)
            {
                chart.Set(dimension, random.NextInt64(1L << 40), nowUsec);
            }

            chart.Commit(nowUsec);
        }
    }
}
