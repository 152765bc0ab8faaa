using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>The program as a process: what it prints, how it ends.</summary>
public sealed class LaunchTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly Bench _bench = new();

    [Theory]
    [InlineData("--version", 0)]
    [InlineData("--help", 0)]
    [InlineData("-W simple-pattern a* abc", 0)]
    [InlineData("-W simple-pattern a* xbc", 1)]
    [InlineData("--nonsense", 2)]
    [InlineData("-c /nowhere/n.conf", 1)]
    [InlineData("--check -c /nowhere/n.conf", 1)]
    public void It_ends_with_a_code_that_scripts_can_use(string args, int code)
    {
        (int exit, string output, string error) = Run(args.Split(' '));

        Assert.Equal(code, exit);
        Assert.NotEqual("", output + error);
        Assert.Equal(code == 2, output.Length == 0 && error.Contains("--help"));
    }

    [Fact]
    public void Check_prints_each_problem_with_its_place()
    {
        string path = NodeFile("[web]\nrespect do not track policy = maybe\nno equals\ncolour = red\nssl "
            + "key =\n");

        (int exit, string output, _) = Run("--check", "-c", path, "-W", "set", "health", "enabled",
            "perhaps");

        int first = File.ReadAllLines(path).Length - 3;
        Assert.Equal(1, exit);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal($"{path}:{first + 1}: error: CONFIG: ignoring line {first + 1} ('no equals') of file "
            + $"'{path}', there is no "
            + "= in it.", lines[0]);
        Assert.StartsWith($"{path}:{first}: error: CONFIG: 'maybe' for option", lines[1]);
        Assert.StartsWith("command line: error: CONFIG: 'perhaps' for option 'enabled' of "
            + "[health]", lines[2]);
        Assert.StartsWith($"{path}:{first + 2}: error: CONFIG: option 'colour' of [web] is not "
            + "known", lines[3]);
        Assert.EndsWith("make a stand-alone; 4 errors", lines[4]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void Get_prints_what_holds()
    {
        string path = NodeFile("[web]\nbind to = ::1\n");

        Assert.Equal("::1\n", Run("-c", path, "-W", "get", "web", "bind to", "*").Output);
        Assert.Equal("7\n", Run("-c", path, "-W", "get", "web", "other", "7").Output);
    }

    [Fact]
    public void A_node_starts_says_what_it_is_opens_its_logs_again_and_stops_when_told()
    {
        string path = NodeFile("[stream]\nx = 1\n");
        string log = _bench.Path("log/error.log");
        string pid = _bench.Path("edge.pid");
        using Process process = Start("-D", "-c", path, "-P", pid);
        Until(() => File.Exists(log) && File.ReadAllText(log).Contains("sends nowhere"), process);
        Assert.Equal($"{process.Id}\n", File.ReadAllText(pid));
        string guid = File.ReadAllText(_bench.Path("lib/registry/netdata.public.unique.id"));
        string[] banner = Array.FindAll(File.ReadAllLines(log), line => IsBanner(line));
        Assert.Equal(Banner.Lines, banner.Length);
        Assert.Contains($"stand-alone 'test-node', machine guid {guid}", banner[0]);
        Assert.All(File.ReadAllLines(log), line => Assert.Matches("^....-..-.. ..:..:..: edge (INFO |ERROR) "
            + ": MAIN : ", line));

        File.Move(log, log + ".1");
        Signal(process, "HUP");
        Until(() => File.Exists(log), process);

        long stopped = Stopwatch.GetTimestamp();
        Signal(process, "TERM");
        Assert.True(process.WaitForExit(Deadline));
        Assert.Equal(0, process.ExitCode);
        Assert.True(Stopwatch.GetElapsedTime(stopped) < TimeSpan.FromSeconds(5));
        Assert.False(File.Exists(pid));
        Assert.Contains("EXIT: all done", File.ReadAllText(log));
        Assert.Contains("SIGNAL: Received SIGTERM", File.ReadAllText(log));
    }

    [Fact]
    public async Task A_node_that_listens_shows_its_configuration()
    {
        int port = FreePort();
        string path = NodeFile($"[web]\nmode = static-threaded\nbind to = 127.0.0.1:{port}\n");
        using Process process = Start("-D", "-c", path);
        string log = _bench.Path("log/error.log");
        Until(() => File.Exists(log) && File.ReadAllText(log).Contains("sends nowhere"), process);

        using var client = new HttpClient();
        string page = await client.GetStringAsync($"http://127.0.0.1:{port}/netdata.conf");
        Signal(process, "TERM");

        Assert.Contains("\n\thostname = test-node\n", page);
        Assert.Contains("\n\t# update every = 1\n", page);
        Assert.True(process.WaitForExit(Deadline));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void A_refusal_is_told_on_stderr_and_in_the_log()
    {
        _bench.Write("lib/registry", "a file where a directory has to be");
        string path = NodeFile("");

        (int exit, _, string error) = Run("-c", path);

        Assert.Equal(1, exit);
        Assert.Contains($"FATAL : MAIN : Cannot create directory '{_bench.Path("lib/registry")}'.", error);
    }

    [Fact]
    public void A_guid_file_that_cannot_be_made_is_a_refusal()
    {
        string path = NodeFile($"[registry]\nnetdata unique id file = {_bench.Path("no/such/file")}\n");

        (int exit, _, string error) = Run("-c", path);

        Assert.Equal(1, exit);
        Assert.Contains("FATAL : MAIN : Cannot create unique machine id file", error);
        Assert.Contains("Please fix this.", File.ReadAllText(_bench.Path("log/error.log")));
    }

    [Fact]
    public void A_user_that_does_not_exist_is_a_refusal()
    {
        (int exit, _, string error) = Run("-c", NodeFile(""), "-u", "nobody-of-that-name");

        Assert.Equal(1, exit);
        Assert.Contains("User 'nobody-of-that-name' is not present on this machine.", error);
    }

    /// <summary>Only root can become somebody else; others see the line that says so.</summary>
    [Fact]
    public void A_privileged_port_is_open_to_a_node_that_became_somebody_else()
    {
        if (!Edge.Sys.OwnProcess.IsRoot)
        {
            (int exit, _, string error) = Run("-c", NodeFile(""), "-u", "nobody");
            Assert.Equal(1, exit);
            Assert.Contains("only root may become somebody else", error);
            return;
        }

        File.SetUnixFileMode(_bench.Root, (UnixFileMode)0b111_101_101);
        int port = PrivilegedPort();
        string path = NodeFile("");
        File.WriteAllText(path, File.ReadAllText(path)
            .Replace("run as user = root", "run as user = nobody")
            .Replace("mode = none", $"mode = static-threaded\nbind to = 127.0.0.1:{port}"));
        using Process process = Start("-c", path);
        try
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                ReceiveTimeout = 10_000,
            };
            Until(() => Connects(client, port), process);
            client.Send("GET /api/v1/info HTTP/1.0\r\n\r\n"u8);
            byte[] answer = new byte[100];

            // 200, or 503 as long as it starts.
            Assert.StartsWith("HTTP/1.1 ",
                System.Text.Encoding.ASCII.GetString(answer, 0, client.Receive(answer)));
            string uids = File.ReadAllLines($"/proc/{process.Id}/status")
                .Single(static line => line.StartsWith("Uid:", StringComparison.Ordinal));
            Assert.DoesNotContain("\t0", uids);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static bool Connects(Socket client, int port)
    {
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A free one.</summary>
    private static int PrivilegedPort()
    {
        for (int port = 1023; ; port--)
        {
            try
            {
                using var socket =
                    new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                socket.Listen();
                return port;
            }
            catch (SocketException) when (port > 900)
            {
                // Somebody has it.
            }
        }
    }

    public void Dispose() => _bench.Dispose();

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool IsBanner(string line)
    {
        string text = line[(line.IndexOf("MAIN : ", StringComparison.Ordinal) + "MAIN : ".Length)..];
        return text.StartsWith("edge ", StringComparison.Ordinal)
            || text.StartsWith("keeps ", StringComparison.Ordinal)
            || text.StartsWith("collects ", StringComparison.Ordinal)
            || text.StartsWith("listens ", StringComparison.Ordinal)
            || text.StartsWith("sends ", StringComparison.Ordinal);
    }

    private static (int Exit, string Output, string Error) Run(params string[] args)
    {
        using Process process = Start(args);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Deadline));
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--roll-forward");
        start.ArgumentList.Add("Major");
        start.ArgumentList.Add("--runtimeconfig");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Edge.Tests.runtimeconfig.json"));
        start.ArgumentList.Add(typeof(Launch).Assembly.Location);
        Array.ForEach(args, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    private static void Signal(Process process, string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, process.Id.ToString()]);
        kill.WaitForExit();
    }

    private static void Until(Func<bool> condition, Process process)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "nothing happened");
            Assert.False(process.WaitForExit(20), "the process ended");
        }
    }

    /// <summary>Everything below the bench; no port is opened.</summary>
    private string NodeFile(string more) => _bench.Write("etc/netdata.conf", $"""
        [global]
        run as user = {Edge.Sys.OwnProcess.UserName(Edge.Sys.OwnProcess.EffectiveUser)}
        hostname = test-node
        memory mode = ram
        OOM score = keep
        process scheduling policy = keep
        [directories]
        config = {_bench.Path("etc")}
        stock config = {_bench.Path("stock")}
        cache = {_bench.Path("cache")}
        lib = {_bench.Path("lib")}
        log = {_bench.Path("log")}
        [plugins]
        enable running new plugins = no
        [statsd]
        enabled = no
        [web]
        mode = none
        {more}
        """);
}
