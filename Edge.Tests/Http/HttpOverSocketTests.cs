using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Http;
using Edge.Net;
using Edge.Sys;
using Edge.Tests.Net;
using Xunit;

namespace Edge.Tests.Http;

/// <summary>The whole way: listener, connection, session.</summary>
[Collection(SocketCollection.Name)]
public sealed class HttpOverSocketTests : IDisposable
{
    private const int LargeBytes = 15_000_000;

    private readonly Connections _home = new(new NetOptions());
    private readonly Listeners _listeners;
    private readonly DoorStub _door = new(Probe.Echo());

    public HttpOverSocketTests()
    {
        var page = new Page((request, response) =>
        {
            if (request.Path == "/large")
            {
                response.Body.Add(new byte[LargeBytes]);
            }
            else
            {
                response.Body.Add(request.Path);
            }
        });
        var desk = new HttpDesk(new HttpOptions(), page, _door, Clock.NowUsec);
        var door = new Door(_home, new AccessLists(), new Resolver(), desk.NewSession);
        _listeners = Listeners.Open(door, "127.0.0.1:0");
    }

    [Fact]
    public void A_closed_connection_has_the_whole_answer()
    {
        using Socket client = Connect();
        client.Send("GET /large HTTP/1.1\r\n\r\n"u8);
        byte[] answer = Lab.ReadAll(client);
        int head = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        Assert.Equal(LargeBytes, answer.Length - head);
        Assert.Contains(
            $"Content-Length: {LargeBytes}\r\n", Encoding.ASCII.GetString(answer.AsSpan(0, head)));
    }

    [Fact]
    public void A_client_that_half_closes_gets_its_answer()
    {
        using Socket client = Connect();
        client.Send("GET /large HTTP/1.1\r\n\r\n"u8);
        client.Shutdown(SocketShutdown.Send);
        Assert.True(Lab.ReadAll(client).Length > LargeBytes);
    }

    [Fact]
    public void Kept_alive_connections_answer_one_request_after_the_other()
    {
        using Socket client = Connect();
        for (int i = 10; i < 60; i++)
        {
            client.Send(Encoding.ASCII.GetBytes($"GET /{i} HTTP/1.1\r\nConnection: keep-alive\r\n\r\n"));
            string head = "";
            while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                head += (char)Lab.ReadExactly(client, 1)[0];
            }

            Assert.Contains("Content-Length: 3\r\n", head);
            Assert.Equal($"/{i}", Encoding.ASCII.GetString(Lab.ReadExactly(client, 3)));
        }
    }

    [Fact]
    public void A_request_that_is_much_too_big_still_gets_an_answer()
    {
        using Socket client = Connect();
        client.Send(Encoding.ASCII.GetBytes("GET /" + new string('a', 40_000)));
        Assert.Contains("Received request is too big", Encoding.ASCII.GetString(Lab.ReadAll(client)));
    }

    [Fact]
    public void A_stream_goes_on_with_its_own_session()
    {
        using Socket client = Connect();
        client.Send("STREAM key=a HTTP/1.1\r\n\r\n"u8);
        Assert.True(SpinWait.SpinUntil(() => _door.Requests.Count == 1, Lab.PatienceMs));
        client.Send("BEGIN a 0\n"u8);
        Assert.Equal("BEGIN a 0\n"u8.ToArray(), Lab.ReadExactly(client, 10));
    }

    public void Dispose()
    {
        _listeners.Stop();
        Assert.True(_home.Stop(Lab.PatienceMs));
        _home.Dispose();
    }

    private Socket Connect()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = Lab.PatienceMs,
        };
        client.Connect((IPEndPoint)_listeners.All[0].EndPoint);
        return client;
    }
}
