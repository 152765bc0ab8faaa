namespace Edge.Boot;

/// <summary>
/// The arguments, understood (spec config 1.2). What is said here wins over the files wherever it stands; the
/// reference lets a <c>-c</c> that comes later override what came before, which makes the outcome depend on
/// the order.
/// </summary>
internal sealed record CommandLine
{
    public Verb Verb { get; init; } = Verb.Run;

    /// <summary>
    /// Null: well formed. Otherwise what is wrong; nothing else is valid then. Exit code 2.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary><c>-c</c>; null: the usual places.</summary>
    public string? ConfigPath { get; init; }

    /// <summary><c>-d</c>.</summary>
    public bool WantsFork { get; init; }

    public string? PidPath { get; init; }

    /// <summary>For netdata.conf.</summary>
    public IReadOnlyList<Setting> Settings { get; init; } = [];

    /// <summary>For stream.conf.</summary>
    public IReadOnlyList<Setting> StreamSettings { get; init; } = [];

    /// <summary>Words behind <c>-W get</c> or <c>-W simple-pattern</c>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whom <c>status</c> asks; null: found in the configuration.</summary>
    public string? Url { get; init; }

    /// <summary><c>--json</c>.</summary>
    public bool IsJson { get; init; }

    public static CommandLine Parse(string[] args)
    {
        var reader = new CommandLineReader(args);
        while (reader.Next() is { } option)
        {
            if (Apply(reader, option) is { } problem)
            {
                return new CommandLine { Problem = problem };
            }
        }

        if ((reader.Url != null || reader.IsJson) && reader.Verb != Verb.Status)
        {
            return new CommandLine { Problem = "--url and --json belong to 'status'" };
        }

        return new CommandLine
        {
            Verb = reader.Verb,
            ConfigPath = reader.ConfigPath,
            WantsFork = reader.WantsFork,
            PidPath = reader.PidPath,
            Settings = reader.Settings,
            StreamSettings = reader.StreamSettings,
            Words = reader.Words,
            Url = reader.Url,
            IsJson = reader.IsJson,
        };
    }

    /// <returns>Null, or what is wrong.</returns>
    private static string? Apply(CommandLineReader reader, string option)
    {
        switch (option)
        {
            case "-h" or "--help":
                reader.Ask(Verb.Help);
                return null;
            case "-v" or "-V" or "--version":
                reader.Ask(Verb.ShowVersion);
                return null;
            case "--check":
                reader.Ask(Verb.Check);
                return null;
            case "status":
                reader.Ask(Verb.Status);
                return null;
            case "--json":
                reader.IsJson = true;
                return null;
            case "--url":
                return ApplyUrl(reader, reader.Value() ?? "");
            case var url when url.StartsWith("unix:", StringComparison.Ordinal)
                || url.StartsWith("http://", StringComparison.Ordinal)
                || url.StartsWith("https://", StringComparison.Ordinal):
                return ApplyUrl(reader, url);
            case "-D":
                return null;
            case "-d":
                reader.WantsFork = true;
                return null;
            case "-W":
                return ApplyWord(reader);
            case "-c" or "-p" or "-i" or "-P" or "-s" or "-u" or "-t":
                return reader.Value() is { } value
                    ? ApplyValue(reader, option, value)
                    : $"{option} needs a value";
            default:
                return $"unknown argument '{option}'";
        }
    }

    private static string? ApplyUrl(CommandLineReader reader, string url)
    {
        reader.Url = url;
        return StatusTarget.Parse(url) != null
            ? null
            : $"--url '{url}': it is http://HOST:PORT, https://HOST:PORT or unix:PATH";
    }

    private static string? ApplyValue(CommandLineReader reader, string option, string value)
    {
        switch (option)
        {
            case "-c":
                reader.ConfigPath = value;
                return null;
            case "-P":
                reader.PidPath = value;
                return null;
            case "-p":
                reader.Settings.Add(new Setting("web", "default port", value));
                return IsWithin(value, 65_535) ? null : $"-p {value}: a port is from 1 to 65535";
            case "-t":
                reader.Settings.Add(new Setting("global", "update every", value));
                return IsWithin(value, Limits.UpdateEveryMax) ? null : $"-t {value}: seconds are from 1 to "
                    + "600";
            case "-i":
                reader.Settings.Add(new Setting("web", "bind to", value));
                return null;
            case "-s":
                reader.Settings.Add(new Setting("global", "host access prefix", value));
                return null;
            default:
                reader.Settings.Add(new Setting("global", "run as user", value));
                return null;
        }
    }

    /// <summary>
    /// -W ("set" | "stream-set") SECTION OPTION VALUE | get SECTION OPTION DEFAULT | simple-pattern P TEXT.
    /// </summary>
    private static string? ApplyWord(CommandLineReader reader)
    {
        string? word = reader.Value();
        int count = word switch
        {
            "set" or "stream-set" or "get" => 3,
            "simple-pattern" => 2,
            _ => 0,
        };
        if (count == 0)
        {
            return $"-W {word}: the words are set, stream-set, get and simple-pattern";
        }

        if (reader.Values(count) is not { } words)
        {
            return $"-W {word} needs {count} values";
        }

        switch (word)
        {
            case "set":
                reader.Settings.Add(new Setting(words[0], words[1], words[2]));
                return null;
            case "stream-set":
                reader.StreamSettings.Add(new Setting(words[0], words[1], words[2]));
                return null;
            default:
                reader.Ask(word == "get" ? Verb.Get : Verb.MatchPattern);
                reader.Words = words;
                return null;
        }
    }

    private static bool IsWithin(string text, int max) =>
        int.TryParse(text, out int value) && value >= 1 && value <= max;
}
