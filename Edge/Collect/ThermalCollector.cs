using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>/sys/class/thermal: the temperatures by which the kernel throttles. Edge's own.</summary>
internal sealed class ThermalCollector(Site site) : ICollector
{
    public const string Module = "/sys/class/thermal";

    private ReadingSet? _zones;

    public string? Collect(long nowUsec)
    {
        _zones ??= Find();
        if (_zones.Count == 0)
        {
            return ICollector.Absent;
        }

        _zones.Collect(nowUsec);
        return null;
    }

    public void Dispose() => _zones?.Dispose();

    /// <summary>Zones are looked for once; each is named by its type.</summary>
    private ReadingSet Find()
    {
        var zones = new ReadingSet(site, new ChartDefinition
        {
            Type = "sensors", Id = "thermal_zones", Family = "temperature", Context = "sensors.thermal_zones",
            Title = "Temperature of Thermal Zones", Units = "Celsius", Priority = 70_000, Module = Module,
        }, 1000);
        string path = site.Settings.Text($"plugin:proc:{Module}", "directory to monitor", site.Path(Module));
        foreach (string name in Folders.Numbered(path, "thermal_zone"))
        {
            zones.Add($"{path}/{name}/temp", name, site.TryReadWord($"{path}/{name}/type"));
        }

        return zones;
    }
}
