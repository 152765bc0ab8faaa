using System.Text;
using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Tests.Archive;
using Edge.Tests.Net;
using Edge.Web;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>
/// <c>/api/v1/data</c> through the session that speaks HTTP: what an answer asks of managed memory is the
/// same for a quarter of an hour of ten dimensions and for the whole hour, in every format and grouping.
/// </summary>
[Collection(SocketCollection.Name)]
public sealed class DataAllocationTests
{
    private const int Rows = 3_600;
    private const int Dimensions = 10;

    /// <summary>Texts of the request, the question, the table of ten columns, headers.</summary>
    private const long AnswerBytesMax = 6 << 10;

    /// <summary>An object of a page of 512 rows, and what inflates it; see what storing may cost.</summary>
    private const long PageBytesMax = 512;
    private const int PagesMax = (Rows / 512) + 2;

    /// <summary>
    /// A digit more in the request is some texts that are longer by it, and the compiler may have taken out
    /// an object in between. A byte a row would be 2,700.
    /// </summary>
    private const long SlackBytes = 512;

    public static TheoryData<string> Queries()
    {
        var queries = new TheoryData<string>();
        foreach (string format in (string[])["json", "csv", "tsv", "html", "datatable", "ssv", "array"])
        {
            queries.Add("format=" + format);
        }

        foreach (string group in (string[])["average", "sum", "min", "max", "median", "stddev", "cv",
            "incremental_sum", "ses", "des"])
        {
            queries.Add("format=json&points=300&group=" + group);
        }

        queries.Add("format=csv&points=300&options=percentage,abs");
        queries.Add("format=json&options=jsonwrap,nonzero");
        queries.Add("format=json&group=ses");
        queries.Add("format=json&group=des");
        queries.Add("format=json&points=1&group=median");
        return queries;
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void An_hour_costs_what_a_quarter_costs(string query)
    {
        using var node = new StreamedHost(MemoryMode.Ram, charts: 1, Dimensions, history: Rows);
        long few = Bytes(node, query, Rows / 4);
        long many = Bytes(node, query, Rows);
        Assert.InRange(many - few, -SlackBytes, SlackBytes);
        Assert.InRange(many, 1, AnswerBytesMax);
    }

    [Theory]
    [InlineData("format=json")]
    [InlineData("format=csv")]
    [InlineData("format=json&points=300&group=average")]
    [InlineData("format=json&points=300&group=median")]
    public void What_is_read_from_disk_costs_its_pages_more(string query)
    {
        using var node = new StreamedHost(MemoryMode.DbEngine, charts: 1, Dimensions);
        long few = Bytes(node, query, Rows / 4);
        long many = Bytes(node, query, Rows);
        Assert.InRange(many - few, -SlackBytes, (PagesMax * PageBytesMax) + SlackBytes);
        Assert.InRange(many, 1, AnswerBytesMax + (PagesMax * PageBytesMax));
    }

    /// <summary>The least of some answers; pages of dbengine are read anew for each.</summary>
    private static long Bytes(StreamedHost node, string query, int rows)
    {
        node.Run(Rows + 60 - node.Chart(0).Series.Rows);
        var router = new Router(new HostTable(node.Host), new WebOptions(), null) { IsReady = true };
        var desk = new HttpDesk(new HttpOptions(), router, null, () => node.NowSec * 1_000_000);
        var connection = new DeafConnection();
        ISession session = desk.NewSession(connection);
        string url = $"/api/v1/data?chart=s.c0&after={node.NowSec - rows}&before={node.NowSec}&{query}";
        byte[] request = Encoding.ASCII.GetBytes($"GET {url} HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");
        long bytes = Allocated.Least(() =>
        {
            node.Engine?.All[0].DropPages();
            Assert.Equal(request.Length, session.Consume(connection, request, node.NowSec * 1_000_000));
        }, rounds: 8);
        Assert.True(connection.BytesSent > 100, $"{connection.BytesSent}");
        return bytes;
    }
}
