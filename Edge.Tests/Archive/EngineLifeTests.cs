using Edge.Archive;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>What happens to charts and hosts while blocks are open or wait, against memory.</summary>
public sealed class EngineLifeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-life-").FullName;

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 300)]
    [InlineData(3, 530)]
    public void A_host_that_comes_back_again_and_again_loses_nothing(int seed, int seconds)
    {
        using var rig = new EngineRig(_folder, seed);
        rig.Define("a.one", 3);
        rig.Define("b.slow", 2, updateEvery: 5);
        long start = rig.NowSec + 10;
        var ends = new List<(long From, long To)>();
        for (int i = 0; i < 5; i++)
        {
            long from = rig.NowSec + 10;
            rig.Run(seconds);
            ends.Add((from, rig.NowSec - 1));
            rig.Reconnect();
        }

        rig.Run(20);
        Assert.Equal(start, ends[0].From);
        foreach ((long from, long to) in ends)
        {
            rig.Compare("a.one", from, to);
            rig.Compare("b.slow", from, to);
        }

        Assert.Equal(0, rig.Engine.Loader.Damages);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Charts_that_store_their_first_value_are_as_in_memory(int seed)
    {
        using var rig = new EngineRig(_folder, seed);
        rig.Define("a.first", 4, flags: ChartFlags.StoreFirst);
        long start = rig.NowSec + 10;
        rig.Run(1_700, isWild: true);
        rig.Compare("a.first", start, rig.NowSec);
    }

    [Fact]
    public void A_clock_that_went_forward_leaves_a_hole_and_what_was_before()
    {
        using var rig = new EngineRig(_folder, 6);
        rig.Define("a.one", 3);
        long start = rig.NowSec + 10;
        rig.Run(300);
        long end = rig.NowSec - 1;
        rig.Pause(20_000);
        long again = rig.NowSec + 10;
        rig.Run(1_600);
        rig.Compare("a.one", start, end);
        rig.Compare("a.one", again, rig.NowSec);
    }

    [Fact]
    public void A_clock_that_was_set_back_costs_nothing_that_was_there()
    {
        using var rig = new EngineRig(_folder, 7);
        rig.Define("a.one", 3);
        long start = rig.NowSec + 10;
        rig.Run(900);
        string before = Csv(rig, rig.Memory, start, rig.NowSec - 500);
        long end = rig.NowSec - 500;
        rig.Pause(-300);
        rig.Run(200);
        Assert.Equal(before, Csv(rig, rig.Host, start, end));
        rig.Run(2_000);
        Assert.Equal(before, Csv(rig, rig.Host, start, end));

        // Once it is later than it ever was, all is as in memory again.
        rig.Compare("a.one", rig.NowSec - 1_700, rig.NowSec);
        Assert.Equal(0, rig.Engine.Store.Fallbacks);
    }

    [Fact]
    public void A_chart_that_goes_while_its_blocks_wait_is_read_back()
    {
        using var rig = new EngineRig(_folder, 8);
        rig.Define("a.one", 3);
        rig.Define("a.stays", 2);
        long start = rig.NowSec + 10;
        rig.Run(511);
        long end = rig.NowSec - 1;
        using (rig.Host.Gate.Enter())
        {
            rig.Host.Remove(rig.Host.Find("a.one")!);
        }

        rig.Run(600);
        rig.Compare("a.stays", start, rig.NowSec);
        Chart again = rig.Host.Define(new ChartDefinition { Type = "a", Id = "one", UpdateEvery = 1 })!;
        foreach (Dimension dimension in rig.Memory.Find("a.one")!.Dimensions)
        {
            again.Define(dimension.Id, algorithm: dimension.Algorithm, multiplier: dimension.Multiplier,
                divisor: dimension.Divisor);
        }

        rig.Run(600);
        rig.Compare("a.one", start, end);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Csv(EngineRig rig, Host host, long from, long to)
    {
        Assert.True(to < rig.NowSec);
        return EngineRig.Ask(host, "a.one", $"after={from}&before={to}&format=csv&options=seconds,unaligned");
    }
}
