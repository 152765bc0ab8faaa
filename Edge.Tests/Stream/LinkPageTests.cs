using System.Buffers;
using System.Text;
using System.Text.Json;
using Edge.Http;
using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>The answer of <c>/api/v1/edge/links</c>, for programs and for people.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class LinkPageTests : IDisposable
{
    private const string Guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";
    private static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\n']);

    private readonly DoorRig _rig = new(send: new StreamOptions
    {
        Target = new SendTarget { IsEnabled = true, Destination = "10.9.9.9:19999", ApiKey = DoorRig.Key },
    });

    [Fact]
    public void Json_has_a_member_for_everything()
    {
        FakeConnection child = _rig.Open(DoorRig.Request());
        child.Receive("CHART a.b '' t u f c line 1 1 '' p m\nDIMENSION c '' absolute 1 1 ''\n"
            + "BEGIN a.b\nSET c = 1\nEND\n");
        _rig.NowUsec += 5_000_000;

        JsonElement root = Json("");

        Assert.Equal("edge 9", root.GetProperty("program").GetString());
        Assert.Equal(("parent", DoorRig.OwnGuid),
            (root.GetProperty("host").GetString(), root.GetProperty("guid").GetString()));
        Assert.Equal(_rig.NowUsec / 1_000_000, root.GetProperty("now").GetInt64());
        Assert.Equal((2, 3), (root.GetProperty("hosts_count").GetInt32(),
            root.GetProperty("links_count").GetInt32()));
        JsonElement[] links = [.. root.GetProperty("links").EnumerateArray()];
        Assert.Equal(["local", "receiving", "sending"],
            links.Select(link => link.GetProperty("role").GetString()));
        foreach (JsonElement link in links)
        {
            Assert.Equal(
            [
                "host", "guid", "role", "state", "up", "since", "peer", "version", "capabilities", "tls",
                "bytes_sent", "bytes_received", "sent_per_second", "received_per_second", "buffer_bytes",
                "buffer_limit", "updates", "connections", "reconnects", "lost_updates", "lost_samples",
                "lost_bytes", "last_error", "last_error_at",
            ], link.EnumerateObject().Select(member => member.Name));
        }

        JsonElement received = links[1];
        Assert.Equal(("probe", Guid), (received.GetProperty("host").GetString(),
            received.GetProperty("guid").GetString()));
        Assert.Equal((3, 1), (received.GetProperty("version").GetInt32(),
            received.GetProperty("updates").GetInt32()));
        Assert.Equal(child.BytesReceived, received.GetProperty("bytes_received").GetInt64());
        Assert.Equal(["VN", "HLABELS", "CLAIM"],
            received.GetProperty("capabilities").EnumerateArray().Select(flag => flag.GetString()));
        Assert.Equal(SenderRig.StartUsec / 1_000_000, received.GetProperty("since").GetInt64());
        Assert.Equal(JsonValueKind.Null, links[2].GetProperty("version").ValueKind);
        Assert.Equal("10.9.9.9:19999", links[2].GetProperty("peer").GetString());
        Assert.Equal(1, links[2].GetProperty("lost_updates").GetInt32());
    }

    [Fact]
    public void One_host_may_be_asked_for_by_name_or_guid()
    {
        _rig.Open(DoorRig.Request());

        Assert.Equal(2, Json("host=probe").GetProperty("links_count").GetInt32());
        Assert.Equal(2, Json($"x=1&host={Guid}").GetProperty("links_count").GetInt32());
        Assert.Equal(0, Json("host=nobody").GetProperty("links_count").GetInt32());
    }

    [Fact]
    public void A_table_has_a_line_for_each_link_and_fits_on_a_screen()
    {
        const string name = "a-host-with-a-name-that-is-longer-than-its-column";
        FakeConnection child = _rig.Open(DoorRig.Request(hostname: name));
        child.Receive("CHART a.b '' t u f c line 1 1 '' p m\nDIMENSION c '' absolute 1 1 ''\n"
            + "BEGIN a.b\nSET c = 1\nEND\n");
        child.Close(CloseReason.ByPeer);
        _rig.NowUsec += 63_000_000;

        string[] lines = Table().Split('\n');

        Assert.Equal("edge 9 on parent, up 1m03s, 2 hosts, 3 links", lines[0]);
        Assert.Equal("HOST                     ROLE      STATE      FOR     PEER                    VER   "
            + "TLS    IN/s   OUT/s   BUF RECONN", lines[1]);
        Assert.Equal("parent                   local     collecting -       -                       -     "
            + "-         -       -     -      -", lines[2]);
        Assert.Equal("a-host-with-a-name-that~ receiving orphan     1m03s   localhost:41080         -     "
            + "no        0       0     -      0", lines[3]);
        Assert.Equal("    1m03s ago: closed by the child", lines[4]);
        Assert.StartsWith("a-host-with-a-name-that~ sending   ", lines[5]);
        Assert.Equal("    not sent: 1 samples in 1 updates, 0 bytes", lines[6]);
        Assert.All(lines, line => Assert.True(line.Length <= LinkTable.Columns, line));
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public void Nothing_of_a_peer_steers_a_terminal_or_breaks_the_json()
    {
        _rig.Open(DoorRig.Request(hostname: "a%1b[2Jb\"c%c3%a9"));

        Assert.Equal("a_[2Jb\"c\u00e9",
            Json("").GetProperty("links")[1].GetProperty("host").GetString());
        string table = Table();
        Assert.Contains("[2Jb\"c?", table);
        Assert.True(table.AsSpan().IndexOfAnyExcept(Printable) < 0);
    }

    [Fact]
    public void Two_thousand_hosts_are_an_answer_of_two_megabytes()
    {
        const int hosts = 2_000;
        for (int i = 0; i < hosts; i++)
        {
            _rig.Open(DoorRig.Request(guid: $"abcd{i:0000}-aaaa-4bbb-8ccc-000000006eb8", hostname: $"h{i}"));
        }

        string text = Ask("");
        Assert.InRange(text.Length, hosts * 2 * 300, hosts * 2 * 600);
        JsonElement links = JsonDocument.Parse(text).RootElement.GetProperty("links");
        Assert.Equal(1 + (hosts * 2), links.GetArrayLength());
        Assert.True(Table().Split('\n').Length > hosts * 2);
    }

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(59, "59s")]
    [InlineData(303, "5m03s")]
    [InlineData(11_520, "3h12m")]
    [InlineData(3_567_600, "41d07h")]
    [InlineData(long.MaxValue, "999999d")]
    public void A_span_has_two_units(long seconds, string text) =>
        Assert.Equal(text, LinkTable.Span(seconds));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1.0K")]
    [InlineData(10_239, "9.9K")]
    [InlineData(10_240, "10K")]
    [InlineData(1_048_575, "1023K")]
    [InlineData(1_572_864, "1.5M")]
    [InlineData(5_368_709_120, "5.0G")]
    public void A_size_is_short(long bytes, string text) => Assert.Equal(text, LinkTable.Size(bytes));

    public void Dispose() => _rig.Dispose();

    private JsonElement Json(string query) => JsonDocument.Parse(Ask(query)).RootElement;

    private string Table() => Ask("format=table");

    private string Ask(string query)
    {
        var book = new LinkBook(_rig.Hosts) { Door = _rig.Door };
        var page = new LinkPage(book, "edge 9", SenderRig.StartUsec);
        var request = new HttpRequest
        {
            Method = "GET", Path = "/api/v1/edge/links", Query = query, Connection = new FakeConnection(),
        };
        var response = new HttpResponse();
        page.Answer(_rig.Hosts.Local, request, response, _rig.NowUsec);
        Assert.Equal(200, response.Status);
        return Encoding.UTF8.GetString(response.Body.Written);
    }
}
