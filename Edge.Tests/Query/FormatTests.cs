using Edge.Query;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Spec query 5, byte for byte, on one small chart.</summary>
public sealed class FormatTests
{
    // 2021-03-01 00:00:00 UTC, the date of the specification's own example, is the second row.
    private const long Second = 1614556800;

    private readonly FedChart _chart = Small();

    [Theory]
    [InlineData("",
        "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n      [ 1614556800, 1.5, -2],\n"
        + "      [ 1614556799, null, 0.25]\n  ]\n}")]
    [InlineData("&format=nope&options=seconds",
        "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n"
        + "      [ 1614556800, 1.5, -2],\n      [ 1614556799, null, 0.25]\n  ]\n}")]
    [InlineData("&options=ms|flip|null2zero", "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n"
        + "      [ 1614556799000, 0, 0.25],\n      [ 1614556800000, 1.5, -2]\n  ]\n}")]
    [InlineData("&options=objectrows&points=1",
        "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n"
        + "      { \"time\": 1614556800, \"a\": 1.5, \"b\": -0.875}\n  ]\n}")]
    [InlineData("&options=google_json", "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n"
        + "      [ new Date(2021,2,1,0,0,0), 1.5, -2],\n      [ new Date(2021,1,28,23,59,59), null, "
        + "0.25]\n  ]\n}")]
    [InlineData("&dimensions=nope", "{\n \"labels\": [\"time\", \"no data\"],\n    \"data\":\n [\n\n  ]\n}")]
    [InlineData("&before=0&after=60",
        "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n\n  ]\n}")]
    [InlineData("&before=0&after=60&dimensions=a",
        "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n\n  ]\n}")]
    [InlineData("&format=jsonp&points=1&dimensions=a",
        "callback({\n \"labels\": [\"time\", \"a\"],\n    \"data\":\n [\n      [ 1614556800, 1.5]\n  ]\n});")]
    public void Json(string query, string expected) => Assert.Equal(expected, _chart.Ask("after=-2" + query));

    [Theory]
    [InlineData("csv", "time,a,b\r\n2021-03-01 00:00:00,1.5,-2\r\n2021-02-28 23:59:59,null,0.25\r\n")]
    [InlineData("csv&options=seconds,flip", "time,a,b\r\n1614556799,null,0.25\r\n1614556800,1.5,-2\r\n")]
    [InlineData("csv&options=ms null2zero", "time,a,b\r\n1614556800000,1.5,-2\r\n1614556799000,0,0.25\r\n")]
    [InlineData("tsv", "time\ta\tb\r\n2021-03-01 00:00:00\t1.5\t-2\r\n2021-02-28 23:59:59\tnull\t0.25\r\n")]
    [InlineData("tsv-excel&dims=b", "time\tb\r\n2021-03-01 00:00:00\t-2\r\n2021-02-28 23:59:59\t0.25\r\n")]
    [InlineData("markdown", "time|a|b\r\n:---:|:---:|:---:\r\n2021-03-01 00:00:00|1.5|-2\r\n"
        + "2021-02-28 23:59:59|null|0.25\r\n")]
    [InlineData("csvjsonarray&options=seconds",
        "[\n[\"time\",\"a\",\"b\"],\n[1614556800,1.5,-2],\n[1614556799,null,0.25]\n]")]
    [InlineData("html&points=1",
        "<html>\n<center>\n<table border=\"0\" cellpadding=\"5\" cellspacing=\"5\">\n"
        + "<tr><td>time</td><td>a</td><td>b</td></tr>\n"
        + "<tr><td>2021-03-01 00:00:00</td><td>1.5</td><td>-0.875</td></tr>\n</table>\n</center>\n</html>\n")]
    [InlineData("csv&dim=nope", "\r\n")]
    [InlineData("csv&after=60", "time,a,b\r\n")]
    public void Lines(string query, string expected) =>
        Assert.Equal(expected, _chart.Ask("after=-2&format=" + query));

    [Theory]
    [InlineData("ssv", "-0.5 0.25")]
    [InlineData("ssvcomma", "-0.5,0.25")]
    [InlineData("array", "[-0.5,0.25]")]
    [InlineData("array&options=flip", "[0.25,-0.5]")]
    [InlineData("array&dims=a", "[1.5,null]")]
    [InlineData("array&dims=a&options=null2zero", "[1.5,0]")]
    [InlineData("ssv&options=abs", "3.5 0.25")]
    [InlineData("ssv&options=min2max", "3.5 0.25")]
    [InlineData("ssv&options=min2max,abs&dims=b", "2 0.25")]
    [InlineData("array&dims=nope", "[]")]
    [InlineData("array&after=60", "[]")]
    public void One_value_a_row(string query, string expected) =>
        Assert.Equal(expected, _chart.Ask("after=-2&format=" + query));

    [Fact]
    public void A_data_table()
    {
        const string head = "{\n \"cols\":\n [\n"
            + "        {\"id\":\"\",\"label\":\"time\",\"pattern\":\"\",\"type\":\"datetime\"},\n"
            + "        {\"id\":\"\",\"label\":\"\",\"pattern\":\"\",\"type\":\"string\","
            + "\"p\":{\"role\":\"annotation\"}},\n"
            + "        {\"id\":\"\",\"label\":\"\",\"pattern\":\"\",\"type\":\"string\","
            + "\"p\":{\"role\":\"annotationText\"}},\n"
            + "     {\"id\":\"\",\"label\":\"a\",\"pattern\":\"\",\"type\":\"number\"}\n  ],\n    "
            + "\"rows\":\n [\n";
        Assert.Equal(head
            + "        {\"c\":[{\"v\":\"Date(2021,2,1,0,0,0)\"},{\"v\":null},{\"v\":null},{\"v\":1.5}]},\n"
            + "        {\"c\":[{\"v\":\"Date(2021,1,28,23,59,"
            + "59)\"},{\"v\":null},{\"v\":null},{\"v\":null}]}\n  ]\n}",
            _chart.Ask("after=-2&format=datatable&dim=a"));
        string google = _chart.Ask("after=-2&format=datatable&dim=a&options=google_json");
        Assert.StartsWith("{\n cols:\n [\n        {id:'',label:'time',pattern:'',type:'datetime'},\n",
            google);
        Assert.Contains("     {id:'',label:'a',pattern:'',type:'number'}\n  ],\n    rows:\n [\n"
            + "        {c:[{v:'Date(2021,2,1,0,0,0)'},{v:null},{v:null},{v:1.5}]},\n", google);
    }

    [Fact]
    public void A_reset_counter_annotates_its_row()
    {
        Host host = FedChart.NewHost();
        Chart chart = host.Define(new ChartDefinition { Type = "a", Id = "b" })!;
        Dimension dimension = chart.Define("d", algorithm: Algorithm.Incremental)!;
        long[] values = [100, 200, 300, 5, 105, 205];
        for (int i = 0; i < values.Length; i++)
        {
            long nowUsec = ((Second + i) * 1_000_000) + 500_000;
            chart.Begin(1_000_000);
            chart.Set(dimension, values[i], nowUsec);
            chart.Commit(nowUsec);
        }

        string answer = FedChart.Ask("format=datatable&after=-5", chart);
        const string reset = "{\"v\":\"RESET OR OVERFLOW\"},{\"v\":\"The counters have been wrapped.\"}";
        Assert.Equal(2, answer.Split(reset).Length);
        Assert.Contains($"Date(2021,2,1,0,0,3)\"}},{reset},", answer);
        Assert.Contains(reset, FedChart.Ask("format=datatable&after=-5&points=1&options=unaligned", chart));
        Assert.Contains($"Date(2021,2,1,0,0,3)\"}},{reset},",
            FedChart.Ask("format=datatable&after=-5&group=ses", chart));
        Assert.Contains("'RESET OR OVERFLOW'", FedChart.Ask("format=datatable&after=-5&options=google_json",
            chart));
    }

    [Fact]
    public void A_data_source()
    {
        string answer = _chart.Ask("after=-2&"
            + "tqx=version:0.7;reqId:5;sig:9;out:json;responseHandler:c<b>&dims=a");
        Assert.StartsWith("c_b_({version:'0.7',reqId:'5',status:'ok',sig:'1614556800',table:{\n \"cols\":",
            answer);
        Assert.EndsWith("  ]\n}});", answer);
        Assert.Equal("google.visualization.Query.setResponse({version:'0.6',reqId:'0',status:'error',"
            + "errors:[{reason:'not_modified',message:'Data not modified'}]});",
            _chart.Ask($"after=-2&format=datasource&tqx=sig:{Second}"));
    }

    [Theory]
    [InlineData("json", "json", "{\n \"labels\": [\"time\", \"a\", \"b\"],\n    \"data\":\n [\n"
        + "      [ 1614556800, 1.5, -2],\n      [ 1614556799, null, 0.25]\n  ]\n}", "0", "-2", "1.5")]
    [InlineData("csv", "csv",
        "\"time,a,b\\n2021-03-01 00:00:00,1.5,-2\\n2021-02-28 23:59:59,null,0.25\\n\"", "0", "-2", "1.5")]
    [InlineData("markdown&dims=b", "unknown", "\"time|b\\n:---:|:---:\\n2021-03-01 00:00:00|-2\\n"
        + "2021-02-28 23:59:59|0.25\\n\"", "0", "-2", "0.25")]
    [InlineData("array", "array", "[-0.5,0.25]", "0", "-0.5", "0.25")]
    [InlineData("ssv", "ssv", "\"-0.5 0.25\"", "0", "-0.5", "0.25")]
    [InlineData("ssvcomma&options=flip", "ssvcomma", "\"0.25,-0.5\"", "0", "-0.5", "0.25")]
    public void A_wrapped_answer(string query, string format, string result, string _, string min, string max)
    {
        string answer = _chart.Ask("chart=t.c&after=-2&options=jsonwrap&format=" + query);
        bool isOne = query.Contains("dims=b");
        string names = isOne ? "[\"b\"]" : "[\"a\", \"b\"]";
        string latest = isOne ? "[-2]" : "[1.5, -2]";
        Assert.Equal("{\n   \"api\": 1,\n   \"id\": \"t.c\",\n   \"name\": \"t.c\",\n"
            + "   \"view_update_every\": 1,\n"
            + $"   \"update_every\": 1,\n   \"first_entry\": {Second - 2},\n   \"last_entry\": {Second},\n"
            + $"   \"before\": {Second},\n   \"after\": {Second - 1},\n   \"dimension_names\": {names},\n"
            + $"   \"dimension_ids\": {names},\n   \"latest_values\": {latest},\n   "
            + $"\"view_latest_values\": {latest},\n"
            + $"   \"dimensions\": {(isOne ? 1 : 2)},\n   \"points\": 2,\n   \"format\": \"{format}\",\n"
            + $"   \"result\": {result},\n \"min\": {min},\n \"max\": {max}\n}}\n", answer);
    }

    [Fact]
    public void A_wrapped_answer_without_rows_or_columns()
    {
        string empty = _chart.Ask("chart=t.c&after=60&options=jsonwrap");
        Assert.Contains("   \"view_update_every\": 1,\n   \"update_every\": 1,\n", empty);
        Assert.Contains("   \"before\": 0,\n   \"after\": 0,\n   \"dimension_names\": [\"a\", \"b\"],\n",
            empty);
        Assert.Contains("   \"latest_values\": [1.5, -2],\n   \"view_latest_values\": [null],\n   "
            + "\"dimensions\": 0,\n"
            + "   \"points\": 0,\n", empty);
        Assert.EndsWith(" \"min\": 0,\n \"max\": 0\n}\n", empty);
        string bare = _chart.Ask("chart=t.c&after=-2&dims=x&options=jsonwrap");
        Assert.Contains("   \"dimension_names\": [\"no data\"],\n   \"dimension_ids\": [\"no data\"],\n"
            + "   \"latest_values\": [null],\n   \"view_latest_values\": [null],\n   \"dimensions\": 0,\n"
            + "   \"points\": 0,\n", bare);
    }

    [Fact]
    public void A_wrapped_answer_for_google_has_bare_keys_and_single_quotes()
    {
        string answer = _chart.Ask("chart=t.c&after=-2&options=jsonwrap,google_json,flip&format=csv&dims=a");
        Assert.StartsWith("{\n   api: 1,\n   id: 't.c',\n   name: 't.c',\n   view_update_every: 1,\n",
            answer);
        Assert.Contains("   format: 'csv',\n   result: 'time,a\\n2021-02-28 23:59:59,null\\n", answer);
        Assert.EndsWith(",\n min: 0,\n max: 1.5\n}\n", answer);
    }

    [Fact]
    public void Jsonp_and_datasource_wrap_the_wrapper()
    {
        string jsonp = _chart.Ask("chart=t.c&after=-2&options=jsonwrap&format=jsonp&callback=f");
        Assert.StartsWith("f({\n   \"api\": 1,\n", jsonp);
        Assert.EndsWith("\n}\n);", jsonp);
        Assert.Contains("\"format\": \"jsonp\"", jsonp);
        Assert.EndsWith("\n}\n});", _chart.Ask("chart=t.c&after=-2&options=jsonwrap&format=datasource"));
    }

    [Fact]
    public void Custom_variables_are_shown_on_request()
    {
        const string ask = "chart=t.c&after=-2&options=jsonwrap,showcustomvars";
        Assert.Contains("\"format\": \"json\",\n   \"chart_variables\": {\n\t\t\t},\n   \"result\"",
            _chart.Ask(ask));
        _chart.Chart.SetVariable("duplex", 0);
        _chart.Chart.SetVariable("speed", 6.25);
        _chart.Chart.SetVariable("unset", double.NaN);
        Assert.Contains("   \"chart_variables\": {\n\t\t\"duplex\": 0.00000,\n\t\t\"speed\": 6.25000,\n"
            + "\t\t\"unset\": null\n\t\t\t},\n", _chart.Ask(ask));
    }

    [Fact]
    public void Html_inside_json_escapes_its_quotes()
    {
        string answer = _chart.Ask("chart=t.c&after=-2&points=1&options=jsonwrap&format=html&dims=a");
        Assert.Contains(""" "result": "<html>\n<center>\n<table """.Trim(), answer);
        Assert.Contains(""" border=\"0\" cellpadding=\"5\" """.Trim(), answer);
        Assert.Contains("""cellspacing=\"5\">\n<tr><td>time""", answer);
        Assert.Contains("""</tr>\n</table>\n</center>\n</html>\n",""", answer);
    }

    [Fact]
    public void Dates_are_told_in_the_zone_of_the_node()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(5.5), "x", "x");
        using var table = new Table();
        Assert.True(table.TryOpen([_chart.Chart],
            QuestionText.Parse("after=-2&format=csv", new Question { Zone = zone })));
        var writer = new Edge.Text.ByteWriter();
        TableWriter.Write(table, writer);
        Assert.Contains("2021-03-01 05:30:00,1.5,-2", System.Text.Encoding.ASCII.GetString(writer.Written));
    }

    private static FedChart Small()
    {
        var chart = new FedChart(FedChart.NewHost(), "t.c", Second - 1, 1, "a", "b", "-hidden");
        chart.Append(double.NaN, 0.25, 7);
        chart.Append(1.5, -2, 9);
        return chart;
    }
}
