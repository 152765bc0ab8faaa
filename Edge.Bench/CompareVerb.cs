using System.Globalization;
using System.Text.Json;

namespace Edge.Bench;

/// <summary>
/// Holds the charts of two nodes that collect the same machine against each other: which exist, whether their
/// definitions are equal, and whether the means of a common window agree.
/// </summary>
internal static class CompareVerb
{
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

        using var one = new AskedNode(args[0]);
        using var another = new AskedNode(args[1]);
        int seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 60;
        JsonElement a = one.Charts();
        JsonElement b = another.Charts();
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
            List<string> differences = Definitions.Differences(chart.Value, other);
            (int checkedCount, int nearCount, string? worst) =
                Values(one.Newest(chart.Name, seconds), another.Newest(chart.Name, seconds));
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

    /// <summary>Means over the same seconds. They are near when they differ by less than 2 % of the larger,
    /// or by less than 2 % of the chart's largest value: two readers never read at the same
    /// instant.</summary>
    private static (int Checked, int Near, string? Worst) Values(
        Dictionary<string, Dictionary<long, double>> left,
        Dictionary<string, Dictionary<long, double>> right)
    {
        double scale = left.Values.Concat(right.Values).SelectMany(d => d.Values).Select(Math.Abs)
            .DefaultIfEmpty().Max();
        int count = 0;
        int near = 0;
        string? worst = null;
        double worstBy = 0;
        foreach ((string name, Dictionary<long, double> x) in left)
        {
            if (!right.TryGetValue(name, out Dictionary<long, double>? y) || x.Count == 0 || y.Count == 0)
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
}
