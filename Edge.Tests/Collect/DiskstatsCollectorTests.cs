using Edge.Collect;
using Xunit;

namespace Edge.Tests.Collect;

public class DiskstatsCollectorTests
{
    private const string Stats = "/proc/diskstats";
    private const string All = "plugin:proc:/proc/diskstats";

    [Fact]
    public void Averages_wait_for_the_second_tick_and_are_integers_of_the_steps()
    {
        using var tree = Tree("8 0 sda 100 0 2000 300 50 0 1000 200 0 400 500\n");
        using var bench = Bench(tree);
        bench.Tick();
        Assert.False(bench.Has("disk_await.sda"));
        tree.Write(Stats, "8 0 sda 103 0 2035 320 50 0 1000 200 0 410 500\n");
        bench.Tick();
        Assert.Equal("reads=6 writes=0", bench.Values("disk_await.sda"));
        Assert.Equal("reads=11 writes=0", bench.Values("disk_avgsz.sda"));
        Assert.Equal("svctm=3", bench.Values("disk_svctm.sda"));
    }

    [Fact]
    public void A_disk_that_appears_later_starts_its_averages_from_zero()
    {
        using var tree = Tree("8 0 sda 1 0 8 3 0 0 0 0 0 1 1\n");
        using var bench = Bench(tree);
        bench.Tick(2);
        tree.Write(Stats, "8 0 sda 1 0 8 3 0 0 0 0 0 1 1\n8 16 sdb 10 0 80 30 10 0 160 50 0 60 1\n");
        bench.Tick();
        Assert.Equal("reads=3 writes=5", bench.Values("disk_await.sdb"));
        Assert.Equal("reads=8 writes=16", bench.Values("disk_avgsz.sdb"));
        Assert.Equal("svctm=3", bench.Values("disk_svctm.sdb"));
    }

    [Fact]
    public void Counters_that_went_back_break_nothing()
    {
        using var tree = Tree("8 0 sda 100 0 2000 300 50 0 1000 200 0 400 500\n");
        using var bench = Bench(tree);
        bench.Tick();
        tree.Write(Stats, "8 0 sda 1 0 1 1 50 0 1000 200 0 1 1\n");
        bench.Tick(2);
        Assert.Equal("reads=0 writes=0", bench.Values("disk_await.sda"));
    }

    [Fact]
    public void Kinds_decide_which_disks_have_charts_and_which_are_summed()
    {
        using var tree = Tree("8 0 sda 1 0 2000 1 1 0 2000 1 0 1 1\n8 1 sda1 1 0 2000 1 1 0 2000 1 0 1 1\n"
            + "253 0 dm-0 1 0 2000 1 1 0 2000 1 0 1 1\n9 0 md0 1 0 2000 1 1 0 2000 1 0 1 1\n"
            + "7 0 loop0 1 0 2000 1 1 0 2000 1 0 1 1\n");
        tree.Write("/sys/block/loop0/.keep", "").Write("/sys/devices/virtual/block/dm-0/.keep", "")
            .Write("/sys/block/dm-0/.keep", "").Write("/sys/dev/block/8:1/partition", "1\n")
            .Write("/sys/block/md0/.keep", "").Write("/sys/dev/block/9:0/slaves/sda", "");
        using var bench = Bench(tree, new TableSettings().With(All, "performance metrics for virtual disks",
            "no")
            .With(All, "performance metrics for partitions", "auto"));
        bench.Tick();
        Assert.True(bench.Has("disk.sda"));
        Assert.True(bench.Has("disk.sda1"));
        Assert.False(bench.Has("disk.dm-0"));
        Assert.False(bench.Has("disk.md0"));
        Assert.False(bench.Has("disk.loop0"));

        // Excluded disks with hardware count, too: sda and loop0.
        Assert.Equal("in=2000 out=2000", bench.Values("system.io"));
    }

    [Fact]
    public void The_sum_is_shown_while_it_is_not_zero()
    {
        using var tree = Tree("8 0 sda 0 0 0 0 0 0 0 0 1 0 0\n");
        using var bench = Bench(tree);
        bench.Tick();
        Assert.True(bench.Has("disk_qops.sda"));
        Assert.False(bench.Has("system.io"));
        tree.Write(Stats, "8 0 sda 1 0 8 1 0 0 0 0 0 0 0\n");
        bench.Tick();
        Assert.Equal("in=4 out=0", bench.Values("system.io"));
    }

    [Fact]
    public void Charts_of_a_removed_disk_are_obsolete_and_come_back_with_it()
    {
        const string both = "8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n8 16 sdb 1 0 8 1 1 0 8 1 0 1 1\n";
        using var tree = Tree(both);
        using var bench = Bench(tree);
        bench.Tick(2);
        tree.Write(Stats, "8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n");
        bench.Tick();
        foreach (string kind in new[] { "disk", "disk_ops", "disk_util", "disk_await", "disk_avgsz",
            "disk_svctm" })
        {
            Assert.True(bench.Chart($"{kind}.sdb").IsObsolete, kind);
            Assert.False(bench.Chart($"{kind}.sda").IsObsolete, kind);
        }

        tree.Write(Stats, both);
        bench.Tick();
        Assert.False(bench.Chart("disk.sdb").IsObsolete);
        Assert.Equal("reads=8 writes=8", bench.Values("disk.sdb"));
    }

    [Fact]
    public void Charts_of_removed_disks_stay_if_the_operator_wants_that()
    {
        using var tree = Tree("8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n8 16 sdb 1 0 8 1 1 0 8 1 0 1 1\n");
        using var bench = Bench(tree, new TableSettings().With(All, "remove charts of removed disks", "no"));
        bench.Tick(2);
        tree.Write(Stats, "8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n");
        bench.Tick();
        Assert.False(bench.Chart("disk.sdb").IsObsolete);
    }

    [Fact]
    public void A_disk_that_gets_another_number_keeps_its_charts()
    {
        using var tree = Tree("8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n");
        using var bench = Bench(tree);
        bench.Tick(2);
        tree.Write(Stats, "8 32 sda 9 0 80 1 1 0 8 1 0 1 1\n");
        bench.Tick(2);
        Assert.False(bench.Chart("disk.sda").IsObsolete);
        Assert.Equal("reads=80 writes=8", bench.Values("disk.sda"));
    }

    [Fact]
    public void A_number_that_gets_another_disk_ends_the_charts_of_the_first()
    {
        using var tree = Tree("8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n");
        using var bench = Bench(tree);
        bench.Tick(2);
        tree.Write(Stats, "8 0 sdz 9 0 80 1 1 0 8 1 0 1 1\n");
        bench.Tick(2);
        Assert.True(bench.Chart("disk.sda").IsObsolete);
        Assert.Equal("reads=80 writes=8", bench.Values("disk.sdz"));
    }

    /// <summary>
    /// /dev/null and /dev/zero stand for disks 1:3 and 1:5, as only root can make device nodes.
    /// </summary>
    [Fact]
    public void Friendly_names_come_from_the_directories_of_dev_in_their_order()
    {
        using var tree = Tree("1 3 sda 1 0 8 1 1 0 8 1 0 1 1\n1 5 sdb 1 0 8 1 1 0 8 1 0 1 1\n");
        Directory.CreateDirectory(tree.PathOf("/dev/mapper"));
        Directory.CreateDirectory(tree.PathOf("/dev/disk/by-label"));
        Directory.CreateDirectory(tree.PathOf("/dev/disk/by-id"));
        File.CreateSymbolicLink(tree.PathOf("/dev/disk/by-label/My Data,1"), "/dev/null");
        File.CreateSymbolicLink(tree.PathOf("/dev/disk/by-id/ata-X"), "/dev/zero");
        File.CreateSymbolicLink(tree.PathOf("/dev/disk/by-id/wwn-Y"), "/dev/zero");
        TableSettings settings = new TableSettings().With(All, "name disks by id", "yes")
            .With(All, "preferred disk ids", "wwn*").With($"{All}:my_data.1", "bandwidth", "no");
        using var bench = Bench(tree, settings);
        bench.Tick();
        Assert.False(bench.Has("disk.sda"));
        Assert.Equal("disk_ops.my_data.1", bench.Chart("disk_ops.sda").Name);
        Assert.Equal("my_data.1", bench.Chart("disk_ops.sda").Family);
        Assert.Equal("disk.wwn_y", bench.Chart("disk.sdb").Name);
        Assert.Equal("wwn-y", bench.Chart("disk.sdb").Family);
        File.CreateSymbolicLink(tree.PathOf("/dev/mapper/vg-root"), "/dev/null");
        using var later = Bench(tree);
        later.Tick();
        Assert.Equal("disk.vg_root", later.Chart("disk.sda").Name);
        Assert.Equal("disk.sdb", later.Chart("disk.sdb").Name);
    }

    [Fact]
    public void Volumes_of_veritas_groups_have_names_of_both()
    {
        using var tree = Tree("1 3 VxVM1 1 0 8 1 1 0 8 1 0 1 1\n");
        Directory.CreateDirectory(tree.PathOf("/dev/vx/dsk/group"));
        File.CreateSymbolicLink(tree.PathOf("/dev/vx/dsk/group/vol"), "/dev/null");
        using var bench = Bench(tree);
        bench.Tick();
        Assert.Equal("disk.vx_group_vol", bench.Chart("disk.VxVM1").Name);
    }

    [Fact]
    public void Options_of_all_of_a_major_and_of_one_disk_are_obeyed()
    {
        const string numbers = " 1 1 8 1 1 1 8 1 1 1 1\n";
        using var tree = Tree($"8 0 sda{numbers}9 0 md0{numbers}10 0 nbd0{numbers}11 0 sr0{numbers}");
        TableSettings settings = new TableSettings()
            .With(All, "bandwidth for all disks", "no").With(All, "operations for all disks", "yes")
            .With(All, "merged operations for all disks", "no").With(All, "i/o time for all disks", "no")
            .With(All, "queued operations for all disks", "no").With(All, "backlog for all disks", "no")
            .With(All, "utilization percentage for all disks", "no").With(All, "exclude disks", "sr*")
            .With(All, "performance metrics for disks with major 9", "no")
            .With($"{All}:nbd0", "enable performance metrics", "no").With($"{All}:nbd0", "backlog", "yes")
            .With($"{All}:sda", "merged operations", "yes");
        using var bench = Bench(tree, settings);
        bench.Tick(2);
        Assert.Equal(["disk_backlog.nbd0", "disk_mops.sda", "disk_ops.sda"],
            bench.Host.Charts.Select(c => c.Id).Order());
    }

    [Fact]
    public void Without_new_disks_only_those_enabled_by_name_are_shown()
    {
        using var tree = Tree("8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n8 16 sdb 1 0 8 1 1 0 8 1 0 1 1\n");
        using var bench = Bench(tree, new TableSettings().With(All, "enable new disks detected at runtime",
            "no")
            .With($"{All}:sdb", "enable", "yes"));
        bench.Tick();
        Assert.False(bench.Has("disk.sda"));
        Assert.True(bench.Has("disk.sdb"));
    }

    [Fact]
    public void Allocations_of_a_bcache_are_read_at_their_own_pace()
    {
        using var tree = new ProcTree("handmade");
        tree.Write("/sys/block/bcache0/bcache/cache/cache0/priority_stats",
            "Unused:\t\t10%\nClean:\t\t60%\nDirty:\t\t5%\nMetadata:\t1%\nAverage:\t100\n");
        using var bench = Bench(tree, new TableSettings().With(All, "bcache priority stats update every",
            "7"));
        bench.Tick();
        Assert.Equal("unused=10 dirty=5 clean=60 metadata=1 undefined=24",
            bench.Values("disk_bcache_cache_alloc.bcache0"));
        Assert.Equal(7, bench.Chart("disk_bcache_cache_alloc.bcache0").UpdateEvery);
        Assert.Equal("congested=1536 writeback=4096", bench.Values("disk_bcache_rates.bcache0"));
        bench.Tick(6);
        Assert.Equal("", bench.Values("disk_bcache_cache_alloc.bcache0"));
        bench.Tick();
        Assert.NotEqual("", bench.Values("disk_bcache_cache_alloc.bcache0"));
    }

    private static Bench Bench(ProcTree tree, ICollectSettings? settings = null) =>
        new(tree, settings, modules: "/proc/diskstats");

    private static ProcTree Tree(string lines) =>
        new ProcTree().Write(Stats, lines).Write("/sys/block/sda/.keep", "").Write("/sys/block/sdb/.keep",
            "");
}
