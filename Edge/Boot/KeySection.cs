using Edge.Store;

namespace Edge.Boot;

/// <summary>A GUID section of stream.conf looked up as an API key (spec config 5.2).</summary>
internal sealed record KeySection
{
    public bool Enabled { get; init; }

    /// <summary>Simple pattern on the client's address.</summary>
    public string AllowFrom { get; init; } = "*";

    public required MemoryMode Mode { get; init; }

    /// <summary>As said; not aligned.</summary>
    public required int History { get; init; }

    public required OnDemand Health { get; init; }

    public int PostponeAlarmsSeconds { get; init; } = 60;

    public required ProxySettings Proxy { get; init; }

    /// <param name="file">stream.conf.</param>
    /// <param name="key">Name of the section.</param>
    /// <param name="global">Defaults.</param>
    /// <param name="stream">Defaults of what is passed on.</param>
    /// <param name="health"><c>[health] enabled</c>.</param>
    public static KeySection Read(ConfigFile file, string key, GlobalSection global, StreamSection stream, bool health) =>
        new()
        {
            Enabled = file.Boolean(key, "enabled", false),
            AllowFrom = file.Text(key, "allow from", "*"),
            Mode = GlobalSection.Mode(file, key, "default memory mode", global.MemoryMode),
            History = file.Number(
                key,
                "default history",
                global.History,
                min: Store.Limits.HistoryMin,
                max: Store.Limits.HistoryMax),
            Health = file.OnDemand(key, "health enabled by default", health ? OnDemand.Yes : OnDemand.No),
            PostponeAlarmsSeconds = file.Number(key, "default postpone alarms on connect seconds", 60, min: 0),
            Proxy = new ProxySettings(
                file.Boolean(key, "default proxy enabled", stream.Enabled),
                file.Text(key, "default proxy destination", stream.Destination),
                file.Text(key, "default proxy api key", stream.ApiKey),
                file.Text(key, "default proxy send charts matching", stream.ChartsMatching)),
        };
}
