using System.Diagnostics;
using Edge.Bench.Store;
using Edge.Store;
using Edge.Sys;

namespace Edge.Bench.Footprint;

/// <summary>What full rings of many hosts take of this process, on simulated time.</summary>
internal static class RingsVerb
{
    public static int Run(Arguments args)
    {
        int charts = args.Number("hosts", 50) * args.Number("charts", 100);
        int dimensions = args.Number("dimensions", 10);
        int history = args.Number("history", 3600);
        long before = ResidentKib();
        var hosts = new List<Host>();
        var all = new List<Chart>();
        for (int i = 0; i < charts; i++)
        {
            if (i % args.Number("charts", 100) == 0)
            {
                hosts.Add(Hosts.Empty(MemoryMode.Ram, history));
            }

            Chart chart = hosts[^1].Define(new ChartDefinition { Type = "bench", Id = $"chart_{i:00000}" })!;
            all.Add(chart);
            for (int d = 0; d < dimensions; d++)
            {
                chart.Define($"dim_{d:000}");
            }
        }

        long values = Fill(all, dimensions, history + 10, out double seconds);
        long rows = Ledger.Bytes("store rings");
        Console.WriteLine($"{hosts.Count} hosts, {charts} charts x {dimensions}, history {history}: "
            + $"{values / seconds / 1e6:0.0} million samples/s in process");
        Console.WriteLine($"RSS {Mib(ResidentKib() * 1024):0.0} MiB, before {Mib(before * 1024):0.0} MiB; "
            + $"rings {Mib(rows):0.0} MiB, ledger {Mib(Ledger.TotalBytes()):0.0} MiB; beside rings "
            + $"{Mib(((ResidentKib() - before) * 1024) - rows):0.0} MiB");
        hosts.ForEach(host => host.Dispose());
        Console.WriteLine($"given back: RSS {Mib(ResidentKib() * 1024):0.0} MiB, "
            + $"ledger {Ledger.Bytes("store rings")} bytes of rings");
        return 0;
    }

    private static long Fill(List<Chart> charts, int dimensions, int ticks, out double seconds)
    {
        var watch = Stopwatch.StartNew();
        var values = new long[dimensions];
        for (int tick = 0; tick < ticks; tick++)
        {
            values.AsSpan().Fill(tick + 1);
            long nowUsec = Hosts.StartUsec + (tick * Clock.UsecPerSecond);
            foreach (Chart chart in charts)
            {
                chart.CommitAll(values, tick == 0 ? 0 : Clock.UsecPerSecond, nowUsec);
            }
        }

        seconds = watch.Elapsed.TotalSeconds;
        return (long)ticks * charts.Count * dimensions;
    }

    private static double Mib(long bytes) => bytes / 1048576.0;

    private static long ResidentKib()
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return long.Parse(line[6..^2]);
            }
        }

        return 0;
    }
}
