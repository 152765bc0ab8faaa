using System.Globalization;

namespace Edge.Tests.Query;

/// <summary>
/// Spec query 4.2, 4.3 and 5 word by word, in strings and lists: a chart <c>t.c</c> of one second with the
/// dimensions a, b, zero and hidden, whose newest rows are asked for one by one.
/// </summary>
internal sealed class FormatModel
{
    private static readonly string[] Names = ["a", "b", "zero", "hidden"];
    private readonly List<double[]> _rows;
    private readonly long _first;
    private readonly int _count;
    private readonly int[] _shown;
    private readonly HashSet<string> _options;

    /// <param name="rows">All that is kept, oldest first; NaN is a gap.</param>
    /// <param name="first">Second of the oldest.</param>
    /// <param name="count">How many of the newest are asked for.</param>
    /// <param name="names">Dimensions that were selected.</param>
    /// <param name="options">As in the request.</param>
    public FormatModel(List<double[]> rows, long first, int count, string[] names, string[] options)
    {
        (_rows, _first, _count, _options) = (rows, first, count, [.. options]);
        int[] selected = [.. names.Select(name => Array.IndexOf(Names, name))];
        int[] filled = [.. selected.Where(d =>
            rows.TakeLast(count).Any(row => !double.IsNaN(row[d]) && row[d] != 0))];
        _shown = Has("nonzero") && filled.Length > 0 ? filled : selected;
    }

    private bool IsGoogle => Has("google_json");

    /// <summary>Indices into all rows, in the order of printing.</summary>
    private IEnumerable<int> Printed
    {
        get
        {
            int count = _shown.Length == 0 ? 0 : _count;
            IEnumerable<int> oldestFirst = Enumerable.Range(_rows.Count - _count, count);
            return Has("flip") ? oldestFirst : oldestFirst.Reverse();
        }
    }

    public string Answer(string format)
    {
        string handler = "google.visualization.Query.setResponse";
        return format switch
        {
            "jsonp" => $"callback({Wrapped(format)});",
            "datasource" => $"{handler}({{version:'0.6',reqId:'0',status:'ok',sig:'{Last}',table:"
                + Wrapped(format) + "});",
            _ => Wrapped(format),
        };
    }

    private long Last => _first + _rows.Count - 1;

    private bool Has(string option) => _options.Contains(option);

    private string Wrapped(string format)
    {
        string result = Result(format, Has("jsonwrap") ? "\\n" : format == "html" ? "\n" : "\r\n");
        if (!Has("jsonwrap"))
        {
            return result;
        }

        bool isText = format is "ssv" or "ssvcomma" or "csv" or "tsv" or "tsv-excel" or "markdown" or "html";
        string shownFormat = format switch
        {
            "csvjsonarray" or "markdown" => "unknown",
            "tsv-excel" => "tsv",
            _ => format,
        };
        string names = _shown.Length == 0 ? Text("no data") : List(d => Text(Names[d]));
        bool isBare = _shown.Length == 0;
        (double min, double max) = Extremes(format);
        (string Key, string Value)[] members =
        [
            ("api", "1"), ("id", Text("t.c")), ("name", Text("t.c")), ("view_update_every", "1"),
            ("update_every", "1"), ("first_entry", $"{_first - 1}"), ("last_entry", $"{Last}"),
            ("before", $"{Last}"), ("after", $"{Last - _count + 1}"), ("dimension_names", $"[{names}]"),
            ("dimension_ids", $"[{names}]"),
            ("latest_values", isBare ? "[null]" : $"[{List(d => Number(_rows[^1][d]))}]"),
            ("view_latest_values", isBare ? "[null]" : $"[{List(d => Value(_rows.Count - 1, d))}]"),
            ("dimensions", $"{_shown.Length}"), ("points", isBare ? "0" : $"{_count}"),
            ("format", Text(shownFormat)), ("result", isText ? Text(result) : result),
        ];
        string text = string.Join(",\n", members.Select(m => $"   {Key(m.Key)}: {m.Value}"));
        return $"{{\n{text},\n {Key("min")}: {Number(min)},\n {Key("max")}: {Number(max)}\n}}\n";
    }

    private string Result(string format, string lineEnd) => format switch
    {
        "json" or "jsonp" => Json(),
        "datatable" or "datasource" => DataTable(),
        "csv" => Lines(",", lineEnd),
        "tsv" or "tsv-excel" => Lines("\t", lineEnd),
        "markdown" => Lines("|", lineEnd),
        "html" => Html(lineEnd),
        "csvjsonarray" => "[\n"
            + (_shown.Length == 0 ? "" : $"[\"time\",{Joined(",", d => $"\"{Names[d]}\"")}]")
            + string.Concat(Printed.Select(row => $",\n[{Line(",", row)}]")) + "\n]",
        "ssv" => string.Join(' ', Printed.Select(Combined)),
        "ssvcomma" => string.Join(',', Printed.Select(Combined)),
        _ => $"[{string.Join(',', Printed.Select(Combined))}]",
    };

    private string Json()
    {
        string labels = _shown.Length == 0 ? "\"no data\"" : List(d => $"\"{Names[d]}\"");
        string rows = string.Join(",\n", Printed.Select(row =>
        {
            string time = IsGoogle ? $"new Date({Script(row)})" : Time(row, isNumber: true);
            return Has("objectrows")
                ? $"      {{ \"time\": {time}, {List(d => $"\"{Names[d]}\": {Value(row, d)}")}}}"
                : $"      [ {time}, {List(d => Value(row, d))}]";
        }));
        return $"{{\n \"labels\": [\"time\", {labels}],\n    \"data\":\n [\n{rows}\n  ]\n}}";
    }

    private string DataTable()
    {
        string Column(string name) => $"     {{{Key("id")}:{Text("")},{Key("label")}:{Text(name)},"
            + $"{Key("pattern")}:{Text("")},{Key("type")}:{Text("number")}}}";
        string head = $"        {{{Key("id")}:{Text("")},{Key("label")}:{Text("time")},"
            + $"{Key("pattern")}:{Text("")},{Key("type")}:{Text("datetime")}}}";
        string Note(string role) => $"        {{{Key("id")}:{Text("")},{Key("label")}:{Text("")},"
            + $"{Key("pattern")}:{Text("")},{Key("type")}:{Text("string")},"
            + $"{Key("p")}:{{{Key("role")}:{Text(role)}}}}}";
        IEnumerable<string> columns = _shown.Length == 0 ? [Column("no data")]
            : _shown.Select(d => Column(Names[d]));
        string v = Key("v");
        IEnumerable<string> rows = Printed.Select(row => $"        {{{Key("c")}:["
            + $"{{{v}:{Text($"Date({Script(row)})")}}},{{{v}:null}},{{{v}:null}},"
            + Joined(",", d => $"{{{v}:{Value(row, d)}}}") + "]}");
        IEnumerable<string> all = [head, Note("annotation"), Note("annotationText"), .. columns];
        return $"{{\n {Key("cols")}:\n [\n{string.Join(",\n", all)}\n  ],\n    {Key("rows")}:\n [\n"
            + string.Join(",\n", rows) + "\n  ]\n}";
    }

    private string Lines(string separator, string lineEnd)
    {
        if (_shown.Length == 0)
        {
            return lineEnd;
        }

        string rule = separator == "|" ? ":---:" + Joined("", _ => "|:---:") + lineEnd : "";
        return $"time{separator}{Joined(separator, d => Names[d])}{lineEnd}{rule}"
            + string.Concat(Printed.Select(row => Line(separator, row) + lineEnd));
    }

    private string Html(string lineEnd)
    {
        string quote = Has("jsonwrap") ? "\\\"" : "\"";
        string table = $"<table border={quote}0{quote} cellpadding={quote}5{quote} "
            + $"cellspacing={quote}5{quote}>";
        IEnumerable<string> lines = _shown.Length == 0 ? [""]
            : [$"time</td><td>{Joined("</td><td>", d => Names[d])}",
                .. Printed.Select(row => Line("</td><td>", row))];
        return $"<html>{lineEnd}<center>{lineEnd}{table}{lineEnd}"
            + string.Concat(lines.Select(l => l.Length == 0 ? lineEnd : $"<tr><td>{l}</td></tr>{lineEnd}"))
            + $"</table>{lineEnd}</center>{lineEnd}</html>{lineEnd}";
    }

    private string Line(string separator, int row) =>
        Time(row, isNumber: false) + separator + Joined(separator, d => Value(row, d));

    private string Time(int row, bool isNumber) => Has("ms") ? $"{_first + row}000"
        : isNumber || Has("seconds") ? $"{_first + row}"
        : At(row).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private string Script(int row)
    {
        DateTime at = At(row);
        return $"{at.Year:0000},{at.Month - 1},{at.Day},{at.Hour},{at.Minute},{at.Second}";
    }

    private DateTime At(int row) => DateTime.UnixEpoch.AddSeconds(_first + row);

    /// <summary>Spec query 4.3. NaN: empty.</summary>
    private double Shown(int row, int dimension)
    {
        double[] values = [.. _rows[row].Select(v => Has("abs") ? Math.Abs(v) : v)];
        double total = values.Where(v => !double.IsNaN(v)).Sum();
        return Has("percentage") ? values[dimension] * 100 / (total == 0 ? 1 : total) : values[dimension];
    }

    private string Value(int row, int dimension)
    {
        double value = Shown(row, dimension);
        return double.IsNaN(value) && Has("null2zero") ? "0" : Number(value);
    }

    private string Combined(int row) => _shown.All(d => double.IsNaN(_rows[row][d]))
        ? Has("null2zero") ? "0" : "null"
        : Number(Combine(row));

    /// <summary>Empty points are 0, in the sum and in the spread.</summary>
    private double Combine(int row)
    {
        double[] values = [.. _shown.Select(d => Shown(row, d)).Select(v => double.IsNaN(v) ? 0 : v)];
        return Has("min2max") ? Math.Max(0, values.Max()) - Math.Min(0, values.Min()) : values.Sum();
    }

    private (double Min, double Max) Extremes(string format)
    {
        bool isSingle = format is "ssv" or "ssvcomma" or "array";
        var values = new List<double>();
        if (isSingle)
        {
            values.AddRange(Printed.Select(Combine));
        }
        else if (Has("percentage"))
        {
            values.AddRange(Printed.TakeLast(1).SelectMany(row => _shown.Select(d => Shown(row, d))));
        }
        else
        {
            values.AddRange(_shown.Contains(0) ? [] : [0.0]);
            values.AddRange(Printed.SelectMany(row => _shown.Select(d => _rows[row][d])));
        }

        values = [.. values.Select(v => double.IsNaN(v) ? 0 : v).DefaultIfEmpty()];
        return (values.Min(), values.Max());
    }

    private string List(Func<int, string> text) => Joined(", ", text);

    private string Joined(string separator, Func<int, string> text) =>
        string.Join(separator, _shown.Select(text));

    private string Key(string key) => IsGoogle ? key : $"\"{key}\"";

    private string Text(string text) => IsGoogle ? $"'{text}'" : $"\"{text}\"";

    private static string Number(double value)
    {
        if (double.IsNaN(value))
        {
            return "null";
        }

        string digits = Math.Round((decimal)Math.Abs(value), 7)
            .ToString("0.#######", CultureInfo.InvariantCulture);
        return value < 0 ? $"-{digits}" : digits;
    }
}
