using System.Text;
using System.Text.Json;
using Edge.Boot;
using Edge.Net;
using Edge.Store;
using Edge.Tests.Net;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary><c>edge status</c> against a node of this process that has no web server.</summary>
[Collection(SocketCollection.Name)]
public sealed class StatusCommandTests : IDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public void It_prints_the_links_of_the_running_node()
    {
        string path = NodeFile("");
        using var node = new RunningNode(path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(_bench.Path("lib/edge.sock")));

        (int exit, string output, string errors) = Status("-c", path);

        Assert.Equal((0, ""), (exit, errors));
        string[] lines = output.Split('\n');
        Assert.StartsWith("edge 0.1.0 on test-node, up 0s, 1 hosts, 1 links", lines[0]);
        Assert.StartsWith("test-node                local     collecting", lines[2]);

        (exit, output, _) = Status("--json", "--url", $"unix:{_bench.Path("lib/edge.sock")}");
        Assert.Equal(0, exit);
        JsonElement root = JsonDocument.Parse(output).RootElement;
        Assert.Equal("test-node", root.GetProperty("links")[0].GetProperty("host").GetString());
    }

    [Fact]
    public void The_socket_serves_links_and_info_alone()
    {
        string path = NodeFile("");
        using var node = new RunningNode(path);
        var target = new StatusTarget(_bench.Path("lib/edge.sock"), "", 0);

        string info = Encoding.UTF8.GetString(StatusClient.Get(target, "/api/v1/info"));
        Assert.Contains("\"mirrored_hosts\"", info);
        foreach (string other in new[] { "/api/v1/charts", "/netdata.conf", "/", "/api/v1/edge/linksx" })
        {
            IOException e = Assert.Throws<IOException>(() => StatusClient.Get(target, other));
            Assert.StartsWith("it answers 404", e.Message);
        }
    }

    [Fact]
    public void An_empty_option_opens_none_and_leaves_nobody_to_ask()
    {
        string path = NodeFile("status socket =\n");
        using var node = new RunningNode(path);
        Assert.Null(node.Network);
        Assert.False(File.Exists(_bench.Path("lib/edge.sock")));

        (int exit, string output, string errors) = Status("-c", path);

        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("neither a status socket nor a web server", errors);
    }

    [Fact]
    public void A_node_that_does_not_run_is_told_by_its_exit_code()
    {
        string path = NodeFile("");
        using (var node = new RunningNode(path))
        {
        }

        (int exit, string output, string errors) = Status("-c", path);

        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("edge: no running node answers.", errors);
        Assert.Contains(_bench.Path("lib/edge.sock"), errors);
    }

    [Fact]
    public void Without_a_status_socket_the_web_server_is_asked()
    {
        string path = NodeFile("status socket =\n",
            $"mode = static-threaded\nbind to = unix:{_bench.Path("w")}");
        using var node = new RunningNode(path);

        (int exit, string output, _) = Status("-c", path);

        Assert.Equal(0, exit);
        Assert.Contains("test-node", output);
    }

    [Fact]
    public void A_port_that_takes_tls_alone_is_asked_by_tls()
    {
        using TlsPapers papers = new TlsPapers().Issue();
        int port = FreePort();
        string path = NodeFile("status socket =\n", $"mode = static-threaded\nbind to = 127.0.0.1:{port}"
            + $"=dashboard^SSL=force\nssl key = {papers.Key}\nssl certificate = {papers.Certificate}");
        using var node = new RunningNode(path);
        Trust(papers.CaFile);
        (int exit, string output, string errors) = Status("-c", path);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("test-node", output);
        (exit, output, errors) = Status("-c", path, "--url", $"https://127.0.0.1:{port}");
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("test-node", output);

        Trust(papers.OtherCaFile);
        (exit, output, errors) = Status("-c", path, "--url", $"https://127.0.0.1:{port}");
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("its certificate is not trusted: 20 and message unable to get local issuer", errors);
        Trust(papers.OtherCaFile, "ssl skip certificate verification = yes\n");
        Assert.Equal(0, Status("-c", path, "--url", $"https://127.0.0.1:{port}").Exit);
    }

    [Fact]
    public void The_name_of_a_url_has_to_be_in_the_certificate()
    {
        using TlsPapers papers = new TlsPapers().Issue(host: "elsewhere.invalid");
        int port = FreePort();
        string path = NodeFile("status socket =\n", $"mode = static-threaded\nbind to = 127.0.0.1:{port}"
            + $"=dashboard^SSL=force\nssl key = {papers.Key}\nssl certificate = {papers.Certificate}");
        using var node = new RunningNode(path);
        Trust(papers.CaFile);
        (int exit, _, string errors) = Status("-c", path, "--url", $"https://127.0.0.1:{port}");
        Assert.Equal(1, exit);
        Assert.Contains("mismatch", errors);

        // The port of the node's own configuration is asked by address, whatever its name is.
        Assert.Equal(0, Status("-c", path).Exit);
    }

    [Theory]
    [InlineData("unix:/a/b", "unix:/a/b")]
    [InlineData("http://h", "http://h:19999")]
    [InlineData("http://h:1/", "http://h:1")]
    [InlineData("http://[::1]:5", "http://::1:5")]
    [InlineData("https://h", "https://h:19999")]
    [InlineData("https://h:1/", "https://h:1")]
    [InlineData("https://", null)]
    [InlineData("h:19999", null)]
    [InlineData("unix:", null)]
    [InlineData("http://h:0", null)]
    [InlineData("http://h:1/api", null)]
    [InlineData("", null)]
    public void A_url_is_http_or_a_unix_socket(string text, string? meaning)
    {
        Assert.Equal(meaning, StatusTarget.Parse(text)?.ToString());
        Assert.Equal(meaning == null, CommandLine.Parse(["status", "--url", text]).Problem != null);
    }

    [Theory]
    [InlineData("SSH-2.0\r\n\r\n", "does not speak HTTP")]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\nno", "it answers 403 Forbidden: no")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "only 3 of 5 bytes came")]
    public void A_wrong_answer_is_told(string answer, string text)
    {
        IOException e =
            Assert.Throws<IOException>(() => StatusClient.BodyOf(Encoding.ASCII.GetBytes(answer)));
        Assert.Contains(text, e.Message);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--url unix:/x")]
    [InlineData("status --url")]
    [InlineData("status --nonsense")]
    public void Its_options_belong_to_it(string args) =>
        Assert.NotNull(CommandLine.Parse(args.Split(' ')).Problem);

    public void Dispose() => _bench.Dispose();

    private void Trust(string caFile, string more = "") => _bench.Write(
        "etc/stream.conf", $"[stream]\nCAfile = {caFile}\nCApath = {_bench.Path("none")}\n{more}");

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork,
            System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static (int Exit, string Output, string Errors) Status(params string[] args)
    {
        CommandLine line = CommandLine.Parse(["status", .. args]);
        if (line.Problem != null)
        {
            return (2, "", line.Problem);
        }

        using var output = new StringWriter();
        using var errors = new StringWriter();
        int exit = StatusCommand.Run(line, output, errors);
        return (exit, output.ToString(), errors.ToString());
    }

    private string NodeFile(string global, string web = "mode = none")
    {
        Directory.CreateDirectory(_bench.Path("lib"));
        return _bench.Write("etc/netdata.conf", $"""
            [global]
            hostname = test-node
            memory mode = none
            config directory = {_bench.Path("etc")}
            stock config directory = {_bench.Path("stock")}
            lib directory = {_bench.Path("lib")}
            {global}
            [web]
            {web}
            """);
    }

    /// <summary>The network of a node, started as the program does.</summary>
    private sealed class RunningNode : IDisposable
    {
        private readonly Host _local;

        public RunningNode(string path)
        {
            Configuration configuration = Configuration.Load(CommandLine.Parse(["-c", path]));
            _local = new Host(
                new HostInfo
                {
                    Hostname = "test-node", RegistryHostname = "test-node", MachineGuid = new string('0', 36),
                },
                configuration.Store);
            Network = Network.Start(configuration, new HostTable(_local), new Shelves(configuration));
            Network?.Open();
        }

        public Network? Network { get; }

        public void Dispose()
        {
            Network?.Stop(Edge.Sys.Clock.NowUsec());
            Network?.Dispose();
            _local.Dispose();
        }
    }
}
