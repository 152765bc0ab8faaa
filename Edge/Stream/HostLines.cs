using Edge.Protocol;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>What the log says of a received host: the first time (spec streaming 19.1), and when it comes
/// back as somebody else (19.2).</summary>
internal static class HostLines
{
    private const string Restart = "Restart netdata here to apply the new settings.";

    /// <summary>One line.</summary>
    public static string Initialized(Host host, HostTerms terms, ReceiveOptions options)
    {
        HostInfo info = host.Info;
        string library = $"{options.LibDir}/{info.MachineGuid}";
        string cache = terms.Store.Mode == MemoryMode.DbEngine ? options.CacheDir
            : $"{options.CacheDir}/{info.MachineGuid}";
        return $"Host '{info.Hostname}' (at registry as '{info.RegistryHostname}') with guid "
            + $"'{info.MachineGuid}' initialized, os '{info.Os}', timezone '{info.Timezone}', "
            + $"tags '{info.Tags}', "
            + $"program_name '{info.ProgramName}', program_version '{info.ProgramVersion}', "
            + $"update every {info.UpdateEvery}, memory mode {MemoryModeNames.Of(terms.Store.Mode)}, "
            + $"history entries {terms.Store.HistoryEntries}, "
            + $"streaming {(terms.Target.IsOn ? "enabled" : "disabled")} (to '{terms.Target.Destination}' "
            + $"with api key '{terms.Target.ApiKey}'), "
            + $"health {(terms.Health == HealthMode.No ? "disabled" : "enabled")}, cache_dir '{cache}', "
            + $"varlib_dir '{library}', health_log '{library}/health/health-log.db', "
            + $"alarms default handler '{options.AlarmHandler}', "
            + $"alarms default recipient '{options.AlarmRecipient}'";
    }

    /// <summary>What a child and this node agreed to (spec streaming 20.2, stream-caps 13).</summary>
    public static string Agreed(int version) =>
        Negotiation.IsMask(version)
            ? "established link with negotiated capabilities: "
                + CapabilityNames.Of(Negotiation.Of(version))
            : version == 0 ? "Netdata is using first stream protocol."
            : $"Netdata is using the stream version {version}.";

    /// <summary>
    /// Takes over what the child says now; the reference does that only for hosts from its metadata. The
    /// interval and what is kept stay: rings are cut for them.
    /// </summary>
    public static void Update(Host host, HostInfo next, HostTerms terms)
    {
        HostInfo old = host.Info;
        StoreOptions kept = host.Options;
        string begin = $"Host '{next.Hostname}' ";
        if (old.Hostname != next.Hostname)
        {
            Log.Error(host.Tag, $"Host '{old.Hostname}' has been renamed to '{next.Hostname}'. If this is "
                + "not intentional it may mean multiple hosts are using the same machine_guid.");
        }

        Tell(begin + "switched program name from ", old.ProgramName, next.ProgramName);
        Tell(begin + "switched program version from ", old.ProgramVersion, next.ProgramVersion);
        if (old.UpdateEvery != next.UpdateEvery)
        {
            Log.Error(host.Tag, begin + $"has an update frequency of {old.UpdateEvery} seconds, but the "
                + $"wanted one is {next.UpdateEvery} seconds. {Restart}");
        }

        if (kept.HistoryEntries != terms.Store.HistoryEntries)
        {
            Log.Error(host.Tag, begin + $"has history of {kept.HistoryEntries} entries, but the wanted one "
                + $"is {terms.Store.HistoryEntries} entries. {Restart}");
        }

        if (kept.Mode != terms.Store.Mode)
        {
            Log.Error(host.Tag, begin + $"has memory mode '{MemoryModeNames.Of(kept.Mode)}', but the wanted "
                + $"one is '{MemoryModeNames.Of(terms.Store.Mode)}'. {Restart}");
        }

        host.Info = next with { UpdateEvery = old.UpdateEvery };

        void Tell(string text, string before, string after)
        {
            if (before != after)
            {
                Log.Info(host.Tag, $"{text}'{before}' to '{after}'");
            }
        }
    }
}
