namespace Edge.Boot;

/// <summary><c>[stream]</c> of stream.conf: the sending side (spec streaming 15.5).</summary>
internal sealed record SenderSection
{
    /// <summary>What was asked for; see <see cref="Sends"/>.</summary>
    public bool Enabled { get; init; }

    /// <summary>As written, <c>:SSL</c> included.</summary>
    public string Destination { get; init; } = "";

    public string ApiKey { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 60;

    public int DefaultPort { get; init; } = WebSection.PortStandard;

    /// <summary>A simple pattern.</summary>
    public string ChartsMatching { get; init; } = "*";

    public int BufferBytes { get; init; } = 1024 * 1024;

    public int ReconnectDelaySeconds { get; init; } = 5;

    public int ClockResyncIterations { get; init; } = 60;

    public bool SkipsCertificateCheck { get; init; }

    /// <summary>Ours: the name of the parent need not be in its certificate.</summary>
    public bool SkipsHostNameCheck { get; init; }

    /// <summary>Ours: what this node shows to parents that ask for a certificate; empty: nothing.</summary>
    public string ClientCertificate { get; init; } = "";

    public string ClientKey { get; init; } = "";

    public string CaPath { get; init; } = "/etc/ssl/certs/";

    public string CaFile { get; init; } = "/etc/ssl/certs/certs.pem";

    /// <summary>1.37: the stream may be compressed when the parent knows how.</summary>
    public bool Compression { get; init; } = true;

    /// <summary>Ours: without a database, for what a parent misses while it is away; 0: nothing.</summary>
    public int ReplayBytes { get; init; } = 1024 * 1024;

    /// <summary>Streaming of the local host is on: enabled and complete.</summary>
    public bool Sends => Enabled && Destination.Length > 0 && ApiKey.Length > 0;

    /// <param name="file">stream.conf.</param>
    public static SenderSection Read(ConfigFile file)
    {
        const string stream = "stream";
        string skip = file.Text(stream, "ssl skip certificate verification", "no");
        if (skip is not ("yes" or "no"))
        {
            file.Report(stream, "ssl skip certificate verification", $"CONFIG: '{skip}' for option 'ssl "
                + "skip certificate verification' of [stream] means no; only yes skips it.");
        }

        var section = new SenderSection
        {
            Enabled = file.Boolean(stream, "enabled", false),
            Destination = file.Text(stream, "destination", ""),
            ApiKey = file.Text(stream, "api key", ""),
            TimeoutSeconds = file.Number(stream, "timeout seconds", 60, min: 1, max: 86_400),
            DefaultPort = file.Number(stream, "default port", WebSection.PortStandard, min: 1, max: 65535),
            ChartsMatching = file.Text(stream, "send charts matching", "*"),
            BufferBytes = file.Number(stream, "buffer size bytes", 1024 * 1024, min: 4096,
                max: 1024 * 1024 * 1024),
            ReconnectDelaySeconds = file.Number(stream, "reconnect delay seconds", 5, min: 1, max: 86_400),
            ClockResyncIterations = file.Number(stream, "initial clock resync iterations", 60, min: 0),
            SkipsCertificateCheck = skip == "yes",
            SkipsHostNameCheck = file.Boolean(stream, "ssl skip host name verification", false),
            ClientCertificate = file.Text(stream, "ssl client certificate", ""),
            ClientKey = file.Text(stream, "ssl client key", ""),
            CaPath = file.Text(stream, "CApath", "/etc/ssl/certs/"),
            CaFile = file.Text(stream, "CAfile", "/etc/ssl/certs/certs.pem"),
            ReplayBytes = file.Number(stream, "replay buffer bytes", 1024 * 1024, min: 0,
                max: 1024 * 1024 * 1024),
            Compression = file.Boolean(stream, "enable compression", true),
        };
        if (section.Enabled && !section.Sends)
        {
            string missing = section.Destination.Length == 0 ? "destination" : "api key";
            file.Report(stream, "enabled", "STREAM [send]: cannot enable sending thread - information is "
                + $"missing. [stream] has no '{missing}'.");
        }

        return section;
    }
}
