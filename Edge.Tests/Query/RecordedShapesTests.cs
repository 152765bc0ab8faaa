using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>
/// Recorded answers whose samples nobody listed, so that they cannot come out digit by digit: a chart that
/// has the averages as its samples gives the same text around numbers that are nearly the same.
/// </summary>
public sealed partial class RecordedShapesTests
{
    private const long Last = 1795343400;

    [CaptureFact]
    public void Charts_of_a_context_side_by_side()
    {
        (long Sec, double[] Values)[] rows = Rows("051");
        string[] names = Labels("051")[..9];
        FedChart[] charts = [.. Enumerable.Range(0, 4).Select(i => Fed(
            $"cpu.cpu{3 - i}", (Last - 29, Last, 1),
            [.. rows.Select(row => (row.Sec, row.Values[(9 * i)..(9 * (i + 1))]))], 10, names))];
        Compare("051", query => FedChart.Ask(query, [.. charts.Select(chart => chart.Chart)]));
        FedChart one = Fed("system.cpu", (Last - 29, Last, 1), Rows("181"), 10, names);
        Compare("181", one.Ask);
    }

    [CaptureFact]
    public void Averages_of_two_seconds_as_lines()
    {
        (long Sec, double[] Values)[] rows = [.. File.ReadAllLines(Path("133", "body"))
            .Where(line => line.StartsWith("20", StringComparison.Ordinal)).Select(line => line.Split(','))
            .Select(cells => (new DateTimeOffset(DateTime.Parse(cells[0], CultureInfo.InvariantCulture),
                TimeSpan.Zero).ToUnixTimeSeconds(), cells[1..].Select(Number).ToArray()))];
        Compare("133", Fed("system.io", (Last - 9, Last, 1), rows, 2, "in", "out").Ask);
    }

    [CaptureFact]
    public void A_chart_of_five_seconds_in_its_wrapper()
    {
        JsonElement answer = Read("235");
        double[] latest = [.. answer.GetProperty("latest_values").EnumerateArray()
            .Select(value => value.GetDouble())];
        (long, double[])[] rows = [.. Rows("235"), (Last - 5, latest)];
        Compare("235", Fed("system.load", (Last - 190, Last - 5, 5), rows, 2, Labels("235")).Ask);
    }

    [CaptureFact]
    public void Windows_that_end_before_the_newest_row()
    {
        Compare("217", Fed("system.cpu", (Last - 99, Last, 1), Rows("217"), 20, Labels("217")).Ask);
        long first = Read("197").GetProperty("first_entry").GetInt64() + 1;
        Compare("223", Fed("system.cpu", (first, Last, 1), Rows("223"), 67, Labels("223")).Ask);
    }

    /// <summary>The time that is spent idle is hidden, and is what is missing to 100.</summary>
    [CaptureFact]
    public void Shares_of_a_chart_with_a_hidden_dimension()
    {
        foreach ((string listing, string recorded) in ((string, string)[])[("131", "135"), ("213", "237")])
        {
            string[] names = Labels(listing);
            (long, double[])[] rows = [.. Rows(listing).Select(row =>
                (row.Sec, (double[])[.. row.Values, 100 - row.Values.Sum()]))];
            FedChart chart = Fed("system.cpu", (Last - 29, Last, 1), rows, 1, [.. names, "-idle"]);
            Compare(recorded, chart.Ask);
        }
    }

    /// <summary>Every sample of a group has the group's value; what no row tells of is a gap.</summary>
    private static FedChart Fed(string id, (long First, long Last, int Every) time,
        (long Sec, double[] Values)[] rows, int group, params string[] names)
    {
        var chart = new FedChart(FedChart.NewHost(), id, time.First, time.Every, names);
        for (long sec = time.First; sec <= time.Last; sec += time.Every)
        {
            double[]? values = rows.Where(row => sec <= row.Sec && sec > row.Sec - (group * time.Every))
                .Select(row => row.Values).FirstOrDefault();
            chart.Append(values ?? [.. names.Select(_ => double.NaN)]);
        }

        return chart;
    }

    private static void Compare(string number, Func<string, string> ask)
    {
        string query = Uri.UnescapeDataString(File.ReadLines(Path(number, "head")).First().Split('?', 2)[1]);
        string expected = File.ReadAllText(Path(number, "body"));
        string actual = ask(query);
        Assert.Equal(Numbers().Replace(expected, "#"), Numbers().Replace(actual, "#"));
        double[] wanted = [.. Numbers().Matches(expected).Select(match => Number(match.Value))];
        double[] found = [.. Numbers().Matches(actual).Select(match => Number(match.Value))];
        for (int i = 0; i < wanted.Length; i++)
        {
            // A second of a time is more than a part in a million of its last digits: these are exact.
            double tolerance = wanted[i] > Last / 2 ? 0 : Math.Abs(wanted[i]) * 1e-5;
            Assert.InRange(found[i], wanted[i] - tolerance, wanted[i] + tolerance);
        }
    }

    private static (long Sec, double[] Values)[] Rows(string number) =>
        [.. Data(number).GetProperty("data").EnumerateArray().Select(row => (row[0].GetInt64(),
            row.EnumerateArray().Skip(1).Select(value => value.GetDouble()).ToArray()))];

    private static string[] Labels(string number) => [.. Data(number).GetProperty("labels").EnumerateArray()
        .Skip(1).Select(label => label.GetString()!)];

    private static JsonElement Data(string number) =>
        Read(number) is var root && root.TryGetProperty("result", out JsonElement result) ? result : root;

    private static JsonElement Read(string number) =>
        JsonDocument.Parse(File.ReadAllBytes(Path(number, "body"))).RootElement;

    private static string Path(string number, string kind) =>
        Directory.GetFiles(System.IO.Path.Combine(Captures.Root!, "api"), $"{number}-*.{kind}").Single();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![A-Za-z0-9])-?[0-9]+(\.[0-9]+)?")]
    private static partial Regex Numbers();
}
