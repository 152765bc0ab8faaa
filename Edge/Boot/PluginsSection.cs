namespace Edge.Boot;

/// <summary>
/// <c>[plugins]</c> (spec config 2.3), as far as the plugins are here. The collectors ask for the rest
/// themselves.
/// </summary>
internal sealed record PluginsSection
{
    public bool Proc { get; init; } = true;

    public bool Cgroups { get; init; } = true;

    /// <summary>
    /// <c>[plugin:proc] netdata server resources</c>: the node's charts about itself (spec collectors 2).
    /// </summary>
    public bool ServerResources { get; init; } = true;

    public static PluginsSection Read(ConfigFile file) => new()
    {
        Proc = file.Boolean("plugins", "proc", true),
        Cgroups = file.Boolean("plugins", "cgroups", true),
        ServerResources = file.Boolean("plugin:proc", "netdata server resources", true),
    };
}
