using Edge.Archive;
using Edge.Store;
using Xunit;
using Limits = Edge.Archive.Limits;

namespace Edge.Tests.Archive;

/// <summary>A chart that is defined anew without end.</summary>
public sealed class LayoutsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-layouts-").FullName;

    [Fact]
    public void A_chart_that_is_renamed_without_end_keeps_the_newest_definitions()
    {
        using var rig = new EngineRig(_folder, seed: 1);
        rig.Define("a.calm", 2);
        rig.Define("a.wild", 2);
        long start = rig.NowSec + 10;
        rig.Run(20);
        for (int i = 0; i < Limits.LayoutsPerChart + 300; i++)
        {
            Rename(rig, i);
            rig.Run(3);
        }

        long end = rig.NowSec - 3;
        Check(rig, start, end);
        rig.Restart();
        Rename(rig, Limits.LayoutsPerChart + 299);
        rig.Run(5);
        Check(rig, start, end);
        rig.Reopen();
        Rename(rig, Limits.LayoutsPerChart + 299);
        rig.Run(5);
        Check(rig, start, end);
    }

    /// <summary>Between two names it is two definitions, however often it changes.</summary>
    [Fact]
    public void A_definition_that_comes_back_is_the_one_it_was()
    {
        using var rig = new EngineRig(_folder, seed: 2);
        rig.Define("a.wild", 2);
        long start = rig.NowSec + 10;
        rig.Run(20);
        for (int i = 0; i < 60; i++)
        {
            Rename(rig, i % 2);
            rig.Run(3);
        }

        Assert.Equal(3, ChartOf(rig, "a.wild").LayoutCount);
        rig.Restart();
        Rename(rig, 1);
        rig.Run(5);
        Assert.Equal(3, ChartOf(rig, "a.wild").LayoutCount);
        rig.Compare("a.wild", start, rig.NowSec - 7);
    }

    /// <summary>Those that only old segments have go with them.</summary>
    [Fact]
    public void Definitions_go_with_their_segments()
    {
        using var rig = new EngineRig(_folder, seed: 3, quotaBytes: 1 << 20);
        rig.Define("a.wild", 40);
        rig.Run(20);
        for (int i = 0; i < 120; i++)
        {
            Rename(rig, i);
            rig.Run(150);
        }

        Assert.False(File.Exists(StoreFiles.PathOf(_folder, StoreFiles.Segments, 1)));
        Assert.InRange(ChartOf(rig, "a.wild").LayoutCount, 2, 119);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Rename(EngineRig rig, int number)
    {
        foreach (Host host in (Host[])[rig.Host, rig.Memory])
        {
            Chart chart = host.Find("a.wild")!;
            Dimension first = chart.Dimensions[0];
            chart.Define(first.Id, $"name{number}", first.Algorithm, first.Multiplier, first.Divisor);
        }
    }

    private static EngineChart ChartOf(EngineRig rig, string chart) =>
        rig.Engine.All[0].Charts.Single(one => one.Id == chart);

    private static void Check(EngineRig rig, long start, long end)
    {
        Assert.InRange(
            ChartOf(rig, "a.wild").LayoutCount, Limits.LayoutsPerChart / 2, Limits.LayoutsPerChart);
        rig.Compare("a.calm", start, end);
        rig.Compare("a.wild", end - (2 * Limits.LayoutsPerChart), end);
    }
}
