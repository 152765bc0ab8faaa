using Edge.Plugins;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>Which plugins run, and when they are looked for.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class PluginCrewTests : IDisposable
{
    private const string Wait = "while :; do sleep 1000; done";
    private readonly PluginRig _rig = new();

    [Fact]
    public void EntriesThatEndInPluginRunAndAreAskedForOnce()
    {
        _rig.With("one", Wait).With("two", Wait).Off.Add("two");
        File.WriteAllText(Path.Combine(_rig.Folder, "three.conf"), "");
        File.WriteAllText(Path.Combine(_rig.Folder, ".plugin"), "");
        _rig.UntilState("one", PluginState.Running);
        Assert.Equal(["one", "two"], _rig.Crew.Plugins.Select(static plugin => plugin.Name).Order());
        Assert.Equal(PluginState.Disabled, _rig.Of("two").State);
    }

    [Fact]
    public void ANewOneIsFoundAtTheNextLook()
    {
        _rig.Crew.Turn(0);
        _rig.With("late", Wait);
        _rig.NowUsec += 59_000_000;
        _rig.Crew.Turn(0);
        Assert.Empty(_rig.Crew.Plugins);
        _rig.NowUsec += 1_000_000;
        _rig.UntilState("late", PluginState.Running);
    }

    [Fact]
    public void AFileThatCannotRunIsDisabledByWhatTheShellSays()
    {
        _rig.With("plain", "exit 0");
        File.SetUnixFileMode(Path.Combine(_rig.Folder, "plain.plugin"), UnixFileMode.UserRead);
        _rig.UntilState("plain", PluginState.Disabled);
        Assert.Contains("exited with error code 126 and haven't collected any data", _rig.Log);
        Assert.Contains("INFO plain.plugin : ", _rig.Log);
    }

    [Fact]
    public void ADirectoryThatIsMissingIsToldOnceWhereItWasWritten()
    {
        using var log = new LogBook();
        var silent = new PluginDirectories(["/no/such/place"], tellsMissing: false);
        silent.Scan(static (_, _) => Assert.Fail());
        Assert.Empty(log.Lines);
        var said = new PluginDirectories(["/no/such/place"], tellsMissing: true);
        said.Scan(static (_, _) => Assert.Fail());
        said.Scan(static (_, _) => Assert.Fail());
        Assert.Equal("ERROR PLUGINSD : cannot open plugins directory '/no/such/place' (there is no such "
            + "directory)", Assert.Single(log.Lines));
    }

    [Fact]
    public void TheExampleOfThisProjectRuns()
    {
        string script = File.ReadAllText(Path.Combine(Tidy.Checkout.Root, "scripts", "example.plugin"));
        _rig.With("example", script);
        _rig.Until(() => _rig.Host.Find("example.files")?.Series.Clock.LastCollectedUsec > 0);
        Assert.Equal("hours", _rig.Chart("example.uptime").Units);
        Assert.Equal(PluginState.Running, _rig.Of("example").State);
    }

    [Fact]
    public void WithoutOneThereIsNoThread()
    {
        _rig.With("off", Wait).Off.Add("off");
        _rig.Crew.Sweep();
        Assert.False(_rig.Crew.HasThread);
    }

    [Fact]
    public void TheThreadStopsThemAll()
    {
        _rig.HasRealClock = true;
        _rig.With("one", "trap 'exit 0' TERM; while :; do sleep 0.02; done").With("two", Wait);
        _rig.Crew.Sweep();
        Assert.True(_rig.Crew.HasThread);
        Assert.True(SpinWait.SpinUntil(() => _rig.Crew.Plugins.Count == 2
            && _rig.Crew.Plugins.All(static plugin => plugin.State == PluginState.Running), 20_000));
        _rig.Crew.Dispose();
        Assert.False(_rig.Crew.HasThread);
        Assert.All(_rig.Crew.Plugins, static plugin => Assert.Equal(-1, plugin.Errors));
    }

    public void Dispose() => _rig.Dispose();
}
