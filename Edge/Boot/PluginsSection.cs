namespace Edge.Boot;

/// <summary>
/// <c>[plugins]</c> (spec config 2.3), as far as the plugins are here. The collectors ask for the rest
/// themselves.
/// </summary>
internal sealed record PluginsSection
{
    public bool Proc { get; init; } = true;

    public static PluginsSection Read(ConfigFile file) =>
        new() { Proc = file.Boolean("plugins", "proc", true) };
}
