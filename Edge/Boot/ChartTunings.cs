using Edge.Store;

namespace Edge.Boot;

/// <summary>
/// The sections about single charts, <c>[type.id]</c> and <c>[GUID/type.id]</c> (spec config 2.5), read once
/// so that any thread may look one up when a chart appears.
/// </summary>
internal sealed class ChartTunings
{
    /// <summary>The reference cuts the section's name here.</summary>
    private const int SectionCharsMax = 200;
    private const string DimensionPrefix = "dim ";
    private readonly Dictionary<string, ChartTuning> _bySection = [];

    /// <param name="file">netdata.conf.</param>
    /// <param name="mode">For a <c>history</c> that is out of range.</param>
    public static ChartTunings Read(ConfigFile file, MemoryMode mode)
    {
        var tunings = new ChartTunings();
        string[] sections = [.. file.Sections];
        foreach (string section in sections)
        {
            if (section.Contains('.') && !section.Contains(':') && file.In(section).Count > 0)
            {
                tunings._bySection[section] = Read(file, section, mode);
            }
        }

        return tunings;
    }

    /// <summary>
    /// For the charts of a host; null GUID: the local host. Null: nothing is said about any chart.
    /// </summary>
    public Func<string, ChartTuning?>? For(string? guid)
    {
        if (_bySection.Count == 0)
        {
            return null;
        }

        string prefix = guid == null ? "" : guid + "/";
        return id => Find(prefix + id);
    }

    private ChartTuning? Find(string section) =>
        _bySection.GetValueOrDefault(
            section.Length <= SectionCharsMax ? section : section[..SectionCharsMax]);

    private static ChartTuning Read(ConfigFile file, string section, MemoryMode mode)
    {
        int? history = file.IsSaid(section, "history")
            ? file.Number(
                section,
                "history",
                Store.History.Standard(mode),
                min: Store.Limits.HistoryMin,
                max: Store.Limits.HistoryMax)
            : null;
        return new ChartTuning
        {
            Enabled = file.Boolean(section, "enabled", true),
            Type = file.TextOrNull(section, "type"),
            Name = file.TextOrNull(section, "name"),
            Family = file.TextOrNull(section, "family"),
            Context = file.TextOrNull(section, "context"),
            Title = file.TextOrNull(section, "title"),
            Units = file.TextOrNull(section, "units"),
            Style = StyleOf(file, section),
            Priority = file.IsSaid(section, "priority")
                ? file.Number(section, "priority", 0, int.MinValue)
                : null,
            History = history == null ? null : Store.History.Entries(history.Value),
            Dimensions = ReadDimensions(file, section),
        };
    }

    private static ChartStyle? StyleOf(ConfigFile file, string section) =>
        file.TextOrNull(section, "chart type") switch
        {
            null => null,
            "area" => ChartStyle.Area,
            "stacked" => ChartStyle.Stacked,
            _ => ChartStyle.Line,
        };

    /// <summary>
    /// dim ID (name | algorithm | multiplier | divisor) = value. An ID may have blanks in it.
    /// </summary>
    private static Dictionary<string, DimensionTuning> ReadDimensions(ConfigFile file, string section)
    {
        var dimensions = new Dictionary<string, DimensionTuning>();
        foreach (ConfigOption option in file.In(section))
        {
            int end = option.Name.LastIndexOf(' ');
            if (!option.IsSaid || !option.Name.StartsWith(DimensionPrefix, StringComparison.Ordinal)
                || end <= DimensionPrefix.Length)
            {
                continue;
            }

            string id = option.Name[DimensionPrefix.Length..end];
            DimensionTuning before = dimensions.GetValueOrDefault(id)
                ?? new DimensionTuning(null, null, null, null);
            DimensionTuning? after = Apply(file, before, option, option.Name[(end + 1)..]);
            if (after != null)
            {
                option.IsUsed = true;
                dimensions[id] = after;
            }
        }

        return dimensions;
    }

    /// <returns>Null: no such property; the option stays unused and is named in the log.</returns>
    private static DimensionTuning? Apply(ConfigFile file, DimensionTuning before, ConfigOption option,
        string property)
    {
        switch (property)
        {
            case "name":
                return before with { Name = option.Value };
            case "algorithm":
                Algorithm algorithm = AlgorithmNames.Parse(System.Text.Encoding.UTF8.GetBytes(option.Value));
                return before with { Algorithm = algorithm };
            case "multiplier" or "divisor":
                long value = ConfigValues.Number(option.Value, out _);
                if (value == 0)
                {
                    file.Report(option, $"CONFIG: '{option.Value}' for option {option.Title} is no number, "
                        + "or 0. The collector's own holds.");
                    return before;
                }

                return property == "multiplier"
                    ? before with { Multiplier = value }
                    : before with { Divisor = value };
            default:
                return null;
        }
    }
}
