namespace Edge.Boot;

/// <summary>
/// <c>[registry]</c>: the machine's GUID, and the name it is announced by (spec config 2.7).
/// </summary>
internal sealed record RegistrySection
{
    public bool Enabled { get; init; }

    /// <summary>File of the machine's GUID.</summary>
    public required string GuidPath { get; init; }

    public required string Hostname { get; init; }

    public string Announce { get; init; } = "https://registry.my-netdata.io";

    public static RegistrySection Read(ConfigFile file, Directories directories, string hostname,
        WebMode web) => new()
    {
        Enabled = file.Boolean("registry", "enabled", false) && web != WebMode.None,
        GuidPath = file.Text(
            "registry",
            "netdata unique id file",
            Path.Combine(directories.Registry, "netdata.public.unique.id")),
        Hostname = file.Text("registry", "registry hostname", hostname),
        Announce = file.Text("registry", "registry to announce", "https://registry.my-netdata.io"),
    };
}
