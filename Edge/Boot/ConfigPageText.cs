using System.Text;

namespace Edge.Boot;

/// <summary>The text of /netdata.conf: what holds now, in the form of the file (spec config 4).</summary>
internal static class ConfigPageText
{
    private const string Head = """
        # netdata configuration
        #
        # You can download the latest version of this file, using:
        #
        #  wget -O /etc/netdata/netdata.conf http://localhost:19999/netdata.conf
        # or
        #  curl -o /etc/netdata/netdata.conf http://localhost:19999/netdata.conf
        #
        # You can uncomment and change any of the options below.
        # The value shown in the commented settings, is the default value.
        #

        # global netdata configuration

        """;

    private static readonly HashSet<string> Main =
    [
        "global", "web", "statsd", "plugins", "cloud", "registry", "health", "backend", "stream",
        "host labels",
    ];

    public static string Of(ConfigFile file)
    {
        using Lock.Scope frozen = file.Freeze();
        var text = new StringBuilder(Head);
        AddSections(text, file, static section => Main.Contains(section));
        text.Append("\n\n# per plugin configuration\n");
        AddSections(text, file, IsPlugin);
        text.Append("\n\n# per chart configuration\n");
        AddSections(text, file, static section => !Main.Contains(section) && !IsPlugin(section));
        return text.ToString();
    }

    private static bool IsPlugin(string section) => section.StartsWith("plugin:", StringComparison.Ordinal);

    private static void AddSections(StringBuilder text, ConfigFile file, Predicate<string> belongs)
    {
        foreach (string section in file.Sections)
        {
            IReadOnlyList<ConfigOption> options = file.In(section);
            if (options.Count > 0 && belongs(section))
            {
                AddSection(text, section, options);
            }
        }
    }

    private static void AddSection(StringBuilder text, string section, IReadOnlyList<ConfigOption> options)
    {
        bool isUsed = false;
        foreach (ConfigOption option in options)
        {
            isUsed |= option.IsUsed;
        }

        text.Append(isUsed ? "\n" : $"\n# section '{section}' is not used.\n").Append($"[{section}]\n");
        foreach (ConfigOption option in options)
        {
            if (isUsed && option.IsSaid && !option.IsUsed)
            {
                text.Append($"\n\t# option '{option.Name}' is not used.\n");
            }

            string value = option.IsSaid ? option.Value : option.Default ?? "";
            text.Append(option.IsSaid ? "\t" : "\t# ").Append($"{option.Name} = {value}\n");
        }
    }
}
