using Edge.Store;

namespace Edge.Boot;

/// <summary>
/// Five lines that say what was started: what it is, keeps, collects, where it listens, where it sends.
/// </summary>
internal static class Banner
{
    public const int Lines = 5;

    public static string[] Of(Configuration configuration, HostInfo host, int processId, string user) =>
    [
        $"{Version.Line} started on pid {processId} as user '{user}': {Roles.NameOf(configuration.Role)} "
            + $"'{host.Hostname}', machine guid {host.MachineGuid}",
        Keeps(configuration),
        Collects(configuration),
        configuration.Web.Mode == WebMode.None
            ? "listens nowhere ([web] mode = none)"
            : $"listens on {configuration.Web.BindTo}, default port {configuration.Web.DefaultPort}"
                + $"{(configuration.Stream.Receives ? ", receives streams" : ", receives no streams")}",
        Sends(configuration.Stream.Sender),
    ];

    private static string Keeps(Configuration configuration)
    {
        string mode = MemoryModeNames.Of(configuration.Store.Mode);
        if (configuration.Store.Mode == MemoryMode.None)
        {
            return $"keeps nothing (memory mode {mode})";
        }

        if (configuration.Store.Mode == MemoryMode.DbEngine)
        {
            GlobalSection global = configuration.Global;
            return $"keeps up to {global.DbEngineMultihostDiskMiB ?? global.DbEngineDiskMiB} MiB on disk in "
                + $"'{Path.Combine(configuration.Directories.Cache, "dbengine")}' (memory mode {mode})";
        }

        long seconds = (long)configuration.Store.HistoryEntries * configuration.Global.UpdateEvery;
        return $"keeps {configuration.Store.HistoryEntries} samples per dimension, that is {Span(seconds)} "
            + $"(memory mode {mode})";
    }

    private static string Collects(Configuration configuration)
    {
        int every = configuration.Global.UpdateEvery;
        string prefix = configuration.Global.HostPrefix;
        string from = prefix.Length > 0 ? $" below '{prefix}'" : "";
        return configuration.Plugins.Proc
            ? $"collects every {(every == 1 ? "second" : $"{every} seconds")}{from}: proc"
            : "collects nothing ([plugins] proc = no)";
    }

    private static string Sends(SenderSection stream) => stream switch
    {
        { Sends: true } => $"sends to {stream.Destination}, charts matching '{stream.ChartsMatching}'",
        { Enabled: true } => "sends nowhere ([stream] is enabled, but destination or api key is missing)",
        _ => "sends nowhere ([stream] enabled = no)",
    };

    private static string Span(long seconds) => seconds switch
    {
        < 120 => $"{seconds} seconds",
        < 7_200 => $"{seconds / 60} minutes",
        < 172_800 => $"{seconds / 3_600} hours",
        _ => $"{seconds / 86_400} days",
    };
}
