using Edge.Store;

namespace Edge.Bench.Store;

/// <summary>Made-up hosts for the benchmarks.</summary>
internal static class Hosts
{
    public const long StartUsec = 1_795_343_000_000_000;

    public static Host Empty(MemoryMode mode, int history = 600) => new(
        new HostInfo
        {
            Hostname = "bench",
            RegistryHostname = "bench",
            MachineGuid = "0a3f5fd4-7a11-4b0c-9d43-9f3f4d1f0a10",
        },
        new StoreOptions { Mode = mode, HistoryEntries = history });

    public static Host WithCharts(MemoryMode mode, int charts, int dimensions)
    {
        Host host = Empty(mode);
        for (int c = 0; c < charts; c++)
        {
            Chart chart = host.Define(new ChartDefinition { Type = "bench", Id = $"chart_{c:000}" })!;
            for (int d = 0; d < dimensions; d++)
            {
                chart.Define($"dim_{d:000}", algorithm: Algorithm.Incremental);
            }
        }

        return host;
    }
}
