using Edge.Store;

namespace Edge.Tests.Store;

internal static class TestHosts
{
    /// <summary>Whole seconds of 2020; a multiple of all update frequencies in use.</summary>
    public const long StartSec = 1_600_000_000;
    public const long Second = 1_000_000;

    public static Host New(StoreOptions? options = null, Func<string, ChartTuning?>? tuning = null) => new(
        new HostInfo { Hostname = "box", RegistryHostname = "box", MachineGuid = Guid.Empty.ToString() },
        options ?? new StoreOptions(), tuning);

    public static Chart NewChart(this Host host, string id = "test.chart", int updateEvery = 1)
    {
        int dot = id.IndexOf('.');
        return host.Define(new ChartDefinition
        {
            Type = id[..dot], Id = id[(dot + 1)..], UpdateEvery = updateEvery,
        })!;
    }
}
