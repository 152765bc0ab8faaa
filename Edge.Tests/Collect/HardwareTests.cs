using Edge.Collect;
using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>Memory, storage, power: what this machine may not have, by hand-made files.</summary>
public class HardwareTests
{
    private const string Msg =
        "key msqid perms cbytes qnum lspid lrpid uid gid cuid cgid stime rtime ctime\n";

    [Fact]
    public void Ksm_shows_what_is_merged_and_is_silent_before()
    {
        using var tree = new ProcTree();
        foreach (string name in new[] { "shared", "sharing", "unshared", "volatile" })
        {
            tree.Write($"/sys/kernel/mm/ksm/pages_{name}", "0\n");
        }

        using var bench = new Bench(tree, modules: "/sys/kernel/mm/ksm");
        bench.Tick();
        Assert.Empty(bench.Host.Charts);
        tree.Write("/sys/kernel/mm/ksm/pages_sharing", "3\n").Write("/sys/kernel/mm/ksm/pages_shared", "1\n");
        bench.Tick();
        long page = Environment.SystemPageSize;
        Assert.Equal($"shared={page} unshared=0 sharing={3 * page} volatile=0", bench.Values("mem.ksm"));
        Assert.Equal($"savings={3 * page} offered={4 * page}", bench.Values("mem.ksm_savings"));
        Assert.Equal("savings=750000", bench.Values("mem.ksm_ratios"));
    }

    [Fact]
    public void Memory_errors_appear_with_the_first_one_by_controller()
    {
        using var tree = new ProcTree();
        tree.Write("/sys/devices/system/edac/mc/mc0/ce_count", "0\n")
            .Write("/sys/devices/system/edac/mc/mc0/ue_count", "0\n")
            .Write("/sys/devices/system/edac/mc/mc1/ce_count", "0\n")
            .Write("/sys/devices/system/edac/mc/mc1/ue_count", "0\n");
        using var bench = new Bench(tree, modules: "/sys/devices/system/edac/mc");
        bench.Tick();
        Assert.Empty(bench.Host.Charts);
        tree.Write("/sys/devices/system/edac/mc/mc1/ce_count", "5\n");
        bench.Tick();
        Assert.Equal("mc0=0 mc1=5", bench.Values("mem.ecc_ce"));
        Assert.False(bench.Has("mem.ecc_ue"));
    }

    [Fact]
    public void Nodes_have_a_chart_each_where_there_are_two()
    {
        using var tree = new ProcTree();
        const string text = "numa_hit 1\nnuma_miss 2\nnuma_foreign 3\ninterleave_hit 4\nlocal_node 5\n"
            + "other_node 6\n";
        tree.Write("/sys/devices/system/node/node0/numastat", text);
        using (var one = new Bench(tree, modules: "/sys/devices/system/node"))
        {
            one.Tick();
            Assert.Empty(one.Host.Charts);
        }

        tree.Write("/sys/devices/system/node/node1/numastat", text);
        using var bench = new Bench(tree, modules: "/sys/devices/system/node");
        bench.Tick();
        Assert.Equal("numa_hit=1 numa_miss=2 local_node=5 numa_foreign=3 interleave_hit=4 other_node=6",
            bench.Values("mem.node1"));
        Assert.Equal(ChartFlags.Detail, bench.Chart("mem.node0").Flags);
    }

    [Fact]
    public void Compressed_memory_is_found_by_its_major_number()
    {
        using var tree = new ProcTree();
        tree.Write("/proc/devices", "Block devices:\n  7 loop\n252 zram\n")
            .Write("/sys/block/zram0/dev", "252:0\n").Write("/sys/block/loop0/dev", "7:0\n")
            .Write("/sys/block/zram0/mm_stat", " 1000 250 500 0 600 1 2 9\n");
        using var bench = new Bench(tree, modules: "/sys/block/zram");
        bench.Tick();
        Assert.Equal("compressed=250 metadata=250", bench.Values("mem.zram_usage.zram0"));
        Assert.Equal("savings=-750 original=1000", bench.Values("mem.zram_savings.zram0"));
        Assert.Equal("ratio=400", bench.Values("mem.zram_ratio.zram0"));
        Assert.Equal("percent=500000", bench.Values("mem.zram_efficiency.zram0"));
        tree.Write("/sys/block/zram0/mm_stat", new byte[Edge.Collect.Limits.SmallFileBytesMax + 1]);
        bench.Tick();
        Assert.True(bench.Chart("mem.zram_usage.zram0").IsObsolete);
    }

    [Fact]
    public void Free_pages_are_shown_by_order_when_asked_for()
    {
        using var tree = new ProcTree();
        tree.Write("/proc/pagetypeinfo", "Page block order: 9\nPages per block:  512\n\n"
            + "Free pages count per migrate type at order       0      1 \n"
            + "Node    0, zone      DMA, type    Unmovable      3      1 \n"
            + "Node    0, zone      DMA, type      Movable      0      0 \n\nNumber of blocks type\n");
        using (var off = new Bench(tree, modules: "/proc/pagetypeinfo"))
        {
            off.Tick();
            Assert.Empty(off.Host.Charts);
        }

        using var bench = new Bench(tree,
            new TableSettings().With("plugin:proc", "/proc/pagetypeinfo", "yes"),
            modules: "/proc/pagetypeinfo");
        bench.Tick();
        Assert.Equal("0=3 1=2", bench.Values("mem.pagetype_Node0_DMA,_Unmovable"));
        Assert.Equal("mem.pagetype_Node0_DMA__Unmovable",
            bench.Chart("mem.pagetype_Node0_DMA,_Unmovable").Name);
        Assert.Equal("0=3 1=2", bench.Values("mem.pagetype_global"));
        Assert.False(bench.Has("mem.pagetype_Node0_DMA,_Movable"));
    }

    [Fact]
    public void Message_queues_come_newest_first_and_go_with_their_charts()
    {
        using var tree = new ProcTree();
        tree.Write("/proc/sysvipc/msg",
                Msg + "0 1 644 10 2 0 0 0 0 0 0 0 0 0\n0 2 644 20 3 0 0 0 0 0 0 0 0 0\n")
            .Write("/proc/sysvipc/shm", "head\n0 1 600 4096 1 1 1 0 0 0 0 1 1 1 4096 0\n")
            .Write("/proc/sys/kernel/sem", "32000\t1024000000\t500\t32000\n");
        using var bench = new Bench(tree, modules: "ipc");
        bench.Kernel.Semaphores = new SemaphoreUsage(2, 7, 100, 200);
        bench.Tick();
        Assert.Equal("2=3 1=2", bench.Values("system.message_queue_messages"));
        Assert.Equal("2=20 1=10", bench.Values("system.message_queue_bytes"));
        Assert.Equal("segments=1", bench.Values("system.shared_memory_segments"));
        Assert.Equal("bytes=4096", bench.Values("system.shared_memory_bytes"));
        Assert.Equal("semaphores=7", bench.Values("system.ipc_semaphores"));
        Assert.Equal("arrays=2", bench.Values("system.ipc_semaphore_arrays"));
        Assert.Equal(32000, bench.Host.Variables["ipc_semaphores_arrays_max"]);
        tree.Write("/proc/sysvipc/msg", Msg + "0 2 644 20 3 0 0 0 0 0 0 0 0 0\n");
        bench.Tick();
        Assert.True(bench.Chart("system.message_queue_bytes").Find("1")!.IsObsolete);
        tree.Write("/proc/sysvipc/msg", Msg);
        bench.Tick();
        Assert.True(bench.Chart("system.message_queue_bytes").IsObsolete);
    }

    [Fact]
    public void A_battery_has_the_charts_of_its_files_until_it_is_taken_out()
    {
        using var tree = new ProcTree();
        tree.Write("/sys/class/power_supply/BAT0/capacity", "81\n")
            .Write("/sys/class/power_supply/BAT0/charge_full", "5000000\n")
            .Write("/sys/class/power_supply/BAT0/charge_now", "4000000\n")
            .Write("/sys/class/power_supply/BAT0/temp", "-35\n");
        using var bench = new Bench(tree, new TableSettings()
            .With("plugin:proc:/sys/class/power_supply", "battery charge", "yes"),
            modules: "/sys/class/power_supply");
        bench.Tick();
        Assert.Equal("capacity=81", bench.Values("powersupply_capacity.BAT0"));
        Assert.Equal("empty=0 full=5000000 now=4000000", bench.Values("powersupply_charge.BAT0"));
        Assert.Equal("temp=-35", bench.Values("powersupply_temperature.BAT0"));
        Directory.Delete(tree.PathOf("/sys/class/power_supply/BAT0"), recursive: true);
        bench.Tick();
        Assert.True(bench.Chart("powersupply_capacity.BAT0").IsObsolete);
    }

    [Fact]
    public void Arrays_show_their_disks_their_operation_and_their_end()
    {
        using var tree = new ProcTree();
        const string text = "Personalities : [raid1] [raid0]\n"
            + "md1 : active raid1 sdb1[1] sda1[0]\n      1046528 blocks super 1.2 [3/2] [UU_]\n"
            + "      [=>....]  recovery = 5.5% (52/1046) finish=0.3min speed=52K/sec\n\n"
            + "md0 : active raid0 sdd1[1] sdc1[0]\n      2093056 blocks super 1.2 512k chunks\n\n"
            + "unused devices: <none>\n";
        tree.Write("/proc/mdstat", text).Write("/sys/block/md1/md/mismatch_cnt", "8\n");
        using var bench = new Bench(tree, modules: "/proc/mdstat");
        bench.Tick();
        Assert.Equal("md1=1", bench.Values("mdstat.mdstat_health"));
        Assert.Equal("inuse=2 down=1", bench.Values("mdstat.md1_disks"));
        Assert.Equal("count=8", bench.Values("mdstat.md1_mismatch"));
        Assert.Equal("check=0 resync=0 recovery=550 reshape=0", bench.Values("mdstat.md1_operation"));
        Assert.Equal("finish_in=18", bench.Values("mdstat.md1_finish"));
        Assert.Equal("speed=52", bench.Values("mdstat.md1_speed"));
        Assert.Equal("available=1", bench.Values("mdstat.md0_availability"));
        Assert.Equal(9011, bench.Chart("mdstat.md0_availability").Priority);
        tree.Write("/proc/mdstat", "Personalities :\n");
        bench.Tick();
        Assert.True(bench.Chart("mdstat.md1_disks").IsObsolete);
    }

    [Fact]
    public void Zfs_waits_for_a_pool()
    {
        using var tree = new ProcTree();
        tree.Write("/proc/spl/kstat/zfs/arcstats", "9 1 0x01 91\nname type data\nhits 4 100\nmisses 4 20\n"
            + "demand_data_hits 4 30\nsize 4 4096\nc 4 9000\np 4 1000\nmfu_hits 4 60\nmru_hits 4 10\n");
        using var bench = new Bench(tree, modules: "/proc/spl/kstat/zfs/arcstats");
        bench.Tick(2);
        Assert.Empty(bench.Host.Charts);
        tree.Write("/proc/spl/kstat/zfs/tank/io", "");
        bench.Tick(2);
        Assert.Equal("hits=100 misses=20", bench.Values("zfs.hits"));
        Assert.Equal("hits=70 misses=50", bench.Values("zfs.actual_hits"));
        Assert.Equal("size=4096 target=9000 min=0 max=0", bench.Values("zfs.arc_size"));
        Assert.Equal("recent=1000 frequent=8000", bench.Values("zfs.arc_size_breakdown"));
        Assert.Equal("areads=120 dreads=30 preads=0 mreads=0", bench.Values("zfs.reads"));
        Assert.False(bench.Has("zfs.l2hits"));
        Assert.False(bench.Has("zfs.hash_chains"));
    }

    [Fact]
    public void Btrfs_shows_a_file_system_by_its_label_until_it_is_unmounted()
    {
        using var tree = new ProcTree();
        string root = "/sys/fs/btrfs/0a-1b";
        foreach (string kind in new[] { "data", "metadata", "system" })
        {
            tree.Write($"{root}/allocation/{kind}/total_bytes", "1000\n")
                .Write($"{root}/allocation/{kind}/bytes_used", "400\n")
                .Write($"{root}/allocation/{kind}/disk_total", "2000\n")
                .Write($"{root}/allocation/{kind}/disk_used", "800\n");
        }

        tree.Write($"{root}/allocation/global_rsv_size", "100\n").Write($"{root}/label", "backup\n")
            .Write($"{root}/devices/sda/size", "20\n").Write("/sys/fs/btrfs/features/x", "");
        using var bench = new Bench(tree, modules: "/sys/fs/btrfs");
        bench.Tick();
        Assert.Equal("unallocated=4240 data_free=1200 data_used=800 meta_free=1200 meta_used=800 "
            + "sys_free=1200 sys_used=800", bench.Values("btrfs.disk_0a-1b"));
        Assert.Equal("free=600 used=400", bench.Values("btrfs.data_0a-1b"));
        Assert.Equal("free=500 used=400 reserved=100", bench.Values("btrfs.metadata_0a-1b"));
        Assert.Equal("btrfs.disk_backup", bench.Chart("btrfs.disk_0a-1b").Name);
        Directory.Delete(tree.PathOf(root), recursive: true);
        bench.Tick(2);

        // Open files of a folder that was deleted here still read; the next look is what ends it.
        bench.Tick(61);
        Assert.True(bench.Chart("btrfs.disk_0a-1b").IsObsolete);
    }

    [Fact]
    public void The_machine_s_sleeps_are_shown_as_they_were_measured()
    {
        using var tree = new ProcTree();
        using var bench = new Bench(tree, modules: "idlejitter");
        bench.Tick();
        Assert.Empty(bench.Host.Charts);
        bench.Kernel.Late = new Lateness(1, 9, 4);
        bench.Tick();
        Assert.Equal("min=1 max=9 average=4", bench.Values("system.idlejitter"));
        Assert.Equal(20, bench.Kernel.SleepMs);
    }

    [Theory]
    [InlineData("/proc/mdstat",
        "md1 : active raid1 sda[0]\n 1 blocks [2/1] [U_]\n [=>] check = 1% (1/2) finish=1min speed=2K/sec\n")]
    [InlineData("/proc/sysvipc/msg", Msg + "0 1 644 10 2 0 0 0 0 0 0 0 0 0\n")]
    [InlineData("/proc/sysvipc/shm", "h\n0 1 600 4096 1 1 1 0 0 0 0 1 1 1 4096 0\n")]
    [InlineData("/proc/pagetypeinfo",
        "a\nb\n\nFree pages count per migrate type at order 0 1\nNode 0, zone D, type U 1 2\n")]
    [InlineData("/proc/self/mountinfo",
        "1 0 8:1 / / rw - ext4 /dev/sda rw\n2 0 8:2 / /a\\040b ro - ext4 x ro\n")]
    [InlineData("/proc/spl/kstat/zfs/arcstats", "a\nname type data\nhits 4 1\nl2_hits 4 2\n")]
    public void A_file_cut_anywhere_or_filled_with_anything_is_survived(string file, string text)
    {
        using var tree = new ProcTree();
        tree.Write("/proc/spl/kstat/zfs/tank/io", "").Write(file, text);
        var random = new Random(7);
        TableSettings settings = new TableSettings().With("plugin:proc", "/proc/pagetypeinfo", "yes");
        byte[] whole = System.Text.Encoding.UTF8.GetBytes(text);
        for (int length = 0; length <= whole.Length; length++)
        {
            byte[] broken = (byte[])whole.Clone();
            broken[random.Next(broken.Length)] = (byte)random.Next(256);
            foreach (byte[] bytes in new[] { whole[..length], broken })
            {
                tree.Write(file, bytes);
                using var bench = new Bench(tree, settings, modules: ["/proc/mdstat", "ipc", "diskspace",
                    "/proc/pagetypeinfo", "/proc/spl/kstat/zfs/arcstats"]);
                bench.Tick(2);
                Assert.Equal(0, bench.Collectors.BugCount + bench.Plugins.BugCount);
            }
        }
    }
}
