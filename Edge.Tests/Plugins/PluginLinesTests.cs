using System.Text;
using Edge.Plugins;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>The words of a plugin, without a process.</summary>
public sealed class PluginLinesTests : IDisposable
{
    private readonly Host _host = TestHosts.New();
    private readonly PluginLines _lines;

    public PluginLinesTests()
    {
        _lines = new PluginLines(_host, new PluginPlan { Name = "p", Path = "/p.plugin", UpdateEvery = 2 });
        _lines.Begin();
    }

    [Theory]
    [InlineData("BEGIN no.chart", true)]
    [InlineData("SET d = 1", true)]
    [InlineData("END", true)]
    [InlineData("CHART nodot", true)]
    [InlineData("DIMENSION d", true)]
    [InlineData("VARIABLE", true)]
    [InlineData("DISABLE", true)]
    [InlineData("TIMESTAMP 1", false)]
    [InlineData("CLAIMED_ID a b", false)]
    [InlineData("RBEGIN a.b", false)]
    [InlineData("FUNCTION_RESULT_BEGIN x", false)]
    [InlineData("anything else", false)]
    public void FatalLinesDisableAtOnceAndUnknownOnesOnlyEndTheRun(string line, bool disables)
    {
        Assert.NotNull(Say(line));
        Assert.Equal(disables, _lines.IsDisabled);
        _lines.Begin();
        Assert.False(_lines.IsDisabled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("FLUSH")]
    [InlineData("FUNCTION GLOBAL \"x\" 10 \"y\"")]
    [InlineData("LABEL short")]
    [InlineData("VARIABLE HOST x")]
    [InlineData("VARIABLE CHART x = 1")]
    public void OthersAreTakenOrPassedOver(string line) => Assert.Null(Say(line));

    [Fact]
    public void AChartMayBeSetWithoutBeginAfterItsDefinition()
    {
        Assert.Null(Say("CHART a.b\nDIMENSION d\nSET d = 1\nEND"));
        Assert.Equal(1, _lines.Collections);
        Assert.NotNull(Say("END"));
    }

    [Fact]
    public void WhatOneRunHasSetIsNotStoredByTheNext()
    {
        Assert.Null(Say("CHART a.b\nDIMENSION d\nSET d = 1"));
        Chart chart = _host.Find("a.b")!;
        Assert.Equal(1, chart.Series.Updated[0]);
        _lines.Begin();
        Assert.Equal(0, chart.Series.Updated[0]);
    }

    [Fact]
    public void AChartThatWasRemovedMeanwhileIsNotTouched()
    {
        Assert.Null(Say("CHART a.b\nDIMENSION d"));
        _host.Remove(_host.Find("a.b")!);
        Assert.NotNull(Say("SET d = 1"));
        _lines.Begin();
        _lines.Retire();
    }

    [Fact]
    public void RandomTextsHarmNothing()
    {
        var random = new Random(7);
        string[] words = ["CHART", "DIMENSION", "BEGIN", "SET", "END", "a.b", "d", "=", "'", "\"", "\\", "1",
            "0x", "VARIABLE", "HOST", "FLUSH", "CLABEL", "CLABEL_COMMIT", "LABEL", "OVERWRITE", "\0",
            "\u00e4", "-"];
        for (int i = 0; i < 20_000; i++)
        {
            var line = new StringBuilder();
            for (int count = random.Next(8); count >= 0; count--)
            {
                line.Append(words[random.Next(words.Length)]).Append(random.Next(4) == 0 ? "" : " ");
            }

            Say(line.ToString());
            if (random.Next(500) == 0 && _host.Charts.Count > 0)
            {
                _host.Remove(_host.Charts[0]);
            }
        }
    }

    public void Dispose() => _host.Dispose();

    private string? Say(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            if (_lines.Line(bytes, TestHosts.StartSec * TestHosts.Second) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
