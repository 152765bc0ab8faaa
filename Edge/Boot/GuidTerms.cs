using Edge.Collect;
using Edge.Store;
using Edge.Stream;

namespace Edge.Boot;

/// <summary>
/// Reads what a GUID section says of hosts: once as an API key (<c>default history</c> ...), once as a
/// machine (<c>history</c> ...). Words are as written, but checked.
/// </summary>
internal static class GuidTerms
{
    public static SectionTerms OfKey(ConfigFile file, string key) =>
        Read(file, key, start: "default ", health: "health enabled by default");

    public static SectionTerms OfMachine(ConfigFile file, string guid) =>
        Read(file, guid, start: "", health: "health enabled");

    private static SectionTerms Read(ConfigFile file, string section, string start, string health) => new()
    {
        History = Number(file, section, start + "history", Store.Limits.HistoryMin, Store.Limits.HistoryMax),
        MemoryMode = Mode(file, section, start + "memory mode"),
        Health = HealthWord(file, section, health),
        PostponeAlarmsSeconds = Number(file, section, start + "postpone alarms on connect "
            + "seconds", 0, int.MaxValue),
        ReplicationEnabled = file.IsSaid(section, "enable replication")
            ? file.Boolean(section, "enable replication", true)
            : null,
        SecondsToReplicate = Number(file, section, "seconds to replicate", 1, int.MaxValue),
        SecondsPerReplicationStep = Number(file, section, "seconds per replication step", 1, int.MaxValue),
        ProxyEnabled = file.IsSaid(section, start + "proxy enabled")
            ? file.Boolean(section, start + "proxy enabled", false)
            : null,
        Compression = file.IsSaid(section, "enable compression")
            ? file.Boolean(section, "enable compression", true)
            : null,
        ProxyDestination = file.TextOrNull(section, start + "proxy destination"),
        ProxyApiKey = file.TextOrNull(section, start + "proxy api key"),
        ProxyMatches = Matches(file.TextOrNull(section, start + "proxy send charts matching")),
    };

    /// <summary>An empty list lets nothing through.</summary>
    private static Func<string, bool>? Matches(string? patterns) =>
        patterns == null ? null : StreamSections.Matcher(patterns) ?? (static _ => false);

    /// <summary>Out of range is as if it were not there, and reported.</summary>
    internal static int? Number(ConfigFile file, string section, string name, int min, int max)
    {
        if (!file.IsSaid(section, name))
        {
            return null;
        }

        long value = file.Number(section, name, min);
        if (value >= min && value <= max)
        {
            return (int)value;
        }

        file.Report(section, name, $"CONFIG: {value} for option '{name}' of [{section}] is not from {min} "
            + $"to {max}. It is ignored.");
        return null;
    }

    private static string? Mode(ConfigFile file, string section, string name)
    {
        if (!file.IsSaid(section, name))
        {
            return null;
        }

        MemoryMode mode = GlobalSection.Mode(file, section, name, Store.MemoryMode.Save);
        return MemoryModeNames.Of(mode);
    }

    private static string? HealthWord(ConfigFile file, string section, string name)
    {
        string? word = file.TextOrNull(section, name);
        if (word == null || ConfigValues.OnDemandOf(word) != null)
        {
            return word;
        }

        file.Report(section, name, $"CONFIG: '{word}' for option '{name}' of [{section}] is neither yes, no "
            + "nor auto. It is ignored.");
        return null;
    }
}
