using System.IO.Compression;
using System.Text;
using Edge.Http;
using Edge.Net;
using Xunit;
using Limits = Edge.Http.Limits;

namespace Edge.Tests.Http;

[Collection(LogCollection.Name)]
public sealed class HttpSessionTests
{
    private const long Now = 1795342951_000_000;

    private readonly LogCollection.Recorder _log;

    public HttpSessionTests(LogCollection.Recorder log)
    {
        _log = log;
        _log.Start();
    }

    [Fact]
    public void Answers_a_get_with_all_headers_in_order()
    {
        FakeConnection connection = Ask("GET /api/v1/info?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", out _);
        Assert.Equal(
            """
            HTTP/1.1 200 OK
            Connection: close
            Server: NetData Embedded HTTP Server v1.29.3
            Access-Control-Allow-Origin: *
            Access-Control-Allow-Credentials: true
            Content-Type: text/plain; charset=utf-8
            Date: Sun, 22 Nov 2026 10:22:31 GMT
            Cache-Control: no-cache, no-store, must-revalidate
            Pragma: no-cache
            Expires: Sun, 22 Nov 2026 10:22:32 GMT
            Content-Length: 20

            GET|x=1|/api/v1/info
            """.Replace("\n", "\r\n"),
            connection.Text);
        Assert.Equal(CloseReason.Done, connection.Finished);
        Assert.Equal(1, connection.Sends);
    }

    [Fact]
    public void Writes_cookies_policy_cache_and_custom_headers_where_the_reference_does()
    {
        var options = new HttpOptions { FrameOptions = "DENY", RespectsDoNotTrack = true };
        var page = new Page((_, response) =>
        {
            response.IsCacheable = true;
            response.ContentType = ContentTypes.Css;
            response.Headers.Add("Content-Disposition: inline");
            response.Headers.Add("Set-Cookie: a=b");
            response.DateSec = 86400;
            response.Body.Add("x");
        });
        FakeConnection connection = new();
        Feed(new HttpDesk(options, page, null, () =>
            Now), connection, "GET / HTTP/1.1\r\nOrigin: http://a\r\n\r\n");
        string[] lines = connection.Text.Split("\r\n");
        Assert.Equal("Access-Control-Allow-Origin: http://a", lines[3]);
        Assert.Equal("Content-Type: text/css; charset=utf-8", lines[5]);
        Assert.Equal(
            [
                "Date: Fri, 02 Jan 1970 00:00:00 GMT",
                "X-Frame-Options: DENY",
                "Set-Cookie: a=b",
                "Tk: T;cookies",
                "Cache-Control: public",
                "Expires: Mon, 23 Nov 2026 10:22:31 GMT",
                "Content-Disposition: inline",
                "Content-Length: 1",
                "",
                "x",
            ],
            lines[6..]);
    }

    [Fact]
    public void An_empty_body_has_no_length_and_ends_with_the_connection()
    {
        var page = new Page((_, _) => { });
        FakeConnection connection = new();
        Feed(new HttpDesk(new(), page, null, () =>
            Now), connection, "GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");
        Assert.DoesNotContain("Content-Length", connection.Text);
        Assert.Contains("Connection: close\r\n", connection.Text);
        Assert.Equal(CloseReason.Done, connection.Finished);
    }

    [Fact]
    public void An_echoed_header_cannot_bring_lines_of_its_own()
    {
        FakeConnection connection = Ask("GET / HTTP/1.1\r\nOrigin: a\nX-Evil: b\r\n\r\n", out _);
        Assert.DoesNotContain("X-Evil", connection.Text);
        Assert.Contains("Access-Control-Allow-Origin: a\r\n", connection.Text);
    }

    [Fact]
    public void Packs_when_the_client_can_unpack()
    {
        string body = new('z', 100_000);
        var page = new Page((_, response) => response.Body.Add(body));
        FakeConnection connection = new();
        HttpDesk desk = new(new(), page, null, () => Now);
        Feed(desk, connection, "GET /a HTTP/1.1\r\naccept-ENCODING: deflate, gzip\r\n\r\n").Closed(
            connection, default, Now);
        Assert.Contains("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", connection.Text);
        Assert.DoesNotContain("Content-Length", connection.Text);
        byte[] packed = Dechunk(connection.Sent);
        using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        Assert.Equal(body, new StreamReader(stream).ReadToEnd());
        Assert.Contains($"(sent/all = {packed.Length}/100000 bytes -100%,", _log.Access[^1]);
    }

    [Fact]
    public void Does_not_pack_when_switched_off()
    {
        FakeConnection connection = new();
        var desk = new HttpDesk(new() { Gzip = false }, Echo(), null, () => Now);
        Feed(desk, connection, "GET /a HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n");
        Assert.Contains("Content-Length: ", connection.Text);
    }

    [Fact]
    public void Stays_open_only_when_asked_to_and_answers_again()
    {
        FakeConnection connection =
            Ask("GET /a HTTP/1.1\r\nConnection: Keep-Alive\r\n\r\n", out ISession session);
        Assert.Contains("Connection: keep-alive\r\n", connection.Text);
        Assert.Equal(CloseReason.None, connection.Finished);
        Assert.Contains("200 '/a'", _log.Access[^1]);
        connection.Forget();
        byte[] next = "GET /b HTTP/1.1\r\n\r\n"u8.ToArray();
        Assert.Equal(next.Length, session.Consume(connection, next, Now));
        Assert.EndsWith("GET||/b", connection.Text);
        Assert.Equal(CloseReason.Done, connection.Finished);
        session.Closed(connection, CloseReason.Done, Now);
        Assert.Contains("'CONNECTED'", _log.Access[0]);
        Assert.Contains("200 '/a'", _log.Access[1]);
        Assert.Contains("'DISCONNECTED'", _log.Access[2]);
        Assert.Contains("200 '/b'", _log.Access[3]);
        Assert.Equal(4, _log.Access.Length);
    }

    [Fact]
    public void A_kept_alive_answer_is_logged_when_it_is_sent()
    {
        FakeConnection connection = new() { OutboxBytes = 10 };
        ISession session = Feed(Desk(), connection, "GET /a HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");
        Assert.Single(_log.Access);
        connection.OutboxBytes = 0;
        session.Sweep(connection, Now);
        Assert.Contains("200 '/a'", _log.Access[^1]);
    }

    [Fact]
    public void The_second_request_of_one_read_is_dropped()
    {
        FakeConnection connection = Ask(
            "GET /a HTTP/1.1\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.1\r\n\r\n", out _);
        Assert.EndsWith("GET||/a", connection.Text);
    }

    [Fact]
    public void Surplus_bytes_in_the_first_read_are_refused() =>
        Assert.Contains("400 Bad Request", Ask("GET /a HTTP/1.1\r\n\r\nx", out _).Text);

    [Fact]
    public void Surplus_bytes_after_several_reads_are_dropped()
    {
        var connection = new FakeConnection();
        ISession session = Desk().NewSession(connection);
        byte[] bytes = "GET /a HTTP/1.1\r\n\r\nsurplus"u8.ToArray();
        Assert.Equal(0, session.Consume(connection, bytes.AsSpan(0, 10), Now));
        Assert.Equal(bytes.Length, session.Consume(connection, bytes, Now));
        Assert.EndsWith("GET||/a", connection.Text);
    }

    [Fact]
    public void Bare_line_feeds_never_complete_a_request()
    {
        FakeConnection connection = Ask("GET /a HTTP/1.1\nHost: a\n\n", out _, used: 0);
        Assert.Empty(connection.Sent);
        Assert.Equal(CloseReason.None, connection.Finished);
    }

    [Fact]
    public void A_first_line_without_protocol_is_refused() =>
        Assert.Contains("400 Bad Request", Ask("GET /a\r\nX: HTTP/1.1\r\n\r\n", out _).Text);

    [Theory]
    [InlineData("HEAD / HTTP/1.1\r\n\r\n")]
    [InlineData("get / HTTP/1.1\r\n\r\n")]
    [InlineData("GETX")]
    [InlineData("\r\n")]
    public void Unknown_methods_are_refused_at_once(string text)
    {
        FakeConnection connection = Ask(text, out ISession session);
        Assert.EndsWith("\r\n\r\nI don't understand you...\r\n", connection.Text);
        Assert.Equal(CloseReason.Done, connection.Finished);
        session.Closed(connection, CloseReason.Done, Now);
        Assert.Equal(2, _log.Access.Length);
    }

    [Theory]
    [InlineData("G")]
    [InlineData("STREAM")]
    [InlineData("OPTIONS")]
    public void The_beginning_of_a_method_waits(string text) => Assert.Empty(Ask(text, out _, used: 0).Sent);

    [Fact]
    public void A_target_that_cannot_be_decoded_is_refused()
    {
        FakeConnection connection = Ask("GET /%00 HTTP/1.1\r\n\r\n", out _);
        Assert.EndsWith("\r\n\r\nURL not valid. I don't understand you...\r\n", connection.Text);
    }

    [Fact]
    public void A_request_that_is_too_big_is_refused_and_logged_so()
    {
        FakeConnection connection = Ask("GET /" + new string('a', 16380), out ISession session);
        Assert.EndsWith("\r\n\r\nReceived request is too big  (16385 bytes).\r\n", connection.Text);
        session.Closed(connection, CloseReason.Done, Now);
        Assert.Contains("400 'too big request'", _log.Access[^1]);
    }

    [Fact]
    public void The_largest_request_is_answered()
    {
        string head = "GET /a HTTP/1.1\r\nX: ";
        string text = head + new string('a', Limits.RequestBytesMax - head.Length - 4) + "\r\n\r\n";
        Assert.EndsWith("GET||/a", Ask(text, out _).Text);
        Assert.Contains("too big", Ask(text.Replace("X:", "XX:"), out _).Text);
    }

    [Fact]
    public void A_request_in_too_many_pieces_is_refused()
    {
        var connection = new FakeConnection();
        ISession session = Desk().NewSession(connection);
        byte[] bytes = "GET /abcdefghijklmnop HTTP/1.1\r\n\r\n"u8.ToArray();
        for (int i = 1; i <= Limits.ReadsMax; i++)
        {
            Assert.Equal(0, session.Consume(connection, bytes.AsSpan(0, i), Now));
        }

        Assert.Equal(11, session.Consume(connection, bytes.AsSpan(0, 11), Now));
        Assert.Contains("400 Bad Request", connection.Text);
        Assert.Equal(
            ["Disabling slow client after 11 attempts to read the request (11 bytes received)"], _log.Error);
    }

    [Fact]
    public void A_path_without_slash_gets_one() =>
        Assert.EndsWith("GET||/http://a/", Ask("GET http://a/ HTTP/1.1\r\n\r\n", out _).Text);

    [Fact]
    public void An_escaped_question_mark_starts_the_query() =>
        Assert.EndsWith("GET|b=c d|/a", Ask("GET /a%3Fb=c+d HTTP/1.1\r\n\r\n", out _).Text);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "DATA")]
    [InlineData("OPTIONS / HTTP/1.1\r\n\r\n", "DATA")]
    public void A_port_for_streams_only_refuses_everything_else(string text, string mode)
    {
        FakeConnection connection = new() { Access = Access.Streaming };
        Feed(Desk(), connection, text).Closed(connection, CloseReason.Done, Now);
        Assert.EndsWith("\r\n\r\nYou are not allowed to access this resource.", connection.Text);
        Assert.EndsWith(
            $"'{mode}' (sent/all = 44/44 bytes -0%, prep/sent/total = 0.00/0.00/0.00 ms) 403 '/'",
            _log.Access[^1]);
    }

    [Fact]
    public void Control_characters_do_not_reach_the_log()
    {
        FakeConnection connection = Ask("GET /a\nb HTTP/1.1\r\n\r\n", out ISession session);
        session.Closed(connection, CloseReason.Done, Now);
        Assert.EndsWith("200 '/a b'", _log.Access[^1]);
    }

    [Fact]
    public void A_stream_is_handed_over_and_logged_before_the_receiver_speaks()
    {
        var next = new SinkSession();
        var door = new DoorStub(next) { HandsOverItself = true };
        FakeConnection connection = new();
        Feed(new HttpDesk(new(), Echo(), door, () =>
            Now), connection, "STREAM key=a%20b HTTP/1.1\r\nUser-Agent: p/v\r\n\r\n");
        Assert.Same(next, connection.Next);
        HttpRequest request = Assert.Single(door.Requests);
        Assert.Equal(("STREAM", "", "key=a b", "p/v"),
            (request.Method, request.Path, request.Query, request.Headers["user-agent"]));
        Assert.Equal(4, _log.Access.Length);
        Assert.EndsWith("'[localhost]:41366' 'CONNECTED'", _log.Access[0]);
        Assert.EndsWith("'[localhost]:41366' 'DISCONNECTED'", _log.Access[1]);
        Assert.Contains("'STREAM' (sent/all = 0/0 bytes -0%, prep/", _log.Access[2]);
        Assert.EndsWith("ms) 200 'key=a b'", _log.Access[2]);
        Assert.StartsWith("STREAM: ", _log.Access[3]);
        Assert.Equal(CloseReason.None, connection.Finished);
    }

    [Theory]
    [InlineData(401, "67/67")]
    [InlineData(409, "45/45")]
    [InlineData(503, "61/61")]
    public void A_refused_stream_is_closed_and_logged(int status, string sizes)
    {
        FakeConnection connection = new();
        ISession session = Feed(
            new HttpDesk(new(), Echo(), new DoorStub(null, status), () =>
                Now), connection, "STREAM a=b HTTP/1.1\r\n\r\n");
        Assert.Equal(CloseReason.Done, connection.Finished);
        Assert.Empty(connection.Sent);
        session.Closed(connection, CloseReason.Done, Now);
        Assert.EndsWith("'DISCONNECTED'", _log.Access[1]);
        Assert.Contains($"'STREAM' (sent/all = {sizes} bytes -0%,", _log.Access[2]);
        Assert.EndsWith($"{status} 'a=b'", _log.Access[2]);
    }

    [Fact]
    public void A_stream_on_a_port_without_that_right_gets_no_byte()
    {
        var door = new DoorStub(new SinkSession());
        FakeConnection connection = new() { Access = Access.All & ~Access.Streaming };
        ISession session =
            Feed(new HttpDesk(new(), Echo(), door, () => Now), connection, "STREAM a=b HTTP/1.1\r\n\r\n");
        Assert.Empty(door.Requests);
        Assert.Empty(connection.Sent);
        Assert.Equal(CloseReason.Done, connection.Finished);
        session.Closed(connection, CloseReason.Done, Now);
        Assert.Contains("'STREAM' (sent/all = 44/44 bytes", _log.Access[^1]);
        Assert.EndsWith("403 'a=b'", _log.Access[^1]);
    }

    [Fact]
    public void A_client_that_never_asks_is_disconnected()
    {
        FakeConnection connection = new() { LastReceivedUsec = Now };
        ISession session = Desk().NewSession(connection);
        session.Consume(connection, "GET /"u8, Now);
        connection.LastReceivedUsec = Now + 50_000_000;
        session.Sweep(connection, Now + 60_000_000);
        Assert.Equal(CloseReason.None, connection.Aborted);
        session.Sweep(connection, Now + 60_000_001);
        Assert.Equal(CloseReason.IdleTimeout, connection.Aborted);
    }

    [Fact]
    public void An_idle_client_is_disconnected()
    {
        FakeConnection connection =
            Ask("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n", out ISession session);
        connection.LastReceivedUsec = Now + 1_000_000;
        connection.LastSentUsec = Now + 2_000_000;
        session.Sweep(connection, Now + 62_000_000);
        Assert.Equal(CloseReason.None, connection.Aborted);
        session.Sweep(connection, Now + 62_000_001);
        Assert.Equal(CloseReason.IdleTimeout, connection.Aborted);
    }

    [Fact]
    public void Who_asks_on_without_reading_is_cut()
    {
        FakeConnection connection =
            new() { OutboxBytes = Limits.UnsentBytesMax + 1, OutboxMax = int.MaxValue };
        Feed(Desk(), connection, "GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");
        Assert.Equal(CloseReason.OutboxFull, connection.Aborted);
    }

    [Fact]
    public void A_large_body_makes_room_for_itself()
    {
        var page = new Page((_, response) => response.Body.Add(new byte[3_000_000]));
        FakeConnection connection = new();
        Feed(new HttpDesk(new(), page, null, () => Now), connection, "GET / HTTP/1.1\r\n\r\n");
        Assert.EndsWith("Content-Length: 3000000\r\n\r\n", connection.Text[..^3_000_000]);
        Assert.Equal(2, connection.Sends);
    }

    private static Page Echo() => new((request, response) =>
        response.Body.Add($"{request.Method}|{request.Query}|{request.Path}"));

    private static HttpDesk Desk() => new(new(), Echo(), null, () => Now);

    private static FakeConnection Ask(string text, out ISession session, int? used = null)
    {
        FakeConnection connection = new();
        session = Feed(Desk(), connection, text, used);
        return connection;
    }

    private static ISession Feed(HttpDesk desk, FakeConnection connection, string text, int? used = null)
    {
        ISession session = desk.NewSession(connection);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(used ?? bytes.Length, session.Consume(connection, bytes, Now));
        return session;
    }

    private static byte[] Dechunk(byte[] answer)
    {
        int start = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        int end = start + answer.AsSpan(start).IndexOf("\r\n"u8);
        int bytes = Convert.ToInt32(Encoding.ASCII.GetString(answer.AsSpan(start, end - start)), 16);
        Assert.Equal("\r\n0\r\n\r\n", Encoding.ASCII.GetString(answer.AsSpan(end + 2 + bytes)));
        return answer.AsSpan(end + 2, bytes).ToArray();
    }
}
