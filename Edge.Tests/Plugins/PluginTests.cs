using Edge.Plugins;
using Edge.Store;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>What real processes can do, well and badly.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class PluginTests : IDisposable
{
    private const string Chart = "echo \"CHART a.b '' Title units\"; echo DIMENSION d; ";
    private const string Round = "echo BEGIN a.b; echo SET d = 1; echo END; ";
    private const string Wait = "while :; do sleep 1000; done";
    private readonly PluginRig _rig = new();

    [Fact]
    public void APluginIsGivenItsIntervalAndOptionsSplitByTheShell()
    {
        _rig.UpdateEvery["good"] = 7;
        _rig.Options = "one 'two words' $((1+2))";
        _rig.With("good", "echo VARIABLE HOST count = $#; echo VARIABLE HOST every = $1; "
            + "echo VARIABLE HOST third = $4; echo CHART x.$(basename $(pwd)); " + Wait);
        _rig.Until(() => _rig.Host.Charts.Count > 0);
        Assert.Equal("x." + Path.GetFileName(_rig.Folder), _rig.Host.Charts[0].Id);
        Assert.Equal(4, _rig.Host.Variables["count"]);
        Assert.Equal(7, _rig.Host.Variables["every"]);
        Assert.Equal(3, _rig.Host.Variables["third"]);
    }

    [Fact]
    public void ItsChartsHaveItsIntervalAndItsNameWhereTheySayNothing()
    {
        _rig.UpdateEvery["good"] = 5;
        _rig.With("good", Chart + "echo \"CHART a.c '' '' '' '' '' area 7 3 '' mine mod\"; " + Round
            + "echo VARIABLE HOST x = 1; " + Wait);
        _rig.Until(() => _rig.Host.Variables["x"] is 1);
        Chart chart = _rig.Chart("a.b");
        Assert.NotEqual(0, chart.Series.Clock.LastCollectedUsec);
        Assert.Equal((5, "good.plugin", "units", "a"),
            (chart.UpdateEvery, chart.Plugin, chart.Units, chart.Family));
        chart = _rig.Chart("a.c");
        Assert.Equal((3, "mine", "mod", 7), (chart.UpdateEvery, chart.Plugin, chart.Module, chart.Priority));
    }

    [Fact]
    public void OneThatExitsWithZeroAfterDataIsStartedAgainAfterItsInterval()
    {
        _rig.With("good", Chart + Round);
        _rig.UntilState("good", PluginState.Ending);
        _rig.UntilState("good", PluginState.Waiting);
        Assert.Contains("disconnected after 1 successful data collections (ENDs).", _rig.Log);
        long startUsec = _rig.NowUsec;
        _rig.UntilState("good", PluginState.Running);
        Assert.InRange(_rig.NowUsec - startUsec, 900_000, 1_100_000);
        Assert.False(_rig.Chart("a.b").IsObsolete);
    }

    [Fact]
    public void OneThatExitsWithZeroAndNoDataIsTriedElevenTimesTenIntervalsApart()
    {
        _rig.With("idle", "exit 0");
        _rig.Until(
            () => _rig.Crew.Plugins.Count > 0 && _rig.Of("idle").State == PluginState.Disabled, 500_000);
        Assert.Contains("tried to collect something 11 times - unsuccessfully. Disabling it.", _rig.Log);
        Assert.Equal(11, Count("connected to"));
        Assert.Equal(10, Count("Waiting a bit before starting it again.."));
    }

    [Fact]
    public void OneThatFailsWithoutDataIsNotStartedAgain()
    {
        _rig.With("bad", "exit 3");
        _rig.UntilState("bad", PluginState.Disabled);
        Assert.Contains("child pid", _rig.Log);
        Assert.Contains("exited with error code 3 and haven't collected any data. Disabling it.", _rig.Log);
    }

    [Fact]
    public void OneThatFailsAfterDataIsTriedAgainTenIntervalsLater()
    {
        _rig.With("bad", Chart + Round + "exit 1");
        _rig.UntilState("bad", PluginState.Running);
        _rig.UntilState("bad", PluginState.Waiting);
        Assert.Contains("exited with error code 1, but has given useful output in the past (1 times). "
            + "Waiting a bit before starting it again.", _rig.Log);
        long startUsec = _rig.NowUsec;
        _rig.Until(() => _rig.Of("bad").State == PluginState.Running, 200_000);
        Assert.InRange(_rig.NowUsec - startUsec, 9_600_000, 10_400_000);
    }

    [Fact]
    public void OneThatIsKilledIsDisabledAndItsChartsAreObsolete()
    {
        _rig.With("good", Chart + Round + "kill -9 $$");
        _rig.UntilState("good", PluginState.Disabled);
        Assert.Contains("killed by signal 9.", _rig.Log);
        Assert.Contains("was killed with SIGTERM. Disabling it.", _rig.Log);
        Assert.True(_rig.Chart("a.b").IsObsolete);
    }

    [Fact]
    public void DisableEndsItForGoodThoughItExitsWithZero()
    {
        _rig.With("off", Chart + Round + "trap 'exit 0' TERM; echo DISABLE; echo BEGIN none; " + Wait);
        _rig.UntilState("off", PluginState.Disabled);
        Assert.Contains("INFO PLUGINSD[off] : called DISABLE. Disabling it.", _rig.Log);
        Assert.DoesNotContain("none", _rig.Log);
    }

    [Fact]
    public void RubbishIsToldAndEndsIt()
    {
        _rig.With("odd", "echo HELLO world; " + Wait);
        _rig.UntilState("odd", PluginState.Disabled);
        Assert.Contains("ERROR PLUGINSD[odd] : unknown keyword 'HELLO'. Ending it.", _rig.Log);
    }

    [Fact]
    public void OneThatCatchesItsEndAfterAnUnknownWordIsStartedAgain()
    {
        _rig.With("odd", Chart + Round + "trap 'exit 0' TERM; echo HELLO; while :; do sleep 0.02; done");
        _rig.UntilState("odd", PluginState.Ending);
        _rig.UntilState("odd", PluginState.Waiting);
    }

    [Fact]
    public void OneThatIgnoresItsEndIsKilledWithAllItStarted()
    {
        _rig.With("deaf", "trap '' TERM; sleep 1000 & echo VARIABLE HOST other = $!; echo HELLO; " + Wait);
        _rig.UntilState("deaf", PluginState.Ending);
        _rig.Until(() => _rig.Log.Contains("does not end on SIGTERM. Killing it."), 200_000);
        _rig.UntilState("deaf", PluginState.Disabled);
        int other = (int)_rig.Host.Variables["other"]!;
        _rig.Until(() => IsGone(other));
    }

    [Fact]
    public void ALineOfAMegabyteEndsItAndIsNotKept()
    {
        _rig.With("long", "head -c 1000000 /dev/zero | tr '\\0' x; " + Wait);
        _rig.UntilState("long", PluginState.Disabled);
        Assert.Contains("a line is longer than 15360 bytes. Ending it.", _rig.Log);
    }

    [Fact]
    public void TheLastLineNeedsNoEnd()
    {
        _rig.With("half", "printf 'VARIABLE HOST x = 5'");
        _rig.Until(() => _rig.Host.Variables["x"] is 5);
    }

    [Fact]
    public void StandardErrorIsLoggedByNameAndLimited()
    {
        _rig.With("loud", Chart + Round + "seq -f 'line %.0f' 1 2000 >&2; echo VARIABLE HOST x = 1; " + Wait);
        _rig.Until(() => _rig.Host.Variables["x"] is 1);
        _rig.UntilLogged("the rest is counted and not logged");
        Assert.Contains("INFO loud.plugin : line 40", _rig.Log);
        Assert.DoesNotContain("line 41", _rig.Log);
        Assert.Equal(PluginState.Running, _rig.Of("loud").State);
    }

    [Fact]
    public void AFloodIsReadNoFasterThanAllowedAndToldAndOthersAreRead()
    {
        _rig.With("flood", Chart + "while :; do head -c 1000000 /dev/zero | tr '\\0' '\\n'; done");
        _rig.With("calm", "echo CHART c.d; echo DIMENSION d; echo VARIABLE HOST calm = 1; " + Wait);
        _rig.Until(() => _rig.Log.Contains("flood.plugin' writes more than 4194304 bytes a second"), 0);
        Assert.Equal(-1, _rig.Of("flood").Output);
        _rig.Until(() => _rig.Host.Variables["calm"] is 1, 0);
        _rig.NowUsec += 1_100_000;
        _rig.Until(() => _rig.Of("flood").Output >= 0, 0);
    }

    [Fact]
    public void OneThatSaysNothingIsLeftAlone()
    {
        _rig.With("still", Wait);
        _rig.UntilState("still", PluginState.Running);
        _rig.NowUsec += 3_600_000_000;
        _rig.Crew.Turn(0);
        Assert.Equal(PluginState.Running, _rig.Of("still").State);
    }

    [Fact]
    public void FunctionsOfLaterVersionsArePassedOverAndLabelsOfChartsAreKept()
    {
        _rig.With("new", "echo CHART a.b; echo CLABEL k v 1; echo CLABEL_COMMIT; "
            + "echo 'FUNCTION \"x\" 10 \"text\"'; echo VARIABLE HOST x = 1; " + Wait);
        _rig.Until(() => _rig.Host.Variables["x"] is 1);
        Assert.Equal("k", Assert.Single(_rig.Chart("a.b").Labels).Key);
    }

    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return true;
        }
    }

    private int Count(string text) => _rig.Log.Split('\n').Count(line => line.Contains(text));

    public void Dispose() => _rig.Dispose();
}
