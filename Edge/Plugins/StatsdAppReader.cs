using System.Text;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Plugins;

/// <summary>
/// Reads the files of synthetic charts (spec collectors 12.4): <c>[app]</c> begins an application,
/// <c>[dictionary]</c> its shown names, any other section is a chart. A line that makes no sense is told and
/// skipped.
/// </summary>
internal sealed class StatsdAppReader
{
    private const string Tag = "STATSD";
    private const int IncludeDepthMax = 8;
    private static readonly char[] s_blanks = [' ', '\t', '\r', '\v', '\f', '\0'];
    private readonly List<StatsdApp> _apps = [];
    private StatsdApp? _app;
    private StatsdAppChart? _chart;
    private bool _isDictionary;
    private int _files;
    private int _depth;

    private string _path = "";
    private int _line;

    public IReadOnlyList<StatsdApp> Apps => _apps;

    /// <summary>
    /// All files below the first directory, then those of the second that it does not hide.
    /// </summary>
    public static StatsdAppReader Read(string userDirectory, string stockDirectory)
    {
        var reader = new StatsdAppReader();
        foreach (string path in Files(userDirectory))
        {
            reader.ReadFile(Path.Combine(userDirectory, path));
        }

        foreach (string path in Files(stockDirectory))
        {
            if (!File.Exists(Path.Combine(userDirectory, path)))
            {
                reader.ReadFile(Path.Combine(stockDirectory, path));
            }
        }

        return reader;
    }

    /// <summary>One file's text.</summary>
    public void ReadText(string path, ReadOnlySpan<byte> text)
    {
        (string outerPath, int outerLine) = (_path, _line);
        (_path, _line) = (path, 0);
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            _line++;
            if (line.Length > StatsdLimits.AppLineBytes)
            {
                Ignore("it is too long");
                continue;
            }

            ReadLine(Encoding.UTF8.GetString(line).Trim(s_blanks));
        }

        (_path, _line) = (outerPath, outerLine);
    }

    private static List<string> Files(string directory)
    {
        var files = new List<string>();
        if (directory.Length == 0 || !Directory.Exists(directory))
        {
            return files;
        }

        try
        {
            foreach (string path in Directory.GetFiles(directory, "*.conf", SearchOption.AllDirectories))
            {
                files.Add(path[directory.Length..].TrimStart('/'));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Error(Tag, $"STATSD: cannot read directory '{directory}' ({e.Message}).");
        }

        files.Sort(static (a, b) => string.CompareOrdinal(a, b));
        return files;
    }

    private void ReadFile(string path)
    {
        if (++_files > StatsdLimits.AppFiles || _depth >= IncludeDepthMax)
        {
            Log.Error(Tag, $"STATSD: file '{path}' is ignored: there are too many files, or they include "
                + "each other.");
            return;
        }

        byte[] bytes;
        try
        {
            bytes = WholeFile.Read(path, StatsdLimits.AppFileBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Error(Tag, $"STATSD: cannot read file '{path}' ({e.Message}).");
            return;
        }

        _depth++;
        ReadText(path, bytes);
        _depth--;
    }

    private void ReadLine(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        if (line.StartsWith("include ", StringComparison.Ordinal))
        {
            string target = line["include ".Length..].Trim();
            ReadFile(Path.Combine(Path.GetDirectoryName(_path) ?? "", target));
            return;
        }

        if (line[0] == '[' && line[^1] == ']' && line.Length > 2)
        {
            Section(line[1..^1].Trim());
            return;
        }

        int equals = line.IndexOf('=');
        string name = equals < 0 ? "" : line[..equals].TrimEnd();
        if (name.Length == 0)
        {
            Ignore(equals < 0 ? "there is no = in it" : "its name is empty");
            return;
        }

        string value = line[(equals + 1)..].TrimStart();
        if (_app == null)
        {
            Ignore("it is outside of an [app]");
        }
        else if (value.Length == 0)
        {
            Ignore("its value is empty");
        }
        else
        {
            Option(_app, name, value);
        }
    }

    private void Section(string name)
    {
        (_chart, _isDictionary) = (null, name == "dictionary");
        if (name == "app")
        {
            _app = new StatsdApp();
            _apps.Add(_app);
        }
        else if (_app == null)
        {
            Ignore("it is outside of an [app]");
        }
        else if (!_isDictionary)
        {
            _chart = new StatsdAppChart(KernelNames.Id(name), $"{_line}@{_path}");
            _app.Charts.Add(_chart);
        }
    }

    private void Option(StatsdApp app, string name, string value)
    {
        if (_isDictionary)
        {
            app.Dictionary[name] = value;
        }
        else if (_chart != null)
        {
            ChartOption(_chart, name, value);
        }
        else
        {
            AppOption(app, name, value);
        }
    }

    private void AppOption(StatsdApp app, string name, string value)
    {
        switch (name)
        {
            case "name":
                app.Name = KernelNames.Name(value);
                break;
            case "metrics":
                app.Metrics = SimplePattern.Parse(value);
                break;
            case "private charts":
                app.HasPrivateCharts = IsYes(value);
                break;
            case "gaps when not collected":
                app.LeavesGaps = IsYes(value);
                break;
            case "memory mode":
                app.IsKept = value != "none";
                break;
            case "history":
                app.History = (int)Math.Clamp(CNumber.ParseDigits(Encoding.ASCII.GetBytes(value)),
                    Store.Limits.HistoryMin, Store.Limits.HistoryMax);
                break;
            default:
                Ignore($"option '{name}' of [app] is not known");
                break;
        }
    }

    private void ChartOption(StatsdAppChart chart, string name, string value)
    {
        switch (name)
        {
            case "name":
                chart.Name = KernelNames.Id(value);
                break;
            case "title":
                chart.Title = value;
                break;
            case "family":
                chart.Family = value;
                break;
            case "context":
                chart.Context = KernelNames.Id(value);
                break;
            case "units":
                chart.Units = value;
                break;
            case "priority":
                chart.Priority = (int)Math.Clamp(
                    CNumber.Parse(Encoding.ASCII.GetBytes(value)), int.MinValue, int.MaxValue);
                break;
            case "type":
                chart.Style = value switch
                {
                    "area" => ChartStyle.Area,
                    "stacked" => ChartStyle.Stacked,
                    _ => ChartStyle.Line,
                };
                break;
            case "dimension":
                AddDimension(chart, value);
                break;
            default:
                Ignore($"option '{name}' of a chart is not known");
                break;
        }
    }

    private void AddDimension(StatsdAppChart chart, string text)
    {
        string[] words = WordsOf(text);
        bool isPattern = words.Length > 0 && words[0] == "pattern";
        words = isPattern ? words[1..] : words;
        string metric = words.Length > 0 ? words[0] : "";
        if (metric.Length == 0 || chart.Dimensions.Count >= StatsdLimits.AppDimensions)
        {
            Ignore(metric.Length == 0 ? "the dimension names no metric" : "it is one dimension too many");
            return;
        }

        string value = words.Length > 2 ? words[2] : "last";
        if (StatsdValueNames.Of(value) == null)
        {
            Ignore($"'{value}' is nothing that a dimension can show, it shows the last value");
        }

        chart.Dimensions.Add(new StatsdAppDimension
        {
            Metric = metric,
            Pattern = isPattern ? SimplePattern.Parse(metric) : null,
            Name = words.Length > 1 ? words[1] : "",
            Value = StatsdValueNames.Of(value) ?? StatsdValue.Last,
            Multiplier = words.Length > 3 ? NotZero(words[3]) : 1,
            Divisor = words.Length > 4 ? NotZero(words[4]) : 1,
            Flags = words.Length > 5 ? FlagsOf(words[5]) : DimensionFlags.None,
        });
    }

    private static string[] WordsOf(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<Word> words = stackalloc Word[8];
        var texts = new string[Words.Split(bytes, words)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(words[i].Of(bytes));
        }

        return texts;
    }

    private static long NotZero(string text) =>
        CNumber.Parse(Encoding.ASCII.GetBytes(text)) is not 0 and var number ? number : 1;

    private static DimensionFlags FlagsOf(string options)
    {
        DimensionFlags flags = options.Contains("hidden") ? DimensionFlags.Hidden : DimensionFlags.None;
        return options.Contains("noreset") || options.Contains("nooverflow")
            ? flags | DimensionFlags.NoResetDetection
            : flags;
    }

    private static bool IsYes(string value) => value is "yes" or "on";

    private void Ignore(string why) =>
        Log.Error(Tag, $"STATSD: ignoring line {_line} of file '{_path}', {why}.");
}
