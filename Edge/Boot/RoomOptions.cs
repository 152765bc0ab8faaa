using Edge.Collect;
using Edge.Collect.Cgroups;
using Edge.Http;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Edge.Text;
using Edge.Web;

namespace Edge.Boot;

/// <summary>The configuration as the records of the rooms.</summary>
internal static class RoomOptions
{
    private const Capabilities Always = Negotiation.Plain | Capabilities.Replication;

    public static CollectOptions Collect(Configuration configuration) => new()
    {
        HostPrefix = configuration.Global.HostPrefix,
        UpdateEvery = configuration.Global.UpdateEvery,
        EnableZeroMetrics = configuration.Global.ZeroMetrics == OnDemand.Yes,
        Interfaces = configuration.Plugins.Cgroups ? new ContainerInterfaces() : null,
    };

    public static PluginPlace Place(Configuration configuration) => new(
        configuration.Externals.Directories is [var primary, ..] ? primary : "",
        configuration.Directories.Config,
        configuration.Directories.StockConfig);

    public static NetOptions Net(Configuration configuration) => new()
    {
        Backlog = configuration.Web.ListenBacklog,
        DefaultPort = configuration.Web.DefaultPort.ToString(),
        WireThreads = configuration.Web.Threads,
        SocketsMax = configuration.Web.MaxSockets ?? 0,
    };

    public static HttpOptions Http(Configuration configuration) => new()
    {
        FirstRequestSec = configuration.Web.FirstRequestSeconds,
        IdleSec = configuration.Web.IdleClientSeconds,
        RespectsDoNotTrack = configuration.Web.RespectsDoNotTrack,
        FrameOptions = configuration.Web.FrameOptions,
        Gzip = configuration.Web.Gzip,
        GzipLevel = configuration.Web.GzipLevel,
        GzipStrategy = configuration.Web.GzipStrategy,
        UpdateEvery = configuration.Global.UpdateEvery,
    };

    public static WebOptions Web(Configuration configuration) => new()
    {
        FilesDirectory = Directory.Exists(configuration.Directories.Web)
            ? configuration.Directories.Web
            : null,
        FilesUserId = FilesUser(configuration.Web.FilesOwner),
        FilesGroupId = FilesGroup(configuration.Web.FilesGroup),
        Zone = TimeZoneInfo.Local,
        CustomInfo = configuration.Web.CustomInfo,
        SesWindowMax = configuration.Web.SesWindowMax,
        DesWindowMax = configuration.Web.DesWindowMax,
    };

    /// <summary>Asked when the user has changed. A name that nobody has is told, and is as if it were not
    /// there.</summary>
    private static uint FilesUser(string name)
    {
        UserAccount? account = name.Length > 0 ? OwnProcess.FindUser(name) : null;
        if (account == null && name.Length > 0)
        {
            Log.Error("MAIN", $"User '{name}' of [web] web files owner is not present on this machine. Files "
                + "of the dashboard have to belong to the user that edge runs as.");
        }

        return account?.UserId ?? OwnProcess.EffectiveUser;
    }

    private static uint FilesGroup(string name)
    {
        uint? group = name.Length > 0 ? OwnProcess.FindGroup(name) : null;
        if (group == null && name.Length > 0)
        {
            Log.Error("MAIN", $"Group '{name}' of [web] web files group is not present on this machine. "
                + "Files of the dashboard have to belong to the group that edge runs as.");
        }

        return group ?? OwnProcess.EffectiveGroup;
    }

    public static StreamOptions Stream(Configuration configuration)
    {
        SenderSection sender = configuration.Stream.Sender;
        return new StreamOptions
        {
            Target = new SendTarget
            {
                IsEnabled = sender.Enabled,
                Destination = sender.Destination,
                ApiKey = sender.ApiKey,
                Matches = StreamSections.Matcher(sender.ChartsMatching) ?? (static _ => false),
            },
            TimeoutSeconds = sender.TimeoutSeconds,
            DefaultPort = sender.DefaultPort,
            BufferSizeBytes = sender.BufferBytes,
            ReconnectDelaySeconds = sender.ReconnectDelaySeconds,
            ResyncIterations = sender.ClockResyncIterations,
            Offer = (int)(Negotiation.OldVersions | Agreeable(configuration)),
            UpdateEvery = configuration.Global.UpdateEvery,
        };
    }

    /// <summary>What the local host keeps. A child without a database keeps the last minutes for its
    /// parent.</summary>
    public static StoreOptions Local(Configuration configuration)
    {
        SenderSection sender = configuration.Stream.Sender;
        return configuration.Store with { ReplayBytes = sender.Sends ? sender.ReplayBytes : 0 };
    }

    public static ReceiveOptions Receive(Configuration configuration) => new()
    {
        Store = configuration.Store,
        ReplayBytes = configuration.Stream.Sender.ReplayBytes,
        ReplayPool = new ReplayPool(Store.Limits.ReplayBytesTotal),
        Replay = configuration.Replication,
        Health = configuration.Health ? HealthMode.Yes : HealthMode.No,
        AcceptEverySeconds = configuration.Web.StreamRequestEverySeconds,
        CleanupOrphanSeconds = configuration.Global.CleanupOrphanSeconds,
        Capabilities = Agreeable(configuration),
        CacheDir = configuration.Directories.Cache,
        LibDir = configuration.Directories.Lib,
    };

    /// <summary>The library is not looked for where the option says no.</summary>
    private static Capabilities Agreeable(Configuration configuration) =>
        configuration.Stream.Sender.Compression && Lz4.IsAvailable
            ? Always | Capabilities.Compression
            : Always;

    public static AccessLists Lists(WebSection web) => new()
    {
        Connections = List("connections", web.Connections),
        Dashboard = List("dashboard", web.Dashboard),
        Registry = List("registry", web.Registry),
        Badges = List("badges", web.Badges),
        Management = List("management", web.Management),
        Streaming = List("streaming", web.Streaming),
        NetdataConf = List("netdata.conf", web.NetdataConf),
    };

    private static AccessList List(string option, AccessRule rule) => new(
        option,
        rule.Pattern,
        rule.ByDns switch
        {
            ByDns.Yes => DnsUse.Yes,
            ByDns.No => DnsUse.No,
            _ => DnsUse.Heuristic,
        },
        static patterns =>
        {
            var pattern = SimplePattern.Parse(patterns);
            return text => pattern.Matches(text);
        });
}
