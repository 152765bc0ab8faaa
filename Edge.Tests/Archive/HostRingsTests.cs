using System.Buffers.Binary;
using Edge.Archive;
using Edge.Store;
using Edge.Sys;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>The file of all mapped rings of a host: its bytes, its damage, what becomes of its
/// room.</summary>
[Collection(LogCollection.Name)]
public sealed class HostRingsTests
{
    [Fact]
    public void Its_bytes_are_what_the_document_says()
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, 40);
        rig.Keeper.Round();
        byte[] file = File.ReadAllBytes(rig.HostFile);
        Assert.Equal("EDGE HOST RINGS\0"u8, file.AsSpan(0, 16));
        Assert.Equal(file.AsSpan(0, 4096), file.AsSpan(4096, 4096));
        Assert.Equal((1, 4096), (I32(file, 16), I32(file, 20)));
        Assert.Equal(rig.MachineGuid, System.Text.Encoding.ASCII.GetString(file, 48, 36));

        // Two pieces: 64 KiB of slots, then 256 KiB, in units of 64 KiB.
        Assert.Equal((2, (1 << 1) | 1, 4 << 1), (I32(file, 84), I32(file, 88), I32(file, 92)));
        Assert.Equal(8192 + (5 << 16), file.Length);
        Assert.Equal(Crc32C.Of(file.AsSpan(0, 4092)), (uint)I32(file, 4092));
        uint seed = Crc32C.Of(file.AsSpan(32, 16));
        int slot = 8192 + (I64(file, 8192 + 16) > I64(file, 8192 + 32768 + 16) ? 0 : 32768);
        Assert.Equal("ERS1"u8, file.AsSpan(slot + 4, 4));
        int length = I32(file, slot + 8);
        Assert.Equal(Crc32C.Of(file.AsSpan(slot + 4, length - 4), seed), (uint)I32(file, slot));
        Assert.Equal((1, 100, 2, 2), (I32(file, slot + 48), I32(file, slot + 52), I32(file, slot + 56),
            I32(file, slot + 60)));
        Assert.Equal(rig.Boot, new Guid(file.AsSpan(slot + 64, 16)));
        Assert.Equal(8192 + (1 << 16), I64(file, slot + 80));
        Assert.Equal((96 + 5 + 3 + 3 + 1, 1), (I32(file, slot + 88), I32(file, slot + 92)));
        Assert.Equal(length, I32(file, slot + 88) + 4);
        Assert.Equal(RingPen.Of(in chart.Series.Clock).Word, (ulong)I64(file, slot + 24));
        Assert.Equal(RingPen.Of(in chart.Series.Clock).Word, (ulong)I64(file, 8192 + (1 << 16)));
    }

    [Theory]
    [InlineData(0, "it is no ring file")]
    [InlineData(16, "its version is")]
    [InlineData(60, "damaged")]
    [InlineData(-1, "too short")]
    public void A_file_of_no_use_is_set_aside_and_told(int offset, string why)
    {
        using var rig = new RingRig(MemoryMode.Map);
        rig.Collect(rig.Define("a.b", "x"), 20);
        rig.Stop();
        byte[] bytes = File.ReadAllBytes(rig.HostFile);
        if (offset < 0)
        {
            bytes = bytes[..10];
        }
        else
        {
            bytes[offset] ^= 1;
            bytes[HostSuper.CopyBytes + offset] ^= 1;
        }

        for (int life = 0; life < 5; life++)
        {
            using var log = new LogLines();
            File.WriteAllBytes(rig.HostFile, bytes);
            rig.Start();
            Chart chart = rig.Define("a.b", "x");
            Assert.Empty(RingRig.Samples(chart, "x"));
            Assert.Single(log.All, line => line.Contains(why) && line.Contains("set aside"));
            rig.Collect(chart, 3);
            Assert.Equal(2, RingRig.Samples(chart, "x").Count);
            rig.Stop();
        }

        string[] asides = Directory.GetFiles(rig.Cache, "rings.edge.aside*");
        Assert.Equal(RingLimits.AsidesMax, asides.Length);
        Assert.All(asides, aside => Assert.Equal(bytes, File.ReadAllBytes(aside)));
        rig.Start();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_damaged_superblock_leaves_the_other(int copy)
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 20);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Kill();
        rig.Spot("a.b").Flip((copy * HostSuper.CopyBytes) + 33);
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
    }

    [Fact]
    public void A_file_that_the_machine_had_no_time_to_write_is_nothing()
    {
        using var rig = new RingRig(MemoryMode.Map);
        rig.Collect(rig.Define("a.b", "x"), 20);
        rig.Stop();
        File.WriteAllBytes(rig.HostFile, new byte[9000]);
        using var log = new LogLines();
        rig.Start();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 3);
        Assert.Empty(log.All);
        Assert.True(RingShelf.MappedOf(chart)!.IsMapped);
    }

    [Fact]
    public void A_chart_whose_slots_are_both_damaged_is_the_only_one_that_is_lost()
    {
        using var rig = new RingRig(MemoryMode.Map);
        Dictionary<string, SortedDictionary<long, uint>> before = [];
        for (int i = 0; i < 9; i++)
        {
            Chart chart = rig.Define($"a.c{i}", "x", "y");
            rig.Collect(chart, 8);
            before[chart.Id] = RingRig.Samples(chart, "y");
        }

        rig.Keeper.Round();
        RingSpot spot = rig.Spot("a.c4");
        rig.Kill();
        spot.Flip(spot.Slots[0] + 20);
        spot.Flip(spot.Slots[1] + 100);
        using var log = new LogLines();
        foreach ((string id, SortedDictionary<long, uint> samples) in before)
        {
            SortedDictionary<long, uint> after = RingRig.Samples(rig.Define(id, "x", "y"), "y");
            Assert.Equal(id == "a.c4" ? [] : samples, after);
        }

        Assert.Single(log.All, line => line.Contains("1 charts in '") && line.Contains("are damaged"));
    }

    [Fact]
    public void Slots_that_are_damaged_while_they_are_in_use_are_made_again()
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, 150);
        rig.Keeper.Round();
        RingSpot spot = rig.Spot("a.b");
        spot.Flip(spot.Slots[0] + 20);
        spot.Flip(spot.Slots[1] + 100);
        rig.Collect(chart, 1);
        rig.Keeper.Round();
        rig.Collect(chart, 1);
        rig.Keeper.Round();
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "y");
        rig.Boot = Guid.NewGuid();
        rig.Kill();
        Dictionary<long, uint> after = RingRig.Samples(rig.Define("a.b", "x", "y"), "y").ToDictionary();
        Assert.All(after, one => Assert.Equal(before[one.Key], one.Value));
        Assert.Contains(before.Keys.Max(), after.Keys);
    }

    [Fact]
    public void Charts_that_come_and_go_do_not_make_it_grow()
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart stays = rig.Define("a.stays", "x");
        long bytes = 0;
        for (int i = 0; i < 400; i++)
        {
            Chart chart = rig.Define($"a.short{i}", "x", "y", "z");
            rig.Collect(stays, 1);
            rig.Collect(chart, 10);
            rig.Keeper.Round();
            chart.SetObsolete(true);
            Assert.Equal(1, rig.Host.RemoveObsolete(rig.NowSec + 5000));
            bytes = i == 20 ? new FileInfo(rig.HostFile).Length : bytes;
        }

        Assert.Equal(bytes, new FileInfo(rig.HostFile).Length);
    }

    [Fact]
    public void Charts_that_no_life_defines_again_do_not_make_it_grow()
    {
        using var rig = new RingRig(MemoryMode.Map) { DeletesObsolete = false };
        rig.Restart();
        long bytes = 0;
        for (int i = 0; i < 200; i++)
        {
            for (int chart = 0; chart < 20; chart++)
            {
                rig.Collect(rig.Define($"a.life{i}-{chart}", "x", "y", "z"), 5);
            }

            rig.Restart(downSeconds: 30);
            bytes = i == 20 ? new FileInfo(rig.HostFile).Length : bytes;
        }

        Assert.Equal(bytes, new FileInfo(rig.HostFile).Length);
    }

    [Fact]
    public void A_chart_that_goes_and_comes_back_in_one_life_has_its_rows()
    {
        using var rig = new RingRig(MemoryMode.Map) { DeletesObsolete = false };
        rig.Restart();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 20);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        chart.SetObsolete(true);
        Assert.Equal(1, rig.Host.RemoveObsolete(rig.NowSec + 5000));
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
    }

    /// <summary>Another column needs another place; the one before is what a power cut would leave.</summary>
    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 43)]
    [InlineData(2, 44)]
    public void A_ring_that_moved_is_on_the_disk_with_the_next_sync_and_its_old_place_until_then(
        int syncs, int seconds)
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, 40);
        rig.Keeper.Round();
        long start = rig.NowSec - 40;
        chart.Define("z");
        rig.Collect(chart, 3);
        Assert.NotNull(RingShelf.MappedOf(chart)!.Filed.Older);
        for (int i = 0; i < syncs; i++)
        {
            rig.Keeper.Round();
            rig.Collect(chart, 1);
        }

        Assert.Equal(syncs < 2, RingShelf.MappedOf(chart)!.Filed.Older != null);
        rig.Boot = Guid.NewGuid();
        rig.Kill();
        chart = rig.Define("a.b", "x", "y");
        SortedDictionary<long, uint> after = RingRig.Samples(chart, "x");
        Assert.Equal(seconds, after.Keys.Max() - start);
        Assert.Equal(seconds - 1, after.Count);
        Assert.All(after, one => Assert.Equal(
            StoredNumber.Pack(RingRig.ValueOf("x", one.Key), StoredNumber.Exists), one.Value));
    }

    [Fact]
    public void What_mode_save_has_written_since_is_what_counts()
    {
        using var rig = new RingRig(MemoryMode.Map);
        rig.Collect(rig.Define("a.b", "x"), 20);
        rig.Collect(rig.Define("a.c", "x"), 20);
        foreach (MemoryMode mode in new[] { MemoryMode.Save, MemoryMode.Map, MemoryMode.Save })
        {
            rig.Mode = mode;
            rig.Restart();
            Chart chart = rig.Define("a.b", "x");
            Assert.NotEmpty(RingRig.Samples(chart, "x"));
            rig.Collect(chart, 20);
            for (int i = 0; i < 3; i++)
            {
                // Mode map lets go of a chart's own file at the second sync.
                rig.Collect(chart, 1);
                rig.Keeper.Round();
            }

            Assert.True(mode != MemoryMode.Map || !File.Exists(rig.FileOf("a.b")));
            SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
            rig.Restart();
            Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
        }

        // Once all charts have files, or what is left is too old, that of mode map goes.
        Assert.True(File.Exists(rig.HostFile));
        rig.NowSec += RingRig.Entries;
        rig.Restart();
        rig.Define("a.b", "x");
        rig.Stop();
        Assert.False(File.Exists(rig.HostFile));
        rig.Start();
    }

    private static int I32(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    private static long I64(byte[] file, int at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
}
