using System.Globalization;
using System.Text.Json;

namespace Edge.Bench;

/// <summary>
/// Holds the charts of two nodes that collect the same machine against each other: which exist, whether their
/// definitions are equal, and whether the means of a common window agree.
/// </summary>
internal static class CompareVerb
{
    private static readonly string[] Compared =
    [
        "name", "family", "context", "title", "priority", "plugin", "module", "units", "chart_type",
        "update_every",
    ];

    /// <param name="args">Base address of the one and of the other (with <c>/host/NAME</c> where needed),
    /// window in seconds (60), and optionally a prefix list of modules to look at.</param>
    /// <returns>0 when every chart that both have is equal; 1 otherwise.</returns>
    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: compare URL-A URL-B [SECONDS]");
            return 2;
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        int seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 60;
        JsonElement a = Charts(http, args[0]);
        JsonElement b = Charts(http, args[1]);
        var rows = new List<string>();
        int equal = 0;
        int both = 0;
        int dimensions = 0;
        int near = 0;
        foreach (JsonProperty chart in a.EnumerateObject().OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            if (!b.TryGetProperty(chart.Name, out JsonElement other))
            {
                rows.Add($"{chart.Name,-45} only at the first");
                continue;
            }

            both++;
            List<string> differences = Definitions(chart.Value, other);
            (int checkedCount, int nearCount, string? worst) =
                Values(http, args[0], args[1], chart.Name, seconds);
            dimensions += checkedCount;
            near += nearCount;
            if (worst != null)
            {
                differences.Add(worst);
            }

            equal += differences.Count == 0 ? 1 : 0;
            if (differences.Count > 0)
            {
                rows.Add($"{chart.Name,-45} {string.Join("; ", differences)}");
            }
        }

        foreach (JsonProperty chart in b.EnumerateObject().OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            if (!a.TryGetProperty(chart.Name, out _))
            {
                rows.Add($"{chart.Name,-45} only at the second");
            }
        }

        rows.ForEach(Console.WriteLine);
        Console.WriteLine($"charts at both: {both}, equal in everything: {equal}; "
            + $"dimensions compared: {dimensions}, means agreeing: {near}");
        return equal == both ? 0 : 1;
    }

    private static JsonElement Charts(HttpClient http, string url) =>
        JsonDocument.Parse(http.GetStringAsync(url + "/api/v1/charts").Result)
            .RootElement.GetProperty("charts");

    private static List<string> Definitions(JsonElement a, JsonElement b)
    {
        List<string> differences = [];
        foreach (string key in Compared)
        {
            string x = a.TryGetProperty(key, out JsonElement e) ? e.ToString() : "";
            string y = b.TryGetProperty(key, out JsonElement f) ? f.ToString() : "";
            if (x != y)
            {
                differences.Add($"{key}: '{x}' / '{y}'");
            }
        }

        string[] left = Names(a);
        string[] right = Names(b);
        if (!left.SequenceEqual(right))
        {
            differences.Add($"dimensions: {string.Join(',', left.Except(right))} / "
                + string.Join(',', right.Except(left)));
        }

        return differences;
    }

    private static string[] Names(JsonElement chart) => chart.GetProperty("dimensions").EnumerateObject()
        .Select(d => d.Name + "=" + d.Value.GetProperty("name")).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Means over the same seconds. They are near when they differ by less than 2 % of the larger,
    /// or by less than 2 % of the chart's largest value: two readers never read at the same
    /// instant.</summary>
    private static (int Checked, int Near, string? Worst) Values(
        HttpClient http, string a, string b, string chart, int seconds)
    {
        Dictionary<string, Dictionary<long, double>> left = Data(http, a, chart, seconds);
        Dictionary<string, Dictionary<long, double>> right = Data(http, b, chart, seconds);
        double scale = left.Values.Concat(right.Values).SelectMany(d => d.Values).Select(Math.Abs)
            .DefaultIfEmpty().Max();
        int count = 0;
        int near = 0;
        string? worst = null;
        double worstBy = 0;
        foreach ((string name, Dictionary<long, double> x) in left)
        {
            if (!right.TryGetValue(name, out Dictionary<long, double>? y))
            {
                continue;
            }

            List<long> common = x.Keys.Where(y.ContainsKey).ToList();
            if (common.Count == 0)
            {
                worst ??= $"{name}: no common seconds";
                continue;
            }

            count++;
            double p = common.Average(t => x[t]);
            double q = common.Average(t => y[t]);
            double by = Math.Abs(p - q);
            if (by <= 0.02 * Math.Max(Math.Max(Math.Abs(p), Math.Abs(q)), scale))
            {
                near++;
            }
            else if (by > worstBy)
            {
                worstBy = by;
                worst = string.Create(CultureInfo.InvariantCulture, $"{name}: mean {p:0.###} / {q:0.###}");
            }
        }

        return (count, near, worst);
    }

    private static Dictionary<string, Dictionary<long, double>> Data(
        HttpClient http, string url, string chart, int seconds)
    {
        string text = http.GetStringAsync($"{url}/api/v1/data?chart={Uri.EscapeDataString(chart)}"
            + $"&after=-{seconds}&format=json&options=unaligned").Result;
        JsonElement root = JsonDocument.Parse(text).RootElement;
        string[] labels = root.GetProperty("labels").EnumerateArray().Select(l => l.ToString()).ToArray();
        Dictionary<string, Dictionary<long, double>> result = [];
        foreach (JsonElement row in root.GetProperty("data").EnumerateArray())
        {
            long time = row[0].GetInt64();
            for (int i = 1; i < labels.Length; i++)
            {
                if (row[i].ValueKind == JsonValueKind.Number)
                {
                    result.TryAdd(labels[i], []);
                    result[labels[i]][time] = row[i].GetDouble();
                }
            }
        }

        return result;
    }
}
