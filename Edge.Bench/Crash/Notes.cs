using System.Globalization;
using Edge.Bench.Load;

namespace Edge.Bench.Crash;

/// <summary>
/// What a parent shows of some charts: the text of each sample by second. Compares itself with what it shows
/// later.
/// </summary>
internal sealed class Notes
{
    private readonly Shape _shape;
    private readonly Dictionary<(int Host, int Chart), Dictionary<long, string[]>> _charts = [];

    public Notes(Shape shape) => _shape = shape;

    public IEnumerable<(int Host, int Chart)> Charts => _charts.Keys;

    public int Rows => _charts.Values.Sum(rows => rows.Count);

    /// <summary>Reads a chart; what is not there yet is noted as nothing.</summary>
    public void Note(Parent parent, (int Host, int Chart) chart) => _charts[chart] = Read(parent, chart);

    /// <summary>
    /// Samples of the notes that are not shown any more, those that are shown with another value, and values
    /// that can not be the chart's own. Rows that the history has no room for any more do not count.
    /// </summary>
    /// <param name="parent">That shows them now.</param>
    /// <param name="losses">What may be missing.</param>
    public Verdict Compare(Parent parent, Losses? losses = null)
    {
        var verdict = new Verdict();
        foreach ((var chart, var rows) in _charts)
        {
            Dictionary<long, string[]> now = Read(parent, chart);
            long newest = now.Count == 0 ? 0 : now.Keys.Max();
            foreach ((long sec, string[] samples) in rows)
            {
                if (sec > newest - Rig.HistoryRows + 2)
                {
                    CompareRow(verdict, samples, now.GetValueOrDefault(sec),
                        losses?.Has(chart, sec) == true,
                        $"{chart} of {sec} (noted up to {Tail(rows)}, now up to {Tail(now)})");
                }
            }

            Foreign(verdict, chart, now);
        }

        return verdict;
    }

    /// <summary>The newest seconds that have samples.</summary>
    private static string Tail(Dictionary<long, string[]> rows) => string.Join(
        ' ', rows.Where(row => row.Value[0] != "null").Select(row => row.Key).OrderDescending().Take(5));

    private static void CompareRow(
        Verdict verdict, string[] before, string[]? now, bool isDamaged, string place)
    {
        for (int d = 0; d < before.Length; d++)
        {
            if (before[d] == "null")
            {
                continue;
            }

            verdict.Compared++;
            verdict.Excused += isDamaged ? 1 : 0;
            if (now == null || now[d] == "null")
            {
                verdict.Gone += isDamaged ? 1 : 0;
                verdict.Lost += isDamaged ? 0 : 1;
                verdict.First ??= isDamaged ? null : $"{place}: {before[d]}, then nothing";
            }
            else if (now[d] != before[d])
            {
                verdict.Wrong++;
                verdict.First ??= $"{place}: {before[d]}, then {now[d]}";
            }
        }
    }

    private void Foreign(Verdict verdict, (int Host, int Chart) chart, Dictionary<long, string[]> now)
    {
        int first = ((chart.Host * _shape.Charts) + chart.Chart) * _shape.Dimensions;
        foreach ((long sec, string[] samples) in now)
        {
            for (int d = 0; d < samples.Length; d++)
            {
                if (samples[d] != "null"
                    && !Code.IsOf(double.Parse(samples[d], CultureInfo.InvariantCulture), first + d, sec))
                {
                    verdict.Wrong++;
                    verdict.First ??= $"{chart} of {sec}: {samples[d]} is not its own";
                }
            }
        }
    }

    private Dictionary<long, string[]> Read(Parent parent, (int Host, int Chart) chart)
    {
        Dictionary<long, string[]> rows = [];
        string text = parent.Rows(Flock.HostOf(chart.Host), _shape.Chart(chart.Chart)) ?? "";
        foreach (string line in text.Split('\n'))
        {
            string[] cells = line.Trim('\r').Split(',');
            if (cells.Length == _shape.Dimensions + 1
                && long.TryParse(cells[0], CultureInfo.InvariantCulture, out long sec))
            {
                rows[sec] = [.. cells.Skip(1).Select(cell => cell.Length == 0 ? "null" : cell)];
            }
        }

        return rows;
    }
}
