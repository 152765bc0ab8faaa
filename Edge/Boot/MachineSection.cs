using Edge.Store;

namespace Edge.Boot;

/// <summary>A GUID section of stream.conf looked up as a machine (spec config 5.3). Null: the key decides.</summary>
internal sealed record MachineSection
{
    public bool Enabled { get; init; } = true;

    /// <summary>Simple pattern on the client's address.</summary>
    public string AllowFrom { get; init; } = "*";

    /// <summary>Seconds; null: the child's.</summary>
    public int? UpdateEvery { get; init; }

    public MemoryMode? Mode { get; init; }

    public int? History { get; init; }

    public OnDemand? Health { get; init; }

    public int? PostponeAlarmsSeconds { get; init; }

    public bool? ProxyEnabled { get; init; }

    public string? ProxyDestination { get; init; }

    public string? ProxyApiKey { get; init; }

    public string? ProxyChartsMatching { get; init; }

    /// <summary>Read and, as in the reference, not used further.</summary>
    public string? HostTags { get; init; }

    /// <param name="file">stream.conf.</param>
    /// <param name="guid">Name of the section.</param>
    public static MachineSection Read(ConfigFile file, string guid) => new()
    {
        Enabled = file.Boolean(guid, "enabled", true),
        AllowFrom = file.Text(guid, "allow from", "*"),
        UpdateEvery = Positive(file, guid, "update every", Limits.UpdateEveryMax),
        Mode = file.IsSaid(guid, "memory mode") ? GlobalSection.Mode(file, guid, "memory mode", MemoryMode.Save) : null,
        History = file.IsSaid(guid, "history")
            ? file.Number(guid, "history", StoreOptionsReader.HistoryStandard, min: 1, max: Store.Limits.HistoryMax)
            : null,
        Health = file.IsSaid(guid, "health enabled") ? HealthOf(file, guid) : null,
        PostponeAlarmsSeconds = file.IsSaid(guid, "postpone alarms on connect seconds")
            ? file.Number(guid, "postpone alarms on connect seconds", 60, min: 0)
            : null,
        ProxyEnabled = file.IsSaid(guid, "proxy enabled") ? file.Boolean(guid, "proxy enabled", false) : null,
        ProxyDestination = file.TextOrNull(guid, "proxy destination"),
        ProxyApiKey = file.TextOrNull(guid, "proxy api key"),
        ProxyChartsMatching = file.TextOrNull(guid, "proxy send charts matching"),
        HostTags = file.TextOrNull(guid, "host tags"),
    };

    /// <summary>A word that is none of the three keeps what the key says.</summary>
    private static OnDemand? HealthOf(ConfigFile file, string guid)
    {
        string word = file.Text(guid, "health enabled", "");
        OnDemand? health = ConfigValues.OnDemandOf(word);
        if (health == null)
        {
            file.Report(guid, "health enabled", $"CONFIG: '{word}' for option 'health enabled' of [{guid}] is neither yes, "
                + "no nor auto. The API key's setting holds.");
        }

        return health;
    }

    private static int? Positive(ConfigFile file, string guid, string name, int max)
    {
        if (!file.IsSaid(guid, name))
        {
            return null;
        }

        long value = file.Number(guid, name, 1);
        if (value >= 1 && value <= max)
        {
            return (int)value;
        }

        file.Report(guid, name, $"CONFIG: {value} for option '{name}' of [{guid}] is not from 1 to {max}. "
            + "The child's own holds.");
        return null;
    }
}
