using Xunit;

namespace Edge.Tests.Query;

/// <summary>Random charts, formats and mixtures of options against <see cref="FormatModel"/>, byte for
/// byte.</summary>
public sealed class FormatModelTests
{
    private const long First = 1614556795;

    private static readonly string[] Formats =
    [
        "json", "jsonp", "datatable", "datasource", "csv", "tsv", "tsv-excel", "markdown", "csvjsonarray",
        "html", "ssv", "ssvcomma", "array",
    ];

    private static readonly string[] Options =
    [
        "flip", "ms", "seconds", "null2zero", "abs", "percentage", "objectrows", "google_json", "jsonwrap",
        "min2max", "nonzero",
    ];

    private static readonly (string List, string[] Names)[] Lists =
    [
        ("", ["a", "b", "zero"]), ("a", ["a"]), ("b|hidden", ["b", "hidden"]), ("zero", ["zero"]),
        ("*", ["a", "b", "zero", "hidden"]), ("!a,*", ["b", "zero", "hidden"]), ("nope", []),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_mixture_of_options_is_written_as_the_model_writes_it(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            var chart = new FedChart(FedChart.NewHost(), "t.c", First, 1, "a", "b", "zero", "-hidden");
            var rows = new List<double[]>();
            for (int i = random.Next(1, 9); i > 0; i--)
            {
                rows.Add([Value(random), Value(random), random.Next(4) == 0 ? double.NaN : 0, Value(random)]);
                chart.Append(rows[^1]);
            }

            for (int k = 0; k < 40; k++)
            {
                int count = random.Next(1, rows.Count + 1);
                string format = Formats[random.Next(Formats.Length)];
                string[] options = [.. Options.Where(_ => random.Next(4) == 0)];
                (string list, string[] names) = Lists[random.Next(Lists.Length)];
                string query = $"chart=t.c&after=-{count}&format={format}&dims={list}"
                    + $"&options={string.Join(',', options)}";
                var model = new FormatModel(rows, First, count, names, options);
                Assert.Equal($"{query}\n{model.Answer(format)}", $"{query}\n{chart.Ask(query)}");
            }
        }
    }

    private static double Value(Random random) =>
        random.Next(6) == 0 ? double.NaN : random.Next(-40, 400) / 4.0;
}
