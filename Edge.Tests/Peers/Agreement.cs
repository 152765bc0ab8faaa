namespace Edge.Tests.Peers;

/// <summary>
/// How well two nodes agree about the same charts. A parent places samples at the time of their arrival, so a
/// second of
/// one is not the same second of the other: means over the common seconds are compared, not single values.
/// </summary>
internal sealed class Agreement
{
    private const int CommonSecondsMin = 10;

    /// <summary>
    /// Of the chart's largest value. Seconds that are shifted by less than one move at most one of them out
    /// of the
    /// window, which changes a mean over ten by no more than a tenth of the largest.
    /// </summary>
    private const double Tolerance = 1.0 / CommonSecondsMin;

    public int Charts { get; private set; }

    /// <summary>Charts of which every dimension agrees.</summary>
    public int Equal { get; private set; }

    /// <summary>One line for each chart that does not.</summary>
    public List<string> Differences { get; } = [];

    public static async Task<Agreement> Of(Api a, Api b, IEnumerable<string> charts, int seconds)
    {
        var agreement = new Agreement();
        foreach (string chart in charts)
        {
            agreement.Add(chart, await a.Data(chart, seconds), await b.Data(chart, seconds));
        }

        return agreement;
    }

    private void Add(
        string chart,
        Dictionary<string, SortedDictionary<long, double>> a,
        Dictionary<string, SortedDictionary<long, double>> b)
    {
        double scale = a.Values.Concat(b.Values).SelectMany(values => values.Values).Select(Math.Abs)
            .DefaultIfEmpty().Max();
        bool isCompared = false;
        List<string> differences = [];
        foreach ((string name, SortedDictionary<long, double> ours) in a)
        {
            if (!b.TryGetValue(name, out SortedDictionary<long, double>? theirs))
            {
                differences.Add($"{name} is missing");
                continue;
            }

            // The newest second may not have been finished at one of them.
            long[] common = [.. ours.Keys.Where(theirs.ContainsKey).SkipLast(1)];
            if (common.Length >= CommonSecondsMin)
            {
                isCompared = true;
                double p = common.Average(second => ours[second]);
                double q = common.Average(second => theirs[second]);
                if (Math.Abs(p - q) > Tolerance * scale)
                {
                    differences.Add($"{name}: {p:0.###} and {q:0.###}");
                }
            }
        }

        Charts += isCompared ? 1 : 0;
        Equal += isCompared && differences.Count == 0 ? 1 : 0;
        if (differences.Count > 0)
        {
            Differences.Add($"{chart}: {string.Join(", ", differences)}");
        }
    }
}
