namespace Edge.Plugins;

/// <summary>What is known of a plugin before it runs.</summary>
internal sealed record PluginPlan
{
    /// <summary>Without <c>.plugin</c>.</summary>
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary>Seconds, 1 or more.</summary>
    public int UpdateEvery { get; init; } = 1;

    /// <summary>Split by the shell.</summary>
    public string CommandOptions { get; init; } = "";

    public bool IsEnabled { get; init; } = true;

    public string FileName => $"{Name}.plugin";

    public string Tag => $"PLUGINSD[{Name}]";

    /// <summary>For the shell (spec plugins.d 2).</summary>
    public string Command => $"cd \"$NETDATA_USER_CONFIG_DIR\" 2>/dev/null; exec {Path} {UpdateEvery} "
        + CommandOptions;
}
