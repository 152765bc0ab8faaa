using System.Globalization;
using System.Text.Json;

namespace Edge.Bench;

/// <summary>
/// Holds what the end of a chain keeps of a host against what its origin keeps, second by second: the same
/// charts with the same definitions, and in every second of the window the same samples.
/// </summary>
internal static class SamplesVerb
{
    /// <summary>
    /// Of a value, relative: nodes keep samples in 32 bits of which 24 are the number's, and each hop may
    /// round once more (replayed values have seven decimals).
    /// </summary>
    private const double Tolerance = 2e-6;

    /// <summary>Absolute, for the seven decimals of replayed values.</summary>
    private const double Smallest = 1e-6;

    private const int LinesMax = 40;

    /// <param name="args">Base address of the origin and of the end, first (exclusive) and last second of the
    /// window, and optionally a file for the lines that explain differences and the word "newborn": the first
    /// sample of a dimension that came inside the window need not have arrived, see <see
    /// cref="Compare"/>.</param>
    /// <returns>0 when all is equal and something was compared; 1 otherwise; 2 for wrong usage.</returns>
    public static int Run(string[] args)
    {
        if (args.Length < 4)
        {
            Console.Error.WriteLine("usage: samples URL-ORIGIN URL-END AFTER BEFORE [FILE [newborn]]");
            return 2;
        }

        using var originNode = new AskedNode(args[0]);
        using var endNode = new AskedNode(args[1]);
        long after = long.Parse(args[2], CultureInfo.InvariantCulture);
        long before = long.Parse(args[3], CultureInfo.InvariantCulture);
        var tally = new SamplesTally();

        // The origin first: what it has by now has had the time of the other question to arrive.
        JsonElement origin = originNode.Charts();
        JsonElement end = endNode.Charts();
        foreach (JsonProperty chart in origin.EnumerateObject())
        {
            // Two intervals more, which tell what began just before the window from what was always there.
            int every = chart.Value.GetProperty("update_every").GetInt32();
            long from = after - (2 * every);
            Dictionary<string, Dictionary<long, double>> ours =
                originNode.Samples(chart.Name, from, before);
            if (!end.TryGetProperty(chart.Name, out JsonElement other))
            {
                // One that has no sample in the window came after it, and may be on its way yet.
                if (ours.Values.Any(samples => samples.Keys.Any(second => second > after)))
                {
                    tally.Missing(chart.Name, ours.Count);
                }

                continue;
            }

            List<string> differences = Definitions.Differences(chart.Value, other);
            if (differences.Count > 0)
            {
                // A dimension that came between the two questions is no difference: ask once more.
                differences = Definitions.Differences(
                    originNode.Charts().GetProperty(chart.Name), endNode.Charts().GetProperty(chart.Name));
            }

            tally.Open(chart.Name, differences.Count == 0 ? null : string.Join("; ", differences));
            Compare(tally, ours, endNode.Samples(chart.Name, from, before),
                (after, every), args.Length > 5 && args[5] == "newborn");
            tally.Close();
        }

        if (args.Length > 4)
        {
            File.WriteAllLines(args[4], tally.Lines);
        }

        tally.Lines.Take(args.Length > 4 ? 0 : LinesMax).ToList().ForEach(Console.Error.WriteLine);
        Console.WriteLine(tally);
        return tally.IsEqual ? 0 : 1;
    }

    /// <summary>
    /// netdata 1.37.1 with a database does not store the first row of a chart that its child has just begun,
    /// be that a netdata or an Edge, and puts what was carried from it elsewhere: exactly one sample is
    /// missing and the one after it, if incremental, differs. Where asked for, that is counted and forgiven.
    /// </summary>
    private static void Compare(
        SamplesTally tally,
        Dictionary<string, Dictionary<long, double>> origin,
        Dictionary<string, Dictionary<long, double>> end,
        (long After, int Every) window,
        bool forgives)
    {
        foreach ((string name, Dictionary<long, double> ours) in origin)
        {
            Dictionary<long, double> theirs = end.GetValueOrDefault(name) ?? [];
            bool isLate = ours.Count > 0 && ours.Keys.Min() > window.After - window.Every;
            long born = forgives && isLate ? ours.Keys.Min() : long.MinValue;
            bool isForgiven = born != long.MinValue && !theirs.ContainsKey(born);
            int holes = 0;
            int wrong = 0;
            string? first = null;
            foreach ((long second, double value) in ours.OrderBy(sample => sample.Key))
            {
                if (second <= window.After || (isForgiven && second == born))
                {
                    continue;
                }

                if (!theirs.TryGetValue(second, out double other))
                {
                    holes++;
                    first ??= string.Create(CultureInfo.InvariantCulture, $"{second}: {value:R} / nothing");
                }
                else if (Math.Abs(value - other) > (Tolerance * Math.Abs(value)) + Smallest
                    && !(isForgiven && second == born + window.Every))
                {
                    wrong++;
                    first ??= string.Create(CultureInfo.InvariantCulture, $"{second}: {value:R} / {other:R}");
                }
            }

            int extra = theirs.Keys.Count(second => second > window.After && !ours.ContainsKey(second));
            tally.Born(isLate, isForgiven);
            int samples = ours.Keys.Count(second => second > window.After);
            tally.Dimension(name, samples, holes, wrong, extra, first);
        }
    }
}
