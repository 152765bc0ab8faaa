using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>
/// The answers of a real 1.29.3 about one chart, all of the same second: the one that lists every sample
/// rebuilds the chart, and then every other has to come out byte for byte.
/// </summary>
public sealed class RecordedAnswersTests
{
    [CaptureFact]
    public void All_answers_about_system_cpu_are_reproduced() =>
        Compare("GET /api/v1/data?", Rebuild("131-*.body", "069-*.body", gapRows: 0), _ => true, atLeast: 40);

    /// <summary>Of the mirrored child only the last minute was listed, so only answers within it.</summary>
    [CaptureFact]
    public void All_answers_about_the_last_minute_of_a_child_are_reproduced() =>
        Compare("GET /host/api-child/api/v1/data?", Rebuild("213-*.body", "197-*.body", gapRows: 140),
            query => query.Contains("after=-") && !query.Contains("before="), atLeast: 20);

    private static void Compare(string start, FedChart chart, Func<string, bool> fits, int atLeast)
    {
        var wrong = new StringBuilder();
        int compared = 0;
        foreach (string head in Directory.GetFiles(Path.Combine(Captures.Root!, "api"), "*.head").Order())
        {
            string line = File.ReadLines(head).First();
            if (!line.StartsWith(start, StringComparison.Ordinal) || !line.Contains("=system.cpu")
                || line.Contains("percentage") || !fits(line))
            {
                continue;
            }

            string expected = File.ReadAllText(Path.ChangeExtension(head, ".body"));
            string query = Uri.UnescapeDataString(line[start.Length..]);
            string actual = chart.Ask(query);
            compared++;
            if (actual != expected)
            {
                wrong.AppendLine(query).AppendLine(FirstDifference(expected, actual));
            }
        }

        Assert.True(compared >= atLeast, $"only {compared} recordings found");
        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    /// <param name="listing">The answer with all samples.</param>
    /// <param name="wrapped">A jsonwrap answer: the last row with the digits it had before it was
    /// packed.</param>
    /// <param name="gapRows">Rows before the listing that nobody listed.</param>
    private static FedChart Rebuild(string listing, string wrapped, int gapRows)
    {
        using JsonDocument all = Read(listing);
        string[] names = [.. all.RootElement.GetProperty("labels").EnumerateArray()
            .Skip(1).Select(label => label.GetString()!)];
        double[][] rows = [.. all.RootElement.GetProperty("data").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray()).Reverse()];
        var chart = new FedChart(FedChart.NewHost(3996), "system.cpu", (long)rows[0][0] - gapRows, 1, names);
        for (int i = 0; i < gapRows; i++)
        {
            chart.Append([.. names.Select(_ => double.NaN)]);
        }

        foreach (double[] row in rows[..^1])
        {
            chart.Append(row[1..]);
        }

        using JsonDocument latest = Read(wrapped);
        chart.Append([.. latest.RootElement.GetProperty("latest_values").EnumerateArray()
            .Select(value => value.GetDouble())]);
        return chart;
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(
        File.ReadAllBytes(Directory.GetFiles(Path.Combine(Captures.Root!, "api"), file).Single()));

    private static string FirstDifference(string expected, string actual)
    {
        int at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        string from = $"at {at.ToString(CultureInfo.InvariantCulture)}: ";
        return from + Cut(expected, at) + "\n  but is " + Cut(actual, at);
    }

    private static string Cut(string text, int at) =>
        text[Math.Max(0, at - 30)..Math.Min(text.Length, at + 40)];
}
