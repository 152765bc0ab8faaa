using System.Globalization;
using Edge.Collect;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// A configuration file in memory: what it says, what the command line adds, and which options the program
/// asked for with which default. That record makes the list of ineffective options, <c>--check</c>, and the
/// /netdata.conf page. Any thread, as collectors ask while a page is made.
/// </summary>
/// <param name="name">The file as it was opened; what it would have been called when there was none.</param>
internal sealed class ConfigFile(string name)
{
    private readonly Dictionary<(string Section, string Name), ConfigOption> _options = [];
    private readonly Dictionary<string, List<ConfigOption>> _bySection = [];
    private readonly List<string> _sections = [];
    private readonly Gate _gate = new();

    public string Name { get; } = name;

    /// <summary>What is wrong with the file, in the order in which it was found.</summary>
    public List<ConfigProblem> Problems { get; } = [];

    /// <summary>In order of creation: as in the file, then as asked for.</summary>
    public IReadOnlyList<string> Sections => _sections;

    public static ConfigFile Parse(string name, ReadOnlySpan<byte> bytes)
    {
        var file = new ConfigFile(name);
        foreach (IniLine line in IniText.Read(name, bytes, file.Problems))
        {
            ConfigOption option = file.FindOrAdd(line.Section, line.Name);
            option.Value = line.Value;
            option.Line = line.Line;
            option.Source = ConfigSource.File;
        }

        return file;
    }

    /// <summary>
    /// An option of the command line. It wins over the file, whatever the order of the arguments.
    /// </summary>
    public void Set(string section, string name, string value)
    {
        ConfigOption option = FindOrAdd(section, name);
        option.Value = value;
        option.Line = 0;
        option.Source = ConfigSource.CommandLine;
    }

    /// <summary>Null: neither the file nor the command line says it.</summary>
    public ConfigOption? Find(string section, string name)
    {
        using Lock.Scope frozen = Freeze();
        ConfigOption? option = _options.GetValueOrDefault((section, name));
        return option is { IsSaid: true } ? option : null;
    }

    public bool IsSaid(string section, string name) => Find(section, name) != null;

    /// <summary>Options of a section in their order, also those that were only asked for.</summary>
    public IReadOnlyList<ConfigOption> In(string section) =>
        _bySection.TryGetValue(section, out List<ConfigOption>? options) ? options : [];

    /// <summary>Paths, lists, patterns, names. Empty is a value too.</summary>
    public string Text(string section, string name, string standard)
    {
        ConfigOption option = Ask(section, name, standard);
        return option.IsSaid ? option.Value : standard;
    }

    /// <summary>Null when nobody said it; for options whose default is another option's value.</summary>
    public string? TextOrNull(string section, string name)
    {
        ConfigOption? option = Find(section, name);
        if (option != null)
        {
            option.IsUsed = true;
        }

        return option?.Value;
    }

    public bool Boolean(string section, string name, bool standard)
    {
        ConfigOption option = Ask(section, name, standard ? "yes" : "no");
        if (!option.IsSaid)
        {
            return standard;
        }

        bool value = ConfigValues.Boolean(option.Value, out bool isClear);
        if (!isClear)
        {
            Report(option, $"CONFIG: '{option.Value}' for option {option.Title} means no; write yes or no.");
        }

        return value;
    }

    public OnDemand OnDemand(string section, string name, OnDemand standard)
    {
        ConfigOption option = Ask(section, name, ConfigValues.Of(standard));
        if (!option.IsSaid)
        {
            return standard;
        }

        OnDemand? value = ConfigValues.OnDemandOf(option.Value);
        if (value == null)
        {
            Report(option, $"CONFIG: '{option.Value}' for option {option.Title} is neither yes, no nor auto. "
                + $"Proceeding with '{ConfigValues.Of(standard)}'.");
        }

        return value ?? standard;
    }

    /// <summary>As the reference reads it: what is no number is 0. Ranges are the caller's.</summary>
    public long Number(string section, string name, long standard)
    {
        ConfigOption option = Ask(section, name, standard.ToString(CultureInfo.InvariantCulture));
        if (!option.IsSaid)
        {
            return standard;
        }

        long value = ConfigValues.Number(option.Value, out string rest);
        if (rest.Trim().Length > 0 || option.Value.Length == 0)
        {
            Report(option, $"CONFIG: '{option.Value}' for option {option.Title} is read as the number "
                + $"{value}.");
        }

        return value;
    }

    /// <summary>A number that has to be from <paramref name="min"/> to <paramref name="max"/>.</summary>
    /// <param name="complaint">Makes the sentence about a value that is not; null: the room's own
    /// words.</param>
    /// <returns>The default in place of a value out of range.</returns>
    public int Number(
        string section,
        string name,
        int standard,
        int min,
        int max = int.MaxValue,
        Func<long, string>? complaint = null)
    {
        long value = Number(section, name, standard);
        if (value >= min && value <= max)
        {
            return (int)value;
        }

        Report(section, name, complaint?.Invoke(value)
            ?? $"CONFIG: {value} for option '{name}' of [{section}] is not from {min} to {max}. "
            + $"Proceeding with {standard}.");
        return standard;
    }

    public double Float(string section, string name, double standard)
    {
        ConfigOption option = Ask(section, name, standard.ToString("F5", CultureInfo.InvariantCulture));
        return option.IsSaid ? ConfigValues.Float(option.Value) : standard;
    }

    /// <summary>Seconds. Only for options that take units; all others are plain numbers.</summary>
    public long Duration(string section, string name, string standard)
    {
        ConfigOption option = Ask(section, name, standard);
        string text = option.IsSaid ? option.Value : standard;
        long? seconds = ConfigValues.Duration(text);
        if (seconds == null)
        {
            Report(option, $"CONFIG: '{text}' for option {option.Title} is no duration (such as 30s, 5m, "
                + "never). Proceeding with 0.");
        }

        return seconds ?? 0;
    }

    /// <summary>
    /// Gives a said option another name; what is said under that name wins unless told otherwise.
    /// </summary>
    public void Move(string oldSection, string oldName, string section, string name, bool wins = false)
    {
        if (Find(oldSection, oldName) is not { } old || (IsSaid(section, name) && !wins))
        {
            return;
        }

        ConfigOption option = FindOrAdd(section, name);
        if (option.Source == ConfigSource.CommandLine && old.Source != ConfigSource.CommandLine)
        {
            return;
        }

        if (option.IsSaid)
        {
            Report(option, $"CONFIG: option {option.Title} gives way to '{oldName}' of [{oldSection}].");
        }

        option.Value = old.Value;
        option.Line = old.Line;
        option.Source = old.Source;
        option.WrittenAs = $"'{oldName}' of [{oldSection}]";
        _options.Remove((oldSection, oldName));
        _bySection[oldSection].Remove(old);
    }

    public void Report(string section, string name, string text, bool isError = true) =>
        Report(FindOrAdd(section, name), text, isError);

    public void Report(ConfigOption option, string text, bool isError = true)
    {
        string file = option.Source == ConfigSource.CommandLine ? "command line" : Name;
        var problem = new ConfigProblem(file, option.Line, isError, text);
        if (Problems.Count < Limits.Problems * 2 && !Problems.Contains(problem))
        {
            Problems.Add(problem);
        }
    }

    /// <summary>Options that were said and that nobody asked for.</summary>
    public List<ConfigOption> Unused()
    {
        var unused = new List<ConfigOption>();
        foreach (string section in _sections)
        {
            unused.AddRange(_bySection[section].FindAll(static option => option.IsSaid && !option.IsUsed));
        }

        return unused;
    }

    /// <summary>Until the result is disposed of, nobody changes the lists of sections and options.</summary>
    public Lock.Scope Freeze() => _gate.Enter();

    private ConfigOption Ask(string section, string name, string standard)
    {
        ConfigOption option = FindOrAdd(section, name);
        option.IsUsed = true;
        option.Default ??= standard;
        return option;
    }

    private ConfigOption FindOrAdd(string section, string name)
    {
        using Lock.Scope frozen = Freeze();
        if (_options.TryGetValue((section, name), out ConfigOption? option))
        {
            return option;
        }

        option = new ConfigOption(section, name);
        _options.Add((section, name), option);
        if (!_bySection.TryGetValue(section, out List<ConfigOption>? options))
        {
            options = [];
            _bySection.Add(section, options);
            _sections.Add(section);
        }

        options.Add(option);
        return option;
    }
}
