using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Edge.Tests.Peers;

/// <summary>
/// A real Edge or netdata in a directory of its own, on loopback, configured and started by
/// <c>scripts/peer</c>, which becomes the program. Ends with the test.
/// </summary>
internal sealed class Node : IDisposable
{
    /// <summary>Of the senders, so that healing can be waited for.</summary>
    public const int ReconnectSeconds = 1;

    private readonly string _directory;
    private readonly string _program;
    private readonly string[] _arguments;
    private Process _process;

    private Node(string program, string role, string name, int port, IEnumerable<string> arguments)
    {
        Name = name;
        Port = port;
        _directory = NewDirectory();
        _program = Path.Combine(Programs.Root, "scripts/peer");
        _arguments = [role, "--program", program, "--dir", _directory, "--hostname", name, .. arguments];
        if (port != 0)
        {
            _arguments = [.. _arguments, "--port", port.ToString(CultureInfo.InvariantCulture)];
        }

        _process = Launch();
    }

    private Node(string name, int port, string directory, bool bindsItself = false)
    {
        Name = name;
        Port = port;
        _directory = directory;
        _program = Programs.Edge!;
        _arguments = Written.Arguments(directory, name, bindsItself ? 0 : port);
        _process = Launch();
    }

    public string Name { get; }

    /// <summary>0: no web server.</summary>
    public int Port { get; }

    public int Pid => _process.Id;

    public string ConfigPath => Path.Combine(_directory, "etc", "netdata.conf");

    public bool HasEnded => _process.HasExited;

    /// <summary>Configuration, identity and logs.</summary>
    public string Folder => _directory;

    /// <summary>All that it has logged as yet.</summary>
    public string LogText
    {
        get
        {
            string log = Path.Combine(_directory, "log", "error.log");
            return File.Exists(log) ? File.ReadAllText(log) : "";
        }
    }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Collects and sends; no web server, no database.</summary>
    public static Node Child(string? program, string name, Node parent) =>
        new(program!, "child", name, 0, To(parent));

    /// <summary>The same, to an address that need not be a node's.</summary>
    public static Node ChildOf(int port, string name, params string[] more) =>
        new(Programs.Edge!, "child", name, 0,
            ["--destination", $"127.0.0.1:{port}", "--reconnect", $"{ReconnectSeconds}", .. more]);

    /// <summary>One parent at several addresses.</summary>
    public static Node ParentAt(int[] ports, string name) => new(
        Programs.Edge!, "parent", name, ports[^1], ["--history", "600", "--bind",
            string.Concat(ports[..^1].Select(static port => $"127.0.0.1:{port} ")) + "127.0.0.1"]);

    /// <summary>Collects, keeps and sends.</summary>
    public static Node KeepingChild(string? program, string name, Node parent) =>
        new(program!, "child", name, FreePort(), [.. To(parent), "--memory-mode", "ram"]);

    public static Node Parent(string? program, string name) =>
        new(program!, "parent", name, FreePort(), ["--history", "600"]);

    /// <summary>Keeps in this memory mode.</summary>
    public static Node Parent(string? program, string name, string mode) =>
        new(program!, "parent", name, FreePort(), ["--history", "600", "--memory-mode", mode]);

    /// <summary>Receives and sends; no database.</summary>
    public static Node Proxy(string? program, string name, Node parent) =>
        new(program!, "proxy", name, FreePort(), To(parent));

    /// <summary>
    /// Edge with configuration files as they are written here; name, directories and port come with the
    /// command line, so that nothing has to be added to them.
    /// </summary>
    /// <param name="prepare">What is done to its directory before it starts.</param>
    /// <param name="bindsItself">True: the files say where it listens.</param>
    public static Node Configured(
        string name, int port, string node, string stream, Action<string>? prepare = null,
        bool bindsItself = false)
    {
        string directory = NewDirectory();
        Written.Write(directory, node, stream);
        prepare?.Invoke(directory);
        return new Node(name, port, directory, bindsItself);
    }

    /// <summary>As a machine that begins with a copy of this one's directory.</summary>
    /// <param name="prepare">What is done to the copy before it starts.</param>
    public Node Copy(string name, Action<string> prepare)
    {
        string directory = NewDirectory();
        using (Process copy = Process.Start("cp", ["-a", _directory + "/.", directory]))
        {
            copy.WaitForExit();
        }

        prepare(directory);
        return new Node(name, Port, directory);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Such as <c>HUP</c> or <c>USR1</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, Pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to end and waits. Returns how long that took, or fails after ten seconds.</summary>
    public TimeSpan Terminate(out int exitCode)
    {
        var watch = Stopwatch.StartNew();
        Signal("TERM");
        if (!_process.WaitForExit(10_000))
        {
            throw new TimeoutException($"{Name} does not end on TERM\n{LastWords()}");
        }

        exitCode = _process.ExitCode;
        return watch.Elapsed;
    }

    /// <summary>As a crash or a power cut: no warning.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>It is there, and does nothing.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>The most memory that was ever resident, in KiB.</summary>
    public long PeakKib() => long.Parse(
        File.ReadLines($"/proc/{Pid}/status")
            .First(static line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);

    /// <summary>All that it logged.</summary>
    public string Said()
    {
        string log = Path.Combine(_directory, "log", "error.log");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }

    /// <summary>Again after it has ended, with the same identity, port and configuration.</summary>
    public void Restart()
    {
        _process.Dispose();
        _process = Launch();
    }

    /// <summary>The end of what it logged, for messages.</summary>
    public string LastWords()
    {
        string log = Path.Combine(_directory, "log", "error.log");
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        return $"--- {Name}\n{string.Join('\n', lines.TakeLast(12))}";
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            if (!_process.WaitForExit(3000))
            {
                _process.Kill();
            }
        }

        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string[] To(Node parent) =>
        ["--destination", parent.Address, "--reconnect", $"{ReconnectSeconds}"];

    private static string NewDirectory() => Directory.CreateTempSubdirectory("edge-test-").FullName;

    private Process Launch()
    {
        var start = new ProcessStartInfo(_program, _arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
