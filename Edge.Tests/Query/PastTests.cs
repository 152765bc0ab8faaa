using Edge.Store;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Rows that are not in the ring any more.</summary>
public sealed class PastTests
{
    private const long First = 100_000_010;
    private static readonly string[] Questions =
    [
        "after=0&before=0", "after=-77&points=10", "group=median&points=7",
        "group=max&points=13&options=unaligned", "group=ses&points=9", "options=nonzero",
        "options=percentage|jsonwrap&points=20", "format=ssv&points=11",
        "group=stddev&points=3&gtime=60", "format=datatable&options=flip", "dimensions=b&group=sum&points=5",
        "group=average&options=abs&points=17",
    ];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 1)]
    [InlineData(4, 10)]
    public void It_makes_no_difference_to_an_answer_where_rows_are_kept(int seed, int every)
    {
        var random = new Random(seed);
        for (int round = 0; round < 25; round++)
        {
            int rows = random.Next(20, 300);
            int ring = random.Next(5, rows);
            long first = First - (First % every) + every;
            var whole = new FedChart(FedChart.NewHost(1000), "a.b", first, every, "a", "b", "-c");
            var young = new FedChart(FedChart.NewHost(ring), "a.b", first, every, "a", "b", "-c");
            for (int i = 0; i < rows; i++)
            {
                double[] values = [.. Enumerable.Range(0, 3).Select(_ => Value(random))];
                whole.Append(values);
                young.Append(values);
            }

            // The past overlaps with the ring, and reaches as far back as the whole one.
            using FakePast past = Cut(whole.Chart, random, keep: rows - random.Next(0, ring + 1));
            young.Chart.Past = past;
            foreach (string question in Questions)
            {
                Assert.Equal(whole.Ask(question), young.Ask(question));
            }
        }
    }

    [Fact]
    public void A_chart_that_has_not_been_collected_yet_shows_its_past()
    {
        var whole = new FedChart(FedChart.NewHost(100), "a.b", First, 1, "a");
        for (int i = 0; i < 50; i++)
        {
            whole.Append(i);
        }

        Host host = FedChart.NewHost(100);
        Chart chart = host.Define(new ChartDefinition { Type = "a", Id = "b", UpdateEvery = 1 })!;
        chart.Define("a");
        using FakePast past = Cut(whole.Chart, new Random(1), keep: 50);
        chart.Past = past;
        Assert.Equal(whole.Ask("format=csv&points=5"), FedChart.Ask("format=csv&points=5", chart));
        Assert.Equal(whole.Ask("format=csv"), FedChart.Ask("format=csv", chart));
    }

    [Fact]
    public void A_hole_between_past_and_ring_is_empty()
    {
        var young = new FedChart(FedChart.NewHost(100), "a.b", First + 20, 1, "a");
        young.Append(7);
        using var past = new FakePast();
        uint nine = StoredNumber.Pack(9, StoredNumber.Exists);
        past.Add(First, 1, [[nine], [nine]]);
        young.Chart.Past = past;
        string[] values = young.Ask("format=ssv&after=-22&options=flip").Split(' ');
        Assert.Equal(["9", "9", .. Enumerable.Repeat("null", 18), "7"], values[^21..]);
    }

    /// <summary>
    /// Spec query 4.4: the grid has the largest interval, a row takes all that came since the one before.
    /// </summary>
    [Fact]
    public void Where_the_interval_changed_the_grid_has_the_largest_one()
    {
        long start = First - (First % 10);
        var young = new FedChart(FedChart.NewHost(100), "a.b", start + 41, 1, "a");
        for (int i = 1; i <= 20; i++)
        {
            young.Append(i);
        }

        uint hundred = StoredNumber.Pack(100, StoredNumber.Exists);
        using var past = new FakePast();
        past.Add(start + 10, 10, [[hundred], [hundred], [hundred], [hundred]]);
        young.Chart.Past = past;

        // 41 to 50 hold 1 to 10, 51 to 60 hold 11 to 20.
        const string All = "format=ssv&after=0&before=0&options=flip";
        Assert.Equal("100 100 100 100 55 155", young.Ask(All + "&group=sum"));
        Assert.Equal("100 100 100 100 5.5 15.5", young.Ask(All));
        Assert.Contains("\"view_update_every\": 10,", young.Ask("options=jsonwrap&after=0&before=0"));

        // Only what is in the window counts.
        Assert.Equal("16 17 18 19 20", young.Ask("format=ssv&after=-5&options=flip"));
        Assert.Equal("100 100", young.Ask($"format=ssv&after={start + 10}&before={start + 30}&options=flip"));
    }

    private static double Value(Random random) =>
        random.Next(7) == 0 ? double.NaN : random.Next(5) == 0 ? 0 : random.Next(-50, 500) / 4.0;

    /// <summary>The oldest rows of a ring, in pages of random lengths.</summary>
    private static FakePast Cut(Chart chart, Random random, int keep)
    {
        var past = new FakePast();
        long sec = chart.Series.FirstEntrySec + chart.UpdateEvery;
        for (int done = 0; done < keep;)
        {
            int count = Math.Min(keep - done, random.Next(1, 60));
            var rows = new List<uint[]>();
            for (int i = 0; i < count; i++)
            {
                rows.Add(chart.Series.Row(chart.Series.RowAt(sec + ((long)i * chart.UpdateEvery))).ToArray());
            }

            past.Add(sec, chart.UpdateEvery, rows);
            sec += (long)count * chart.UpdateEvery;
            done += count;
        }

        return past;
    }
}
