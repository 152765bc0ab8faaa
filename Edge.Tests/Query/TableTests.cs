using System.Diagnostics;
using System.Reflection;
using Edge.Query;
using Edge.Store;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>
/// Spec query 4 and 6: which columns an answer has, what options make of values, several charts at once.
/// </summary>
public sealed class TableTests
{
    private const long First = 100000001;

    [Theory]
    [InlineData("", "one,two,zero")]
    [InlineData("&options=nonzero", "one,two")]
    [InlineData("&options=nonzero&dims=zero|one", "one")]
    [InlineData("&options=nonzero&dims=zero", "zero")]
    [InlineData("&dims=zero", "zero")]
    [InlineData("&dims=hidden", "hidden")]
    [InlineData("&dims=*", "one,two,zero,hidden")]
    [InlineData("&dims=!t*,*e*", "one,zero,hidden")]
    [InlineData("&dim=one&dimension=zero", "one,zero")]
    [InlineData("&dims=one two", "")]
    [InlineData("&dims=id1", "one")]
    [InlineData("&dims=id1|two&options=match_names", "two")]
    [InlineData("&dims=one|two&options=match-ids", "two")]
    [InlineData("&dims=id1|two&options=match_ids,match_names", "one,two")]
    public void Dimensions_are_chosen_by_name_or_id(string query, string expected)
    {
        FedChart chart = Four();
        string header = chart.Ask("after=-2&format=csv" + query).Split("\r\n")[0];
        Assert.Equal(expected.Length == 0 ? "" : "time," + expected, header);
    }

    [Theory]
    [InlineData("", "10,-20,0")]
    [InlineData("&options=absolute", "10,20,0")]
    [InlineData("&options=percentage", "25,-50,0")]
    [InlineData("&options=percentage,abs", "12.5,25,0")]
    [InlineData("&options=percentage&dims=one", "25")]
    public void Shares_are_of_all_dimensions(string query, string expected)
    {
        FedChart chart = Four();
        Assert.Equal("100000002," + expected,
            chart.Ask("after=-2&format=csv&options=seconds" + query).Split("\r\n")[1]);
    }

    [Fact]
    public void A_total_of_zero_divides_by_one()
    {
        var chart = new FedChart(FedChart.NewHost(), "a.b", First, 1, "p", "m");
        chart.Append(5, -5);
        Assert.Equal("[500,-500]", chart.Ask("after=-1&format=csvjsonarray&options=percentage,seconds")
            .Split('\n')[2].Replace("100000001,", ""));
    }

    [Fact]
    public void Extremes_with_percentages_are_those_of_the_last_printed_row()
    {
        FedChart chart = Four();
        string answer = chart.Ask("chart=a.b&after=-2&options=percentage,jsonwrap");
        Assert.EndsWith(" \"min\": -20,\n \"max\": 10\n}\n", answer);
        answer = chart.Ask("chart=a.b&after=-2&options=percentage,jsonwrap,flip");
        Assert.EndsWith(" \"min\": -50,\n \"max\": 25\n}\n", answer);
    }

    [Theory]
    [InlineData("&dims=one", "1", "10")]
    [InlineData("&dims=two", "-20", "0")]
    [InlineData("&dims=hidden", "0", "50")]
    [InlineData("&options=absolute", "-20", "10")]
    public void Extremes_begin_with_the_first_dimension_or_zero(string query, string min, string max)
    {
        FedChart chart = Four();
        string answer = chart.Ask("chart=a.b&after=-2&options=jsonwrap" + query);
        Assert.EndsWith($" \"min\": {min},\n \"max\": {max}\n}}\n", answer);
    }

    [Fact]
    public void Nothing_is_known_before_the_first_row_and_after_the_last()
    {
        var chart = new FedChart(FedChart.NewHost(5), "a.b", First, 1, "d");
        for (int i = 1; i <= 12; i++)
        {
            chart.Append(i);
        }

        Assert.Equal("8 9 10 11 12", chart.Ask("format=ssv&options=flip"));
        Assert.Equal("null null 8 9 10 11 12", chart.Ask("after=-7&format=ssv&options=flip,allow_past"));
        Assert.Equal("11.5", chart.Ask("after=-2&points=1&format=ssv&options=unaligned"));
    }

    [Fact]
    public void A_chart_without_rows_answers_with_its_header()
    {
        Host host = FedChart.NewHost();
        Chart chart = host.Define(new ChartDefinition { Type = "a", Id = "b" })!;
        chart.Define("d");
        Assert.Equal("time,d\r\n", FedChart.Ask("format=csv", chart));
        Assert.Equal("time,d\r\n", FedChart.Ask("format=csv&options=nonzero&group=ses", chart));
    }

    [Fact]
    public void Memory_mode_none_keeps_no_rows()
    {
        var chart = new FedChart(FedChart.NewHost(mode: MemoryMode.None), "a.b", First, 1, "d");
        chart.Append(1);
        Assert.Equal("time,d\r\n", chart.Ask("format=csv"));
    }

    [Fact]
    public void Charts_of_a_context_stand_side_by_side()
    {
        Host host = FedChart.NewHost();
        var old = new FedChart(host, "a.old", First, 1, "x", "y");
        var young = new FedChart(host, "a.young", First + 2, 1, "x");
        for (int i = 1; i <= 4; i++)
        {
            old.Append(i, -i);
        }

        young.Append(30);
        young.Append(40);
        string answer = FedChart.Ask("context=c&after=-3&options=jsonwrap,seconds&format=csv", young.Chart,
            old.Chart);
        Assert.Contains("\"result\": \"time,x,x,y\\n100000004,40,4,-4\\n100000003,30,3,-3\\n100000002,"
            + "null,2,-2\\n\"", answer);
        Assert.Contains("\"chart_ids\": [\"a.young\", \"a.old\", \"a.old\"],\n", answer);
        Assert.Contains($"\"first_entry\": {First - 1},\n   \"last_entry\": {First + 3},", answer);
        Assert.Contains("\"latest_values\": [40, 4, -4],\n   \"view_latest_values\": [40, 4, -4],\n", answer);
        Assert.Equal("[40]", FedChart.Ask("context=c&after=-1&format=array", young.Chart, old.Chart));
    }

    [Fact]
    public void Charts_that_ended_before_the_window_are_left_out()
    {
        Host host = FedChart.NewHost();
        var gone = new FedChart(host, "a.gone", First, 1, "x");
        var live = new FedChart(host, "a.live", First, 1, "y");
        gone.Append(1);
        for (int i = 0; i < 30; i++)
        {
            live.Append(i);
        }

        Assert.StartsWith("time,y\r\n", FedChart.Ask("context=c&after=-10&format=csv", live.Chart,
            gone.Chart));
        Assert.StartsWith("time,y,x\r\n", FedChart.Ask("context=c&after=0&format=csv", live.Chart,
            gone.Chart));
    }

    [Fact]
    public void Labels_of_a_context_are_listed_by_key()
    {
        Host host = FedChart.NewHost();
        var one = new FedChart(host, "a.one", First, 1, "x");
        var two = new FedChart(host, "a.two", First, 1, "x");
        one.Append(1);
        two.Append(1);
        one.Chart.SetLabels([new Label("disk", "sda", 0)]);
        string answer = FedChart.Ask("context=c&chart_label_key=disk|vol&options=jsonwrap&after=-1",
            two.Chart, one.Chart);
        Assert.Contains("   \"chart_labels\": { \"disk\" : [null, \"sda\"], \"vol\" : [null, null]},\n",
            answer);
    }

    [Fact]
    public void A_slower_chart_of_a_context_shows_what_it_knew()
    {
        Host host = FedChart.NewHost();
        var fast = new FedChart(host, "a.fast", 100000001, 1, "f");
        for (int i = 1; i <= 10; i++)
        {
            fast.Append(i);
        }

        var slow = new FedChart(host, "a.slow", 100000005, 5, "s");
        slow.Append(50);
        slow.Append(100);
        string answer = FedChart.Ask("context=c&after=-2&format=csv&options=seconds", slow.Chart, fast.Chart);
        Assert.Equal("time,s,f\r\n100000010,100,10\r\n100000009,100,9\r\n", answer);
    }

    [Fact]
    public void Too_large_an_answer_is_refused()
    {
        FedChart chart = Four();
        Assert.Equal("refused", chart.Ask("after=-94000000&options=allow_past"));
        Assert.NotEqual("refused", chart.Ask("after=-94000000&options=allow_past&points=10"));
        Assert.Equal("refused", chart.Ask("after=-94000000&options=allow_past&points=10&group=median"));
    }

    [Fact]
    public void Rows_cost_no_managed_memory()
    {
        var chart = new FedChart(FedChart.NewHost(4000), "a.b", First, 1, "a", "b", "c");
        for (int i = 0; i < 3700; i++)
        {
            chart.Append(i, i / 3.0, -i);
        }

        // Unoptimized code makes an object of each table of constants that unpacking looks into.
        var debuggable = typeof(Table).Assembly.GetCustomAttribute<DebuggableAttribute>();
        string[] queries = ["", "&format=datatable", "&format=csv", "&format=csv&options=objectrows"];
        string[] unpacking = ["&points=360", "&format=ssv&group=sum", "&options=jsonwrap,percentage",
            "&points=100&group=median", "&points=100&group=stddev"];
        foreach (string query in debuggable?.IsJITOptimizerDisabled == true ? queries : [.. queries,
            .. unpacking])
        {
            long bytes = BytesFor(chart, "after=-3600" + query) - BytesFor(chart, "after=-36" + query);
            Assert.True(bytes is > -200 and < 200, $"{query}: {bytes}");
        }
    }

    private static long BytesFor(FedChart chart, string query)
    {
        using var table = new Table();
        var writer = new ByteWriter(1_000_000);
        Question question = QuestionText.Parse(query);
        Chart[] charts = [chart.Chart];
        long least = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            writer.Clear();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(table.TryOpen(charts, question));
            TableWriter.Write(table, writer);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static FedChart Four()
    {
        Host host = FedChart.NewHost();
        var chart = new FedChart(host, "a.b", First, 1, "id1", "two", "zero", "-hidden");
        chart.Chart.Define("id1", "one", divisor: 10_000_000);
        chart.Append(1, -2, 0, 11);
        chart.Append(10, -20, 0, 50);
        return chart;
    }
}
