using System.Text;

namespace Edge.Boot;

/// <summary>
/// What external collectors are given and which of them run (spec config 2.1, 2.3; spec plugins.d 1, 3).
/// Options of a single one are asked for when it is found.
/// </summary>
internal sealed record ExternalsSection
{
    /// <summary>Of the reference, and of distributions that put nothing into libexec.</summary>
    private const string Standard = "/usr/libexec/netdata/plugins.d";
    private const string Distribution = "/usr/lib/netdata/plugins.d";
    private const string MorePaths = ":/sbin:/usr/sbin:/usr/local/bin:/usr/local/sbin";

    /// <summary>Where plugins are looked for; the first is the primary one.</summary>
    public required string[] Directories { get; init; }

    /// <summary>Somebody wrote the list of directories.</summary>
    public bool IsSaid { get; init; }

    public bool EnablesNew { get; init; } = true;

    public int CheckEverySeconds { get; init; } = 60;

    public required string Path { get; init; }

    public string PythonPath { get; init; } = "";

    public required string Home { get; init; }

    public required string Lock { get; init; }

    public string DebugFlags { get; init; } = "0x0000000000000000";

    /// <summary><c>MALLOC_ARENA_MAX</c>.</summary>
    public int HeapsMax { get; init; } = 1;

    public static ExternalsSection Read(ConfigFile file, Directories directories)
    {
        bool isDistribution = !Directory.Exists(Standard) && Directory.Exists(Distribution);
        string primary = isDistribution ? Distribution : Standard;
        string list = file.Text("global", "plugins directory",
            $"\"{primary}\" \"{System.IO.Path.Combine(directories.Config, "custom-plugins.d")}\"");
        string path = Environment.GetEnvironmentVariable("PATH") ?? "/bin:/usr/bin";
        return new ExternalsSection
        {
            Directories = Words(list),
            IsSaid = file.IsSaid("global", "plugins directory"),
            EnablesNew = file.Boolean("plugins", "enable running new plugins", true),
            CheckEverySeconds = file.Number(
                "plugins", "check for new plugins every", 60, min: 1, max: 86_400),
            Path = file.Text("plugins", "PATH environment variable", path + MorePaths),
            PythonPath = file.Text("plugins", "PYTHONPATH environment variable",
                Environment.GetEnvironmentVariable("PYTHONPATH") ?? ""),
            Home = file.Text("global", "home directory", Environment.GetEnvironmentVariable("HOME") ?? "/"),
            Lock = file.Text("global", "lock directory", System.IO.Path.Combine(directories.Lib, "lock")),
            DebugFlags = file.Text("global", "debug flags", "0x0000000000000000"),
            HeapsMax = file.Number("global", "glibc malloc arena max for plugins", 1, min: 0),
        };
    }

    /// <summary>Separated by blanks or commas; quotes hold one together.</summary>
    internal static string[] Words(string list)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char quote = '\0';
        foreach (char c in list + " ")
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (quote == '\0' && c is ' ' or '\t' or ',')
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        return [.. words];
    }
}
