using Edge.Archive;
using Edge.Store;
using Edge.Sys;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>
/// What a killed process leaves of a mapped ring, damaged before or after the start that found it.
/// </summary>
[Collection(LogCollection.Name)]
public sealed class RingRecoveryTests
{
    /// <summary>A page of one dimension has 1,024 rows, the first one 1,008.</summary>
    private const int PageRows = RingLayout.PageBytes / sizeof(uint);

    [Theory]
    [InlineData(40)]
    [InlineData(2_000)]
    [InlineData(4_700)]
    public void What_no_sync_has_summed_is_summed_by_the_next_start(int synced)
    {
        using var rig = new RingRig(MemoryMode.Map) { History = 4000 };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, synced);
        rig.Keeper.Round();
        rig.Collect(chart, 300);
        int hit = chart.Series.RowAt(rig.NowSec - 100);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Kill();

        // The life that recovers it collects nothing and is killed, too.
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
        rig.Kill();
        Flip(rig, (long)hit * sizeof(uint));
        Expect(rig, before, lost: rig.NowSec - 100);
    }

    [Fact]
    public void What_a_sync_has_summed_of_the_page_under_the_pen_is_checked()
    {
        using var rig = new RingRig(MemoryMode.Map) { History = 4000 };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 5_000);
        rig.Keeper.Round();
        int hit = chart.Series.RowAt(rig.NowSec - 10);
        long lost = rig.NowSec - 10;
        rig.Collect(chart, 20);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Kill();
        Flip(rig, (long)hit * sizeof(uint));
        Expect(rig, before, lost);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(4_500)]
    public void A_damaged_pen_costs_what_is_newer_than_the_sums_and_is_told(int synced)
    {
        using var rig = new RingRig(MemoryMode.Map) { History = 4000 };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, synced);
        rig.Keeper.Round();
        long held = rig.NowSec;
        rig.Collect(chart, 20);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Kill();
        RingSpot spot = rig.Spot("a.b");
        string path = spot.Path;
        byte[] bytes = File.ReadAllBytes(path);
        for (int bit = 0; bit < 8 * RingPen.CellBytes; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[spot.CellOffset + (bit / 8)] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, damaged);
            using var log = new LogLines();
            SortedDictionary<long, uint> after = RingRig.Samples(rig.Define("a.b", "x"), "x");
            Assert.All(after, one => Assert.Equal(before[one.Key], one.Value));
            Assert.Contains(held, after.Keys);

            // Bit 26 says that the oldest row is being written; what it costs is that row.
            Assert.Equal(bit == 26 ? 0 : 1, log.All.Count(line => line.Contains("The pen of ")));
            Assert.InRange(after.Count, before.Count - 20 - PageRows, before.Count);
            rig.Kill();
        }
    }

    [Fact]
    public void What_a_start_has_summed_is_no_more_on_the_disk_than_before()
    {
        using var rig = new RingRig(MemoryMode.Map) { History = 4000 };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 3_500);
        rig.Keeper.Round();
        long synced = rig.NowSec;
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Collect(chart, 50);
        rig.Kill();
        rig.Define("a.b", "x").Series.EnsureRing();
        rig.Boot = Guid.NewGuid();
        rig.Kill();
        SortedDictionary<long, uint> after = RingRig.Samples(rig.Define("a.b", "x"), "x");
        Assert.Equal(synced, after.Keys.Max());
        Assert.Equal(before, after);
    }

    /// <summary>One bit of the file's rows.</summary>
    private static void Flip(RingRig rig, long ringByte)
    {
        RingSpot spot = rig.Spot("a.b");
        spot.Flip(spot.RingOffset + ringByte);
    }

    /// <summary>A page less, the one that a second is in, and nothing that was not there before.</summary>
    private static void Expect(RingRig rig, SortedDictionary<long, uint> before, long lost)
    {
        using var log = new LogLines();
        SortedDictionary<long, uint> after = RingRig.Samples(rig.Define("a.b", "x"), "x");
        Assert.Single(log.All, line => line.Contains("are damaged; they are gaps now"));
        Assert.All(after, one => Assert.Equal(before[one.Key], one.Value));
        Assert.DoesNotContain(lost, after.Keys);
        Assert.InRange(after.Count, before.Count - PageRows, before.Count - 1);
    }
}
