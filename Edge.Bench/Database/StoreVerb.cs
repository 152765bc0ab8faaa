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

        Console.WriteLine("| stream | dimensions | samples | at the end | all files, at 10 min | 17 | 30 | "
            + "60 | most from 17 on | given to the kernel | of that journal | definitions | blocks | "
            + "collections | frames | padding | as whole pages | syncs | fallbacks | CPU ns/sample |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
            + "---|---|---|---|");
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

        long set = 0;
        double most = 0;
        var files = new Dictionary<int, double>();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (int second = 0; second < seconds; second++)
        {
            foreach ((Host _, Recording recording) in all)
            {
                set += recording.Play(second, StartUsec);
            }

            engine.Round(StartUsec + (second * 1_000_000L) + 900_000);
            double perSample = (double)(engine.Store.Bytes + engine.Store.JournalBytes) / set;
            files[second / 60] = perSample;
            most = second >= 17 * 60 ? Math.Max(most, perSample) : 0;
        }

        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        engine.Stop(StartUsec + (seconds * 1_000_000L));
        long disk = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        GroupStore store = engine.Store;
        JournalTally tally = engine.Journaled;
        string name = Path.GetFileName(Path.GetDirectoryName(path)) ?? path;
        string At(int minute) => files.TryGetValue(minute - 1, out double at) ? $"{at:0.000}" : "";
        string Each(long bytes) => $"{(double)bytes / store.Samples:0.000}";
        Console.WriteLine($"| {name} | {hosts} x {all[0].Recording.Dimensions} | {store.Samples} "
            + $"| {Each(disk)} | {At(10)} | {At(17)} | {At(30)} | {At(60)} | {most:0.000} "
            + $"| {Each(engine.WrittenBytes)} | {Each(tally.Bytes)} | {Each(tally.DefinitionBytes)} "
            + $"| {Each(tally.BlockBytes)} | {Each(tally.CollectionBytes)} | {Each(tally.FrameBytes)} "
            + $"| {Each(tally.PaddingBytes)} "
            + $"| {Each((tally.Pages * JournalFrame.PageBytes) + store.WrittenBytes)} "
            + $"| {tally.Syncs + store.Syncs} | {store.Fallbacks} "
            + $"| {cpu.TotalNanoseconds / store.Samples:0} |");
        all.ForEach(one => one.Host.Dispose());
    }
}
