using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Files that are cut, flipped, foreign or of no use: what is lost, what is kept, what is
/// told.</summary>
[Collection(LogCollection.Name)]
public sealed class RingDamageTests
{
    /// <summary>After an orderly end: the samples of x of a.b and where they lie.</summary>
    private static RingRig Stopped(
        object mode, out SortedDictionary<long, uint> samples, out RingSpot spot)
    {
        var rig = new RingRig((MemoryMode)mode) { History = 4000 };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 3500);
        samples = RingRig.Samples(chart, "x");
        rig.Stop();
        spot = rig.Spot("a.b");
        return rig;
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void A_flipped_bit_costs_its_page_and_is_told(object mode)
    {
        using RingRig rig = Stopped(mode, out SortedDictionary<long, uint> before, out RingSpot spot);
        RingLayout layout = spot.Layout;
        spot.Flip(spot.RingOffset + layout.PageStart(1) + 77);

        using var log = new LogLines();
        rig.Start();
        SortedDictionary<long, uint> after = RingRig.Samples(rig.Define("a.b", "x"), "x");
        Assert.Single(log.All, line => line.Contains("1 of 4 pages"));
        Assert.All(after, one => Assert.Equal(before[one.Key], one.Value));
        Assert.Equal(before.Count - (RingLayout.PageBytes / layout.RowBytes), after.Count);
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void A_file_that_is_cut_misses_only_its_last_rows(object mode)
    {
        using RingRig rig = Stopped(mode, out SortedDictionary<long, uint> before, out RingSpot spot);
        RingLayout layout = spot.Layout;
        using (FileStream file = File.OpenWrite(spot.Path))
        {
            // Pages 0 and 1 stay.
            file.SetLength(spot.RingOffset + layout.PageEnd(1));
        }

        using var log = new LogLines();
        rig.Start();
        Chart chart = rig.Define("a.b", "x");
        SortedDictionary<long, uint> after = RingRig.Samples(chart, "x");
        Assert.Single(log.All, line => line.Contains("end too early"));
        Assert.Equal(before.Take(after.Count), after);
        Assert.Equal(layout.PageEnd(1) / layout.RowBytes, after.Count);

        rig.Collect(chart, 10);
        Assert.Equal(after.Count + 9, RingRig.Samples(chart, "x").Count);
    }

    [Theory]
    [InlineData(0, 1, "it is no ring file")]
    [InlineData(16, 1, "its version is")]
    [InlineData(20, 1, "damaged")]
    [InlineData(-1, 0, "both of its heads are damaged")]
    [InlineData(-2, 0, "too short")]
    public void A_file_of_no_use_is_set_aside_and_told(int offset, int flips, string why)
    {
        using var rig = new RingRig(MemoryMode.Save);
        rig.Collect(rig.Define("a.b", "x"), 20);
        rig.Stop();
        string path = rig.FileOf("a.b");
        byte[] bytes = File.ReadAllBytes(path);
        RingLayout layout = RingSpot.InFile(path).Layout;
        if (offset == -1)
        {
            bytes[layout.SlotOffset(0) + 30] ^= 1;
            bytes[layout.SlotOffset(1) + 30] ^= 1;
        }
        else if (offset == -2)
        {
            bytes = bytes[..10];
        }
        else
        {
            bytes[offset] ^= (byte)flips;
        }

        for (int life = 0; life < 5; life++)
        {
            using var log = new LogLines();
            File.WriteAllBytes(path, bytes);
            rig.Start();
            Chart chart = rig.Define("a.b", "x");
            Assert.Empty(RingRig.Samples(chart, "x"));
            Assert.Single(log.All, line => line.Contains(why) && line.Contains("set aside"));
            rig.Collect(chart, 3);
            Assert.Equal(2, RingRig.Samples(chart, "x").Count);
            rig.Stop();
        }

        string[] asides = Directory.GetFiles(Path.GetDirectoryName(path)!, "ring.edge.aside*");
        Assert.Equal(RingLimits.AsidesMax, asides.Length);
        Assert.All(asides, aside => Assert.Equal(bytes, File.ReadAllBytes(aside)));
        rig.Start();
    }

    [Theory]
    [InlineData(MemoryMode.Save, 0)]
    [InlineData(MemoryMode.Save, 1)]
    [InlineData(MemoryMode.Map, 0)]
    [InlineData(MemoryMode.Map, 1)]
    public void A_closed_file_has_two_heads(object mode, int slot)
    {
        using var rig = new RingRig((MemoryMode)mode);
        rig.Collect(rig.Define("a.b", "x"), 50);
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 10);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        using var log = new LogLines();
        rig.Stop();
        Assert.Single(log.All, line => line.Contains("Saved 1 charts"));
        RingSpot spot = rig.Spot("a.b");
        spot.Flip(spot.Slots[slot] + 5);
        rig.Start();
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
    }

    [Fact]
    public void One_damaged_head_leaves_the_other()
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 50);
        rig.Keeper.Round();
        rig.Collect(chart, 10);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Kill();
        RingSpot spot = rig.Spot("a.b");
        spot.Flip(spot.Slots[1] + 5);
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
    }

    [Fact]
    public void Another_machines_file_is_set_aside()
    {
        using var rig = new RingRig(MemoryMode.Save);
        rig.Collect(rig.Define("a.b", "x"), 20);
        rig.Stop();
        rig.MachineGuid = "22222222-0000-4000-8000-000000000002";
        using var log = new LogLines();
        rig.Start();
        Assert.Empty(RingRig.Samples(rig.Define("a.b", "x"), "x"));
        Assert.Single(log.All, line => line.Contains("it is of the machine 11111111-"));
        Assert.True(File.Exists(rig.FileOf("a.b") + ".aside1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_power_cut_it_holds_up_to_the_last_sync(bool wrapped)
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, wrapped ? 250 : 40);
        rig.Keeper.Round();
        long synced = rig.NowSec;
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Collect(chart, 7);

        // What was written since may or may not be on the disk; here it is, and must not be taken for older.
        rig.Boot = Guid.NewGuid();
        rig.Kill();
        chart = rig.Define("a.b", "x", "y");
        SortedDictionary<long, uint> after = RingRig.Samples(chart, "x");
        Assert.Equal(synced, chart.Series.LastEntrySec);
        Assert.All(after, one => Assert.Equal(before[one.Key], one.Value));
        Assert.Contains(synced, after.Keys);
        Assert.True(wrapped || after.Count == before.Count);
    }

    [Fact]
    public void A_row_that_was_being_written_is_a_gap_and_nothing_else()
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, 250);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        chart.Series.Pen()[0] = StoredNumber.Pack(4711, StoredNumber.Exists);
        rig.Kill();
        SortedDictionary<long, uint> after = RingRig.Samples(rig.Define("a.b", "x", "y"), "x");
        Assert.Equal(before.Skip(1), after);
    }
}
