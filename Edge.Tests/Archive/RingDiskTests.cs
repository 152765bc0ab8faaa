using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Full and read-only disks: collecting goes on, it is told once, and heals by itself.</summary>
[Collection(LogCollection.Name)]
public sealed class RingDiskTests
{
    [MountTheory]
    [InlineData(MemoryMode.Save, false)]
    [InlineData(MemoryMode.Map, false)]
    [InlineData(MemoryMode.Save, true)]
    [InlineData(MemoryMode.Map, true)]
    public void A_disk_that_takes_nothing_costs_nothing_but_the_file(object mode, bool readOnly)
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 512);

        using var log = new LogLines();
        using var rig = new RingRig((MemoryMode)mode, Path.Combine(disk.Root, "cache"));
        Spoil(disk, readOnly, isSpoilt: true);
        Chart first = rig.Define("a.first", "x");
        Chart second = rig.Define("a.second", "x");
        rig.Collect(first, 20);
        rig.Collect(second, 20);
        rig.Keeper.Save();
        rig.Keeper.Round();
        Assert.Equal(19, RingRig.Samples(first, "x").Count);
        Assert.Single(log.All, line => line.Contains("kept in memory for now"));

        Spoil(disk, readOnly, isSpoilt: false);
        rig.Keeper.Save();
        for (int i = 0; i < RingLimits.RetrySeconds; i++)
        {
            rig.Keeper.Round();
        }

        Assert.Single(log.All, line => line.Contains("can be written to disk again"));
        Assert.Equal(rig.Mode == MemoryMode.Map, RingShelf.MappedOf(first)?.IsMapped == true);
        rig.Kill();
        Assert.Equal(19, RingRig.Samples(rig.Define("a.first", "x"), "x").Count);
        Assert.Equal(19, RingRig.Samples(rig.Define("a.second", "x"), "x").Count);
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void A_directory_that_cannot_be_made_is_the_same(object mode)
    {
        string blocker = Path.GetTempFileName();
        using var log = new LogLines();
        using var rig = new RingRig((MemoryMode)mode, Path.Combine(blocker, "cache"));
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 20);
        rig.Stop();
        Assert.Single(log.All, line => line.Contains("kept in memory for now"));
        File.Delete(blocker);
    }

    [MountFact]
    public void A_disk_that_fills_up_does_not_touch_what_is_mapped()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 512);

        // The file has no room for another ring of this length.
        using var rig = new RingRig(MemoryMode.Map, Path.Combine(disk.Root, "cache")) { History = 40_000 };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 5);
        Assert.True(RingShelf.MappedOf(chart)!.IsMapped);
        disk.Fill();

        // Each page of the ring is written for the first time; a file with holes would kill the process here.
        rig.Collect(chart, 200);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        chart.Define("y");
        rig.Collect(chart, 10);
        Assert.False(RingShelf.MappedOf(chart)!.IsMapped);
        Assert.Equal(10, RingRig.Samples(chart, "x").Count(one => one.Key > before.Keys.Last()));
    }

    private static void Spoil(SmallDisk disk, bool readOnly, bool isSpoilt)
    {
        if (readOnly)
        {
            disk.SetReadOnly(isSpoilt);
        }
        else if (isSpoilt)
        {
            disk.Fill();
        }
        else
        {
            disk.MakeRoom();
        }
    }
}
