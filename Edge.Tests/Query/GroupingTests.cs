using Edge.Query;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Spec query 3, one group after the other.</summary>
public sealed class GroupingTests
{
    private const double Gap = double.NaN;

    [Theory]
    [InlineData("average", "2.5", "1 2 3 4")]
    [InlineData("mean", "2", "1 x 3 x")]
    [InlineData("nonsense", "2.5", "1 2 3 4")]
    [InlineData("sum", "10", "1 2 3 4")]
    [InlineData("min", "-1", "4 -1 1 3")]
    [InlineData("max", "-4", "3 -4 4 1")]
    [InlineData("median", "2.5", "0 1 2 3")]
    [InlineData("median", "2", "3 1 x 2")]
    [InlineData("median", "1.5", "2 1 x x")]
    [InlineData("stddev", "1.2909944", "1 2 3 4")]
    [InlineData("stddev", "0", "x 2 x x")]
    [InlineData("cv", "51.6397779", "1 2 3 4")]
    [InlineData("rsd", "51.6397779", "-1 -2 -3 -4")]
    [InlineData("cv", "0", "x 5 x x")]
    [InlineData("cv", "null", "-1 1 -1 1")]
    [InlineData("cv", "null", "0 0 0 0")]
    [InlineData("incremental_sum", "3", "1 2 3 4")]
    [InlineData("incremental-sum", "-2", "x 5 3 x")]
    [InlineData("incremental_sum", "0", "x 5 x x")]
    [InlineData("ses", "2.824", "1 2 3 4")]
    [InlineData("des", "4.02016", "1 2 3 4")]
    [InlineData("average", "null", "x x x x")]
    [InlineData("sum", "null", "x x x x")]
    [InlineData("des", "null", "x x x x")]
    public void Four_samples_become_one_value(string group, string expected, string samples)
    {
        // Row times are multiples of four, so that the aligned group is exactly the four samples.
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000001, 1, "d");
        foreach (string sample in samples.Split(' '))
        {
            chart.Append(sample == "x" ? Gap : double.Parse(sample));
        }

        Assert.Equal(expected, chart.Ask($"after=-4&points=1&group={group}&format=csv&options=seconds")
            .Split("\r\n")[1].Split(',')[1]);
    }

    [Fact]
    public void A_zero_spread_around_zero_stays_null_although_nulls_are_zero()
    {
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000001, 1, "zero", "gap");
        for (int i = 0; i < 4; i++)
        {
            chart.Append(0, Gap);
        }

        Assert.Contains("[ 100000004, null, 0]", chart.Ask("after=-4&points=1&group=cv&options=null2zero"));
        Assert.Equal("null", chart.Ask("after=-4&points=1&group=cv&options=null2zero&format=ssv"));
    }

    [Fact]
    public void Smoothing_goes_on_from_row_to_row()
    {
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000001, 1, "d");
        for (int i = 1; i <= 4; i++)
        {
            chart.Append(i);
        }

        // One sample a row: the window is the four rows, alpha = 2 / 5.
        Assert.Equal("1 1.4 2.04 2.824", chart.Ask("after=-4&group=ses&format=ssv&options=flip"));
        Assert.Equal("2.824 2.04 1.4 1", chart.Ask("after=-4&group=ema&format=ssv"));

        // Two samples a row: alpha = 2 / 3.
        Assert.Equal("1.6666667 3.5185185",
            chart.Ask("after=-4&points=2&group=ewma&format=ssv&options=flip"));
    }

    [Fact]
    public void Double_smoothing_follows_a_straight_line()
    {
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000001, 1, "d");
        for (int i = 1; i <= 60; i++)
        {
            chart.Append(10 + (3 * i));
        }

        string last = chart.Ask("after=-60&group=des&format=ssv").Split(' ')[0];
        Assert.InRange(double.Parse(last), 189.9, 190.1);
    }

    [Fact]
    public void The_smoothing_window_is_capped()
    {
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000001, 1, "d");
        for (int i = 0; i < 60; i++)
        {
            chart.Append(i == 0 ? 0 : 1);
        }

        // 60 rows, window 15, alpha 1/8: after the first step 1/8 is reached.
        Assert.StartsWith("0 0.125 ", chart.Ask("after=-60&group=ses&format=ssv&options=flip"));
        using var table = new Table();
        Assert.True(table.TryOpen([chart.Chart],
            QuestionText.Parse("after=-60&group=ses", new Question { SesWindowMax = 1 })));
        table.Read(1);
        Assert.Equal(2.0 / 61, table.Values[0], 12);
    }

    [Fact]
    public void Resampled_averages_are_sums_per_interval()
    {
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000021, 1, "d");
        for (int i = 0; i < 60; i++)
        {
            chart.Append(2);
        }

        Assert.Equal("120", chart.Ask("after=-60&points=1&gtime=60&format=ssv"));
        Assert.Equal("2", chart.Ask("after=-60&points=1&gtime=60&group=max&format=ssv"));
        Assert.Equal("2", chart.Ask("after=-60&points=1&format=ssv"));
    }

    [Fact]
    public void Ties_print_the_digit_of_the_reference()
    {
        // Recorded: (0.5012531 + 0) / 2 is 0.2506265, not ...66.
        var chart = new FedChart(FedChart.NewHost(), "a.b", 100000001, 1, "d");
        chart.Append(0.5012531);
        chart.Append(0);
        Assert.Equal("0.2506265", chart.Ask("after=-2&points=1&format=ssv"));
        Assert.Equal("0.2506265", chart.Ask("after=-2&points=1&group=median&format=ssv"));
    }
}
