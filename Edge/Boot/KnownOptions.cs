namespace Edge.Boot;

/// <summary>
/// Names every option that was said and does nothing. Those of the reference that edge does not have are told
/// apart from misspelt ones, which are worth an error.
/// </summary>
internal static class KnownOptions
{
    /// <summary>
    /// Sections whose options belong to parts that are not here; a star stands for any end.
    /// </summary>
    private static readonly string[] Sections =
    [
        "plugin:*", "health", "backend", "registry", "cloud", "ml", "sqlite", "host labels",
        "plugins",
        "environment variables", "exporting:*", "prometheus:*",
    ];

    /// <summary>Single options of sections that are otherwise here.</summary>
    private static readonly HashSet<string> Options =
    [
        "global/debug log", "global/pthread stack size",
        "global/glibc malloc arena max for netdata",
        "global/libuv worker threads", "global/enable metric correlations",
        "global/metric correlations method",
        "db/dbengine page cache with malloc", "db/storage tiers", "logs/health",
    ];

    private static readonly string[] GuidOptions =
    [
        "is ephemeral", "default health enabled", "default health log history", "health log history",
    ];

    /// <param name="file">Of which everybody has asked what he wants to know.</param>
    /// <param name="plugins">True: only sections of collectors, which ask when a device appears; false: the
    /// others.</param>
    /// <returns>A problem for each option without effect.</returns>
    public static List<ConfigProblem> Unused(ConfigFile file, bool plugins)
    {
        var problems = new List<ConfigProblem>();
        foreach (ConfigOption option in file.Unused())
        {
            if (option.Section.StartsWith("plugin:", StringComparison.Ordinal) == plugins)
            {
                problems.Add(Problem(file, option));
            }
        }

        return problems;
    }

    private static ConfigProblem Problem(ConfigFile file, ConfigOption option)
    {
        string where = option.Source == ConfigSource.CommandLine ? "command line" : file.Name;
        string what = $"CONFIG: option '{option.Name}' of [{option.Section}]";
        if (option is { Section: "db", Name: "replication threads" })
        {
            return new ConfigProblem(where, option.Line, IsError: false, $"{what} has no effect: history is "
                + "sent by the thread of its connection, the oldest gap first, when there is room for it.");
        }

        return IsKnown(option)
            ? new ConfigProblem(where, option.Line, IsError: false, $"{what} is not supported yet and has "
                + "no effect.")
            : new ConfigProblem(where, option.Line, IsError: true, $"{what} is not known and has no effect. "
                + "Check its spelling.");
    }

    private static bool IsKnown(ConfigOption option)
    {
        if (Options.Contains($"{option.Section}/{option.Name}"))
        {
            return true;
        }

        if (MachineGuid.IsGuid(option.Section) || option.Section == "stream")
        {
            return Array.IndexOf(GuidOptions, option.Name) >= 0;
        }

        return Array.Exists(Sections, section => section[^1] == '*'
            ? option.Section.StartsWith(section[..^1], StringComparison.Ordinal)
            : option.Section == section);
    }
}
