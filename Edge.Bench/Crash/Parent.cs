using System.Diagnostics;
using System.Globalization;

namespace Edge.Bench.Crash;

/// <summary>The parent: the published binary, with all its files below one directory.</summary>
internal sealed class Parent : IDisposable
{
    private const int StartSecondsMax = 30;
    private readonly string _edge;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private Process? _process;
    private long _logFrom;

    public Parent(string edge, string directory, string mode, int port, string key)
    {
        (_edge, Root, Mode, Port) = (edge, directory, mode, port);
        foreach (string part in (string[])["etc", "cache", "lib", "log"])
        {
            Directory.CreateDirectory(Path.Combine(directory, part));
        }

        File.WriteAllText(ConfigPath, $"""
            [global]
                run as user = {Environment.UserName}
                hostname = crash-parent
                memory mode = {mode}
                history = {Rig.HistoryRows}
                dbengine multihost disk space = 16
                config directory = {directory}/etc
                cache directory = {directory}/cache
                lib directory = {directory}/lib
                log directory = {directory}/log
                process scheduling policy = keep
                OOM score = keep
            [web]
                mode = static-threaded
                bind to = 127.0.0.1:{port}
            [plugins]
                enable running new plugins = no
            [health]
                enabled = no
            [registry]
                enabled = no

            """);
        File.WriteAllText(Path.Combine(directory, "etc", "stream.conf"), $"""
            [stream]
                enabled = no
            [{key}]
                enabled = yes
                allow from = *
                default memory mode = {mode}
                default history = {Rig.HistoryRows}

            """);
    }

    public string Root { get; }

    public string Mode { get; }

    public int Port { get; }

    public string Cache => Path.Combine(Root, "cache");

    /// <summary>The end of what it wrote to its standard error.</summary>
    public string LastWords { get; private set; } = "";

    public bool IsAlive => _process is { HasExited: false };

    private string ConfigPath => Path.Combine(Root, "etc", "netdata.conf");

    private string LogPath => Path.Combine(Root, "log", "error.log");

    /// <summary>What it has logged since it was started last.</summary>
    public string[] Log()
    {
        if (!File.Exists(LogPath))
        {
            return [];
        }

        using FileStream file = new(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(_logFrom, file.Length);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Start()
    {
        _logFrom = File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0;
        var start = new ProcessStartInfo(_edge, ["-D", "-c", ConfigPath])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data != null)
            {
                string words = LastWords + "\n" + line.Data;
                LastWords = words[^Math.Min(2000, words.Length)..];
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <exception cref="IOException">It ended, or does not answer in time.</exception>
    public void AwaitAnswer()
    {
        var watch = Stopwatch.StartNew();
        while (Get("/api/v1/info") == null)
        {
            if (!IsAlive || watch.Elapsed.TotalSeconds > StartSecondsMax)
            {
                throw new IOException($"the parent does not answer; its last words: "
                    + string.Join('\n', Log().TakeLast(5)));
            }

            Thread.Sleep(20);
        }
    }

    /// <summary>SIGKILL: no warning, nothing of the process runs any more.</summary>
    public void Kill()
    {
        if (_process != null)
        {
            _process.Kill(); // Nothing happens to one that has ended.
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }

    /// <exception cref="IOException">It does not end.</exception>
    public void Terminate()
    {
        using (Process term = Process.Start("kill", ["-s", "TERM", $"{_process!.Id}"]))
        {
            term.WaitForExit();
        }

        if (!_process.WaitForExit(StartSecondsMax * 1000))
        {
            throw new IOException("the parent does not end on TERM");
        }

        Kill();
    }

    /// <summary>All rows that the parent shows of a chart, as CSV; null: it does not know it.</summary>
    public string? Rows(string host, string chart) => Get(
        $"/host/{host}/api/v1/data?chart={chart}&after=-"
        + Rig.HistoryRows.ToString(CultureInfo.InvariantCulture)
        + "&format=csv&options=seconds,unaligned");

    public void Dispose()
    {
        Kill();
        _http.Dispose();
    }

    private string? Get(string path)
    {
        try
        {
            using HttpResponseMessage answer = _http.GetAsync($"http://127.0.0.1:{Port}{path}").Result;
            return answer.IsSuccessStatusCode ? answer.Content.ReadAsStringAsync().Result : null;
        }
        catch (AggregateException)
        {
            return null;
        }
    }
}
