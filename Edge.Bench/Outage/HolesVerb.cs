using System.Globalization;

namespace Edge.Bench.Outage;

/// <summary>
/// What a parent lacks of a child after an outage: seconds of a window without a sample, and, where the child
/// can be asked, seconds whose samples are not the child's own.
/// </summary>
internal static class HolesVerb
{
    /// <summary>A percentage and a counter's rate: both algorithms that an outage may spoil.</summary>
    private static readonly string[] Charts = ["system.cpu", "system.ctxt"];

    /// <summary>Relative: samples have 24 bits, and replayed values seven decimals.</summary>
    private const double Tolerance = 2e-6;

    /// <summary>Absolute, for those seven decimals.</summary>
    private const double Smallest = 1e-6;

    /// <param name="args">Base address of the child's host at the parent, first (exclusive) and last second,
    /// and the child's own address where it keeps its samples.</param>
    /// <returns>0, whatever it finds; 2 for wrong usage. Prints MISSING DIFFERENT and the first of each, for
    /// the worse of both charts.</returns>
    public static int Run(string[] args)
    {
        if (args.Length < 3)
        {
            Console.Error.WriteLine("usage: holes URL-AT-PARENT AFTER BEFORE [URL-OF-CHILD]");
            return 2;
        }

        using var parent = new AskedNode(args[0]);
        using AskedNode? child = args.Length > 3 ? new AskedNode(args[3]) : null;
        long after = long.Parse(args[1], CultureInfo.InvariantCulture);
        long before = long.Parse(args[2], CultureInfo.InvariantCulture);
        int missing = 0;
        int different = 0;
        List<string> notes = [];
        foreach (string chart in Charts)
        {
            SortedDictionary<long, double[]> at = Rows(parent, chart, after, before);
            List<long> holes = [];
            for (long second = after + 1; second <= before; second++)
            {
                if (!at.ContainsKey(second))
                {
                    holes.Add(second);
                }
            }

            missing = Math.Max(missing, holes.Count);
            string whose = "";
            if (child != null)
            {
                SortedDictionary<long, double[]> own = Rows(child, chart, after, before);
                int lacks = holes.Count(second => !own.ContainsKey(second));
                whose = $", of which the child lacks {lacks} itself";
                List<long> wrong = [.. at.Keys.Where(s => own.ContainsKey(s) && !IsNear(own[s], at[s]))];
                Note(notes, chart, "different", wrong, after, wrong.Count == 0
                    ? ""
                    : $": {string.Join(',', own[wrong[0]])} / {string.Join(',', at[wrong[0]])}");

                // A child that has nothing itself proves nothing.
                different = Math.Max(different, own.Count == 0 ? (int)(before - after) : wrong.Count);
            }

            Note(notes, chart, "missing", holes, after, whose);
        }

        Console.WriteLine($"{missing} {different} {string.Join("; ", notes)}");
        return 0;
    }

    private static void Note(
        List<string> notes, string chart, string what, List<long> seconds, long after, string more)
    {
        if (seconds.Count > 0)
        {
            notes.Add($"{chart} {what} {seconds.Count} from +{seconds[0] - after} to "
                + $"+{seconds[^1] - after}{more}");
        }
    }

    private static bool IsNear(double[] a, double[] b) => a.Length == b.Length
        && a.Zip(b).All(pair =>
            Math.Abs(pair.First - pair.Second) <= (Tolerance * Math.Abs(pair.First)) + Smallest);

    /// <summary>By second; a row with a value that is missing is no row.</summary>
    private static SortedDictionary<long, double[]> Rows(
        AskedNode node, string chart, long after, long before)
    {
        SortedDictionary<long, double[]> rows = [];

        // Each node has its own order of dimensions.
        Dictionary<long, double>[] columns = [.. node.Samples(chart, after, before)
            .OrderBy(dimension => dimension.Key, StringComparer.Ordinal)
            .Select(dimension => dimension.Value)];
        foreach (long second in columns.Length == 0 ? [] : columns[0].Keys.ToArray())
        {
            if (columns.All(column => column.ContainsKey(second)))
            {
                rows[second] = [.. columns.Select(column => column[second])];
            }
        }

        return rows;
    }
}
