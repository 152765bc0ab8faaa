using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>Who this node is: what it tells its parents and its visitors.</summary>
internal static class Identity
{
    /// <param name="configuration">Names, tags, zone.</param>
    /// <param name="guid">See <see cref="MachineGuid"/>.</param>
    /// <param name="system">See <see cref="SystemDetection"/>.</param>
    /// <param name="nowUsec">Wall clock, for the zone's present abbreviation.</param>
    public static HostInfo Of(Configuration configuration, string guid, SystemInfo system, long nowUsec)
    {
        string? tz = configuration.Process.Tz ?? Environment.GetEnvironmentVariable("TZ");
        string zone = Timezone.Detect(tz, "", LogDate.ZoneAbbreviation(nowUsec / Clock.UsecPerSecond));
        return new HostInfo
        {
            Hostname = configuration.Global.Hostname,
            RegistryHostname = configuration.Registry.Hostname,
            MachineGuid = guid,
            Os = "linux",
            Timezone = configuration.NodeFile.Text("global", "timezone", zone),
            Tags = configuration.NodeFile.Text("backend", "host tags", ""),
            ProgramName = Version.Program,
            ProgramVersion = "v" + Version.Number,
            UpdateEvery = configuration.Global.UpdateEvery,
            System = system,
        };
    }

    /// <summary>The labels of the local host.</summary>
    public static Label[] Labels(Configuration configuration, SystemInfo system) => HostLabels.Build(
        configuration.NodeFile,
        system,
        isParent: configuration.Stream.Receives,
        streamsTo: configuration.Stream.Sender.Sends ? configuration.Stream.Sender.Destination : null);
}
