using Edge.Plugins;
using Edge.Store;
using Edge.Tests.Store;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>
/// A crew without its thread over a folder of scripts: real processes, a clock that goes when the test says
/// so, and the log. What is waited for has a deadline.
/// </summary>
internal sealed class PluginRig : IDisposable
{
    private const int DeadlineMs = 30_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-plugins").FullName;
    private readonly LogBook _log = new();
    private PluginCrew? _crew;

    public Host Host { get; } = TestHosts.New();

    public long NowUsec { get; set; } = TestHosts.StartSec * TestHosts.Second;

    public Dictionary<string, int> UpdateEvery { get; } = [];

    public HashSet<string> Off { get; } = [];

    /// <summary>For the thread, which waits for what it cannot be told.</summary>
    public bool HasRealClock { get; set; }

    public string Options { get; set; } = "";

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log.Lines);
            }
        }
    }

    public PluginCrew Crew => _crew ??= New();

    public string Folder => _folder;

    /// <summary>A plugin of shell; its first line is given.</summary>
    public PluginRig With(string name, string script)
    {
        string path = Path.Combine(_folder, $"{name}.plugin");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public Plugin Of(string name) => Crew.Plugins.Single(plugin => plugin.Name == name);

    /// <summary>Turns until it is so.</summary>
    /// <param name="isSo">Of the world.</param>
    /// <param name="stepUsec">By how much the clock goes each time; 0: it stands.</param>
    public void Until(Func<bool> isSo, long stepUsec = 20_000)
    {
        long end = Environment.TickCount64 + DeadlineMs;
        while (!isSo())
        {
            Assert.True(Environment.TickCount64 < end, $"it did not happen; the log:\n{Log}");
            Crew.Turn(waitMsMax: 20);
            NowUsec += stepUsec;
        }
    }

    public void UntilState(string name, PluginState state) =>
        Until(() => Crew.Plugins.Any(plugin => plugin.Name == name) && Of(name).State == state);

    public void UntilLogged(string text) => Until(() => Log.Contains(text, StringComparison.Ordinal));

    public Chart Chart(string id)
    {
        Chart? chart = Host.Find(id);
        Assert.NotNull(chart);
        return chart;
    }

    public void Dispose()
    {
        _crew?.Dispose();
        _log.Dispose();
        Host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private PluginCrew New() => new(Host, new PluginOptions
    {
        Directories = [_folder],
        Plan = (name, path) => new PluginPlan
        {
            Name = name, Path = path, IsEnabled = !Off.Contains(name), CommandOptions = Options,
            UpdateEvery = UpdateEvery.GetValueOrDefault(name, 1),
        },
        Environment = () => ["PATH=/usr/bin:/bin", $"NETDATA_USER_CONFIG_DIR={_folder}"],
        NowUsec = () => NowUsec,
        MonotonicUsec = () => HasRealClock ? Environment.TickCount64 * 1000 : NowUsec,
    });
}
