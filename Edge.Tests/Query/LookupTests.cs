using Edge.Query;
using Xunit;

namespace Edge.Tests.Query;

public sealed class LookupTests
{
    private readonly FedChart _chart = new(FedChart.NewHost(), "a.b", 100000001, 1, "x", "y");
    private readonly Table _table = new();

    public LookupTests()
    {
        for (int i = 1; i <= 397; i++)
        {
            _chart.Append(i, double.NaN);
        }
    }

    [Fact]
    public void A_ten_second_look_up_reports_its_window()
    {
        Question question = QuestionText.Parse("after=-10&points=1&options=unaligned&group=max");
        Assert.True(Lookup.TryRun(_table, _chart.Chart, question, out double value));
        Assert.Equal(397, value);
        Assert.Equal((100000388, 100000397), (_table.Window.After, _table.Window.Before));
    }

    [Theory]
    [InlineData("after=-10&points=1&dims=y")]
    [InlineData("after=60&points=1")]
    [InlineData("after=-10&points=1&dims=nope")]
    public void Nothing_is_no_number(string query)
    {
        Assert.False(Lookup.TryRun(_table, _chart.Chart, QuestionText.Parse(query), out double value));
        Assert.True(double.IsNaN(value));
    }

    [Fact]
    public void A_table_is_as_good_as_new_for_the_next_look_up()
    {
        foreach (string query in (string[])["after=-5&points=1&group=ses", "after=-2&points=1",
            "after=-20&points=1&group=median"])
        {
            Assert.True(Lookup.TryRun(_table, _chart.Chart, QuestionText.Parse(query), out double again));
            using var table = new Table();
            Assert.True(Lookup.TryRun(table, _chart.Chart, QuestionText.Parse(query),
                out double value));
            Assert.Equal(value, again);
        }
    }
}
