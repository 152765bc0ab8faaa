using Edge.Archive;
using Edge.Store;
using Xunit;
using Limits = Edge.Archive.Limits;

namespace Edge.Tests.Archive;

/// <summary>The compressed store with real files, against the same samples in memory.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-engine-").FullName;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void What_left_the_ring_is_read_back_from_disk_to_the_last_digit(int seed, bool isWild)
    {
        using var rig = new EngineRig(_folder, seed);
        rig.Define("a.one", 3);
        rig.Define("a.wide", 40);
        rig.Define("b.slow", 2, updateEvery: 5);
        long start = rig.NowSec + 10;
        rig.Run(2_600, isWild);
        foreach (string chart in (string[])["a.one", "a.wide", "b.slow"])
        {
            rig.Compare(chart, start, rig.NowSec);
            rig.Compare(chart, start + 300, start + 1_400);
            Assert.True(rig.Host.Find(chart)!.FirstEntrySec <= start);
        }

        Assert.Equal(0, rig.Engine.Loader.Damages);
        Assert.Equal(0, rig.Engine.Store.Fallbacks);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_restart_loses_nothing_but_the_time_in_between(int seed)
    {
        using var rig = new EngineRig(_folder, seed);
        rig.Define("a.one", 3);
        rig.Define("a.two", 7);
        rig.Define("b.slow", 2, updateEvery: 5);
        long start = rig.NowSec + 10;
        rig.Run(700);
        long end = rig.NowSec - 1;
        rig.Restart();
        rig.Pause(90);
        long again = rig.NowSec + 20;
        rig.Run(100);
        rig.CompareAll(start, end);

        string hole = $"after={end}&before={again - 25}&format=ssv";
        Assert.Contains("null", EngineRig.Ask(rig.Host, "a.one", hole));
        rig.Restart();
        rig.Run(1_000);
        rig.CompareAll(start, end);
    }

    [Fact]
    public void A_dimension_more_is_another_layout_and_no_loss()
    {
        using var rig = new EngineRig(_folder, 5);
        rig.Define("a.one", 3);
        long start = rig.NowSec + 10;
        rig.Run(700);
        rig.Widen("a.one", Algorithm.Incremental);
        rig.Run(900);
        rig.Widen("a.one", Algorithm.Absolute);
        rig.Run(600);
        rig.Compare("a.one", start, rig.NowSec);
        rig.Restart();
        rig.Run(20);
        rig.Compare("a.one", start, rig.NowSec - 25);
    }

    [Fact]
    public void A_chart_that_goes_is_there_again_when_it_comes_back()
    {
        using var rig = new EngineRig(_folder, 6);
        rig.Define("a.one", 2);
        long start = rig.NowSec + 10;
        rig.Run(100);
        long end = rig.NowSec - 1;
        rig.Host.Remove(rig.Host.Find("a.one")!);
        rig.Run(Limits.BlockRowsMax + 2);
        Chart again = rig.Host.Define(new ChartDefinition { Type = "a", Id = "one", UpdateEvery = 1 })!;
        foreach (Dimension dimension in rig.Memory.Find("a.one")!.Dimensions)
        {
            again.Define(dimension.Id, algorithm: dimension.Algorithm, multiplier: dimension.Multiplier,
                divisor: dimension.Divisor);
        }

        rig.Run(5);
        rig.Compare("a.one", start, end);
    }

    [Fact]
    public void The_quota_takes_the_oldest_and_the_first_entry_moves_on()
    {
        using var rig = new EngineRig(_folder, 7, quotaBytes: Limits.QuotaBytesMin);
        rig.Define("a.wide", 120);
        long start = rig.NowSec;
        for (int i = 0; i < 14; i++)
        {
            rig.Run(512);
            long bytes = Directory.GetFiles(_folder).Sum(path => new FileInfo(path).Length);
            Assert.InRange(bytes, i == 0 ? 0 : 1, Limits.QuotaBytesMin);
        }

        Chart chart = rig.Host.Find("a.wide")!;
        Assert.InRange(chart.FirstEntrySec, start + 512, rig.NowSec - 1_024);
        rig.Compare("a.wide", chart.FirstEntrySec + 2, rig.NowSec);
        rig.Restart();
        rig.Run(3);
        Assert.InRange(rig.Host.Find("a.wide")!.FirstEntrySec, start + 512, rig.NowSec - 1_024);
    }

    /// <summary>All files, every second: journals grow where no group is written, and they count.</summary>
    [Fact]
    public void Journals_count_towards_the_quota()
    {
        using var rig = new EngineRig(_folder, 17, quotaBytes: Limits.QuotaBytesMin, syncSeconds: 10);
        rig.Define("a.wide", 120);
        rig.Define("b.slow", 20, updateEvery: 5);
        (long most, long journals) = (0, 0);
        for (int i = 0; i < 4_000; i++)
        {
            rig.Run(1);
            long all = Directory.GetFiles(_folder).Sum(path => new FileInfo(path).Length);
            most = Math.Max(most, all);
            journals = Math.Max(journals, Directory.GetFiles(_folder, "journal-*")
                .Concat(Directory.GetFiles(_folder, "twin-*")).Sum(path => new FileInfo(path).Length));
            Assert.InRange(
                all, i < 3_000 ? 0 : Limits.QuotaBytesMin / 2, Limits.QuotaBytesMin * 105 / 100);
        }

        Assert.InRange(most, Limits.QuotaBytesMin * 8 / 10, Limits.QuotaBytesMin * 105 / 100);
        Assert.InRange(journals, Limits.QuotaBytesMin / 10, Limits.QuotaBytesMin / 2);
    }

    /// <summary>What is not sealed yet would be more than the quota by itself.</summary>
    [Fact]
    public void A_quota_that_is_too_small_for_the_journal_holds_all_the_same()
    {
        using var rig = new EngineRig(_folder, 19, quotaBytes: Limits.QuotaBytesMin, syncSeconds: 10);
        for (int i = 0; i < 8; i++)
        {
            rig.Define($"a.c{i}", 200);
        }

        for (int i = 0; i < 1_200; i++)
        {
            rig.Run(1);
            Assert.InRange(Directory.GetFiles(_folder).Sum(path => new FileInfo(path).Length), 0,
                Limits.QuotaBytesMin * 105 / 100);
        }

        rig.Compare("a.c3", rig.NowSec - 60, rig.NowSec - 1);
    }

    [Fact]
    public void Many_dimensions_get_shorter_blocks_and_rings()
    {
        using var rig = new EngineRig(_folder, 8, cacheBytes: 1 << 20);
        for (int i = 0; i < 10; i++)
        {
            rig.Define($"a.c{i}", 30);
        }

        long start = rig.NowSec + 10;
        rig.Run(300);
        Assert.Equal(64, rig.Engine.BlockRows);
        Assert.Equal(96, rig.Host.Find("a.c1")!.Series.Clock.Entries);
        rig.Compare("a.c3", start, rig.NowSec);
    }

    [Fact]
    public void A_disk_that_refuses_costs_nothing_while_memory_lasts()
    {
        using var rig = new EngineRig(_folder, 9);
        rig.Define("a.one", 3);
        long start = rig.NowSec + 10;
        string away = _folder + "-away";
        rig.Run(100);

        // No segment can be made where the folder is a file.
        Directory.Move(_folder, away);
        File.WriteAllText(_folder, "");
        rig.Run(2_000);
        Assert.True(rig.Engine.Store.Waiting > 0);
        rig.Compare("a.one", start, rig.NowSec);
        File.Delete(_folder);
        Directory.Move(away, _folder);
        rig.Run(20);
        Assert.Equal(0, rig.Engine.Store.Waiting);
        rig.Compare("a.one", start, rig.NowSec);
        rig.Restart();
        rig.Run(3);
        rig.Compare("a.one", start, rig.NowSec - 5);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
