namespace Edge.Boot;

/// <summary>
/// <c>[web]</c> (spec config 2.2). Texts are as written; the rooms that use them parse them.
/// </summary>
internal sealed record WebSection
{
    public const int PortStandard = 19999;

    /// <summary>Private networks, as the reference writes them out.</summary>
    private const string PrivateNetworks = "localhost fd* 10.* 192.168.* 172.16.* 172.17.* 172.18.* "
        + "172.19.* 172.20.* 172.21.* 172.22.* 172.23.* 172.24.* 172.25.* 172.26.* 172.27.* 172.28.* "
        + "172.29.* 172.30.* 172.31.* UNKNOWN";

    public WebMode Mode { get; init; } = WebMode.StaticThreaded;

    public string BindTo { get; init; } = "*";

    public int DefaultPort { get; init; } = PortStandard;

    public int ListenBacklog { get; init; } = 4096;

    /// <summary>Null: a quarter of what the process may open.</summary>
    public int? MaxSockets { get; init; }

    /// <summary><c>web server threads</c>: threads that serve sockets. One carries thousands of children; the
    /// reference's default is one a processor, up to six.</summary>
    public int Threads { get; init; } = 1;

    public int IdleClientSeconds { get; init; } = 60;

    public int FirstRequestSeconds { get; init; } = 60;

    /// <summary>Seconds between two accepted streams; 0: no limit.</summary>
    public int StreamRequestEverySeconds { get; init; }

    public bool RespectsDoNotTrack { get; init; }

    public string FrameOptions { get; init; } = "";

    public bool Gzip { get; init; } = true;

    /// <summary><c>default</c>, <c>filtered</c>, <c>huffman only</c>, <c>rle</c> or <c>fixed</c>.</summary>
    public string GzipStrategy { get; init; } = "default";

    /// <summary><c>custom dashboard_info.js</c>.</summary>
    public string CustomInfo { get; init; } = "";

    /// <summary><c>web files owner</c> and <c>group</c>: names; empty: those of the process.</summary>
    public string FilesOwner { get; init; } = "";

    public string FilesGroup { get; init; } = "";

    /// <summary>Limits of the smoothing groupings.</summary>
    public int SesWindowMax { get; init; } = 15;

    public int DesWindowMax { get; init; } = 15;

    /// <summary>1 to 9.</summary>
    public int GzipLevel { get; init; } = 3;

    /// <summary>Empty: no TLS on any port.</summary>
    public string TlsKey { get; init; } = "";

    public string TlsCertificate { get; init; } = "";

    public string TlsVersion { get; init; } = "1.3";

    public string TlsCiphers { get; init; } = "none";

    /// <summary>
    /// Ours: authorities of which every client needs a certificate; empty: none is asked for.
    /// </summary>
    public string TlsClientCaFile { get; init; } = "";

    public AccessRule Connections { get; init; } = new("localhost *", ByDns.Heuristic);

    public AccessRule Dashboard { get; init; } = new("localhost *", ByDns.Heuristic);

    public AccessRule Badges { get; init; } = new("*", ByDns.Heuristic);

    public AccessRule Streaming { get; init; } = new("*", ByDns.Heuristic);

    public AccessRule NetdataConf { get; init; } = new(PrivateNetworks, ByDns.No);

    public AccessRule Management { get; init; } = new("localhost", ByDns.Heuristic);

    /// <summary>Of <c>[registry]</c>.</summary>
    public AccessRule Registry { get; init; } = new("*", ByDns.Heuristic);

    public static WebSection Read(ConfigFile file, Directories directories)
    {
        string mode = file.Text("web", "mode", "static-threaded");
        return new WebSection
        {
            Mode = mode == "none" ? WebMode.None : WebMode.StaticThreaded,
            BindTo = file.Text("web", "bind to", "*"),
            DefaultPort = file.Number("web", "default port", PortStandard, min: 1, max: 65535, static value =>
                $"LISTENER: Invalid listen port {value} given. Defaulting to {PortStandard}."),
            ListenBacklog = file.Number("web", "listen backlog", 4096, min: 1),
            MaxSockets = file.IsSaid("web", "web server max sockets")
                ? file.Number("web", "web server max sockets", 1024, min: 1)
                : null,
            Threads = file.Number("web", "web server threads", 1, min: 1, max: Limits.WireThreads),
            IdleClientSeconds = file.Number("web", "disconnect idle clients after seconds", 60, min: 0),
            FirstRequestSeconds = file.Number("web", "timeout for first request", 60, min: 0),
            StreamRequestEverySeconds = file.Number("web", "accept a streaming request every "
                + "seconds", 0, min: 0),
            RespectsDoNotTrack = file.Boolean("web", "respect do not track policy", false),
            FrameOptions = file.Text("web", "x-frame-options response header", ""),
            Gzip = file.Boolean("web", "enable gzip compression", true),
            GzipLevel = file.Number("web", "gzip compression level", 3, min: 1, max: 9),
            GzipStrategy = file.Text("web", "gzip compression strategy", "default"),
            CustomInfo = file.Text("web", "custom dashboard_info.js", ""),
            FilesOwner = file.Text("web", "web files owner", ""),
            FilesGroup = file.Text("web", "web files group", ""),
            SesWindowMax = file.Number("web", "ses max window", 15, min: 0),
            DesWindowMax = file.Number("web", "des max window", 15, min: 0),
            TlsKey = TlsPath(file, "ssl key", Path.Combine(directories.Config, "ssl/key.pem")),
            TlsCertificate = TlsPath(file, "ssl certificate",
                Path.Combine(directories.Config, "ssl/cert.pem")),
            TlsVersion = file.Text("web", "tls version", "1.3"),
            TlsCiphers = file.Text("web", "tls ciphers", "none"),
            TlsClientCaFile = file.Text("web", "ssl client CA file", ""),
            Connections = AccessRule.Read(file, "connections", "localhost *"),
            Dashboard = AccessRule.Read(file, "dashboard", "localhost *"),
            Badges = AccessRule.Read(file, "badges", "*"),
            Streaming = AccessRule.Read(file, "streaming", "*"),
            NetdataConf = AccessRule.Read(file, "netdata.conf", PrivateNetworks, ByDns.No),
            Management = AccessRule.Read(file, "management", "localhost"),
            Registry = AccessRule.Read(file, "registry", "allow from", "allow by dns", "*", ByDns.Heuristic),
        };
    }

    /// <summary>
    /// Said, it has to be there; the usual place counts only when something lies there, so that a plain node
    /// never loads the TLS library.
    /// </summary>
    private static string TlsPath(ConfigFile file, string name, string standard)
    {
        string path = file.Text("web", name, standard);
        return file.IsSaid("web", name) || File.Exists(path) ? path : "";
    }
}
