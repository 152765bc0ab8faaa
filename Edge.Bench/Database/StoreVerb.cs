using System.Diagnostics;
using Edge.Archive;
using Edge.Store;

namespace Edge.Bench.Database;

/// <summary>
/// What the compressed store writes for recorded streams: played for hours of simulated time, as fast as it
/// goes. Every second has its round of the keeper, and syncs come as they would.
/// </summary>
internal static class StoreVerb
{
    private const long StartUsec = 1_700_000_000_000_000;

    private const string Usage = "usage: store STREAM ... [--seconds 3600] [--quota MIB] [--hosts 1]";

    public static int Run(Arguments args)
    {
        if (args.Words.Count == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Console.WriteLine("| stream | dimensions | samples | segments B/sample | journal MiB, most | written "
            + "B/sample | of that journal | syncs | fallbacks | CPU ns/sample |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (string path in args.Words)
        {
            string folder = Directory.CreateTempSubdirectory("edge-bench-").FullName;
            try
            {
                Measure(path, folder, args.Number("seconds", 3600), args.Number("hosts", 1),
                    (long)args.Number("quota", 256) << 20);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    private static void Measure(string path, string folder, int seconds, int hosts, long quotaBytes)
    {
        var options = new EngineOptions { Folder = folder, QuotaBytes = quotaBytes };
        using var engine = new Engine(options, StartUsec);
        List<(Host Host, Recording Recording)> all = [];
        for (int i = 0; i < hosts; i++)
        {
            var host = new Host(
                new HostInfo
                {
                    Hostname = $"h{i}", RegistryHostname = $"h{i}",
                    MachineGuid = $"11111111-2222-3333-4444-{i:000000000000}",
                },
                new StoreOptions
                {
                    Mode = MemoryMode.Ram, HistoryEntries = Engine.RingRows(engine.BlockRows),
                });
            engine.Attach(host);
            all.Add((host, new Recording(path)));
            all[i].Recording.DefineAt(host);
        }

        long set = 0, journalMost = 0;
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (int second = 0; second < seconds; second++)
        {
            foreach ((Host _, Recording recording) in all)
            {
                set += recording.Play(second, StartUsec);
            }

            engine.Round(StartUsec + (second * 1_000_000L) + 900_000);
            journalMost = Math.Max(journalMost, engine.Store.JournalBytes);
        }

        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        engine.Stop(StartUsec + (seconds * 1_000_000L));
        long disk = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        GroupStore store = engine.Store;
        long journal = engine.WrittenBytes - store.WrittenBytes;
        string name = Path.GetFileName(Path.GetDirectoryName(path)) ?? path;
        Console.WriteLine($"| {name} | {hosts} x {all[0].Recording.Dimensions} | {store.Samples} "
            + $"| {(double)disk / store.Samples:0.000} | {journalMost / 1048576.0:0.00} "
            + $"| {(double)engine.WrittenBytes / store.Samples:0.000} "
            + $"| {(double)journal / store.Samples:0.000} "
            + $"| {store.Syncs} | {store.Fallbacks} | {cpu.TotalNanoseconds / store.Samples:0} |");
        all.ForEach(one => one.Host.Dispose());
    }
}
