using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>
/// The answers of a real 1.29.3 about one chart, all of the same second: the one that lists every sample rebuilds the
/// chart, and then every other has to come out byte for byte.
/// </summary>
public sealed class RecordedAnswersTests
{
    private const string Parent = "131-data_chart_system.cpu_format_json_after_abc_points_xyz";

    [CaptureFact]
    public void All_answers_about_system_cpu_are_reproduced()
    {
        FedChart chart = Rebuild();
        var wrong = new StringBuilder();
        int compared = 0;
        foreach (string head in Directory.GetFiles(Path.Combine(Captures.Root!, "api"), "*.head").Order())
        {
            string line = File.ReadLines(head).First();
            const string start = "GET /api/v1/data?";
            if (!line.StartsWith(start, StringComparison.Ordinal) || !line.Contains("chart=system.cpu")
                || line.Contains("percentage"))
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

        Assert.True(compared > 40, $"only {compared} recordings found");
        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static FedChart Rebuild()
    {
        using JsonDocument all = JsonDocument.Parse(Captures.Bytes($"api/{Parent}.body"));
        string[] names = [.. all.RootElement.GetProperty("labels").EnumerateArray().Skip(1).Select(l => l.GetString()!)];
        double[][] rows = [.. all.RootElement.GetProperty("data").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray()).Reverse()];
        var chart = new FedChart(FedChart.NewHost(3996), "system.cpu", (long)rows[0][0], 1, names);
        foreach (double[] row in rows[..^1])
        {
            chart.Append(row[1..]);
        }

        // The last row with the digits it had before it was packed, which jsonwrap's latest_values show.
        chart.Append(LatestValues());
        return chart;
    }

    private static double[] LatestValues()
    {
        string file = Directory.GetFiles(Path.Combine(Captures.Root!, "api"), "069-*.body").Single();
        using JsonDocument wrapped = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. wrapped.RootElement.GetProperty("latest_values").EnumerateArray().Select(v => v.GetDouble())];
    }

    private static string FirstDifference(string expected, string actual)
    {
        int at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        string from = $"at {at.ToString(CultureInfo.InvariantCulture)}: ";
        return from + Cut(expected, at) + "\n  but is " + Cut(actual, at);
    }

    private static string Cut(string text, int at) => text[Math.Max(0, at - 30)..Math.Min(text.Length, at + 40)];
}
