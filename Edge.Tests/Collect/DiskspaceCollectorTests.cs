using System.Diagnostics;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Collect;

public class DiskspaceCollectorTests
{
    private const string Mounts = "1 0 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
        + "2 0 0:5 / /proc rw - proc proc rw\n3 0 0:9 / /run/user/0 rw - tmpfs tmpfs rw\n"
        + "4 0 8:2 / /mnt/My\\040Disk rw - ext4 /dev/sdb1 rw\n5 0 8:3 / /rom rw - squashfs /dev/x ro\n";

    private static readonly FileSystemSpace Space = new(4096, 100, 40, 30, 1000, 600, 500);

    [Fact]
    public void Each_mount_point_has_its_space_and_inodes_a_tick_after_it_was_asked()
    {
        using var tree = new ProcTree();
        tree.Write("/proc/self/mountinfo", Mounts);
        using var bench = new Bench(tree, modules: "diskspace");
        bench.Kernel.Spaces["/"] = Space;
        bench.Kernel.Spaces["/mnt/My Disk"] = Space with { InodesAvailable = ulong.MaxValue };
        bench.Tick(2);
        Assert.Equal("avail=30 used=60 reserved_for_root=10", bench.Values("disk_space._"));
        Assert.Equal("avail=500 used=400 reserved_for_root=100", bench.Values("disk_inodes._"));
        var chart = bench.Chart("disk_space._mnt_my_disk");
        Assert.Equal("Disk Space Usage for /mnt/My Disk [/dev/sdb1]", chart.Title);
        Assert.Equal("diskspace.plugin", chart.Plugin);
        Assert.Equal(4096, chart.Dimensions[0].Multiplier);
        Assert.False(bench.Has("disk_inodes._mnt_my_disk"));
        Assert.DoesNotContain("/rom", bench.Kernel.Asked);
        Assert.DoesNotContain("/run/user/0", bench.Kernel.Asked);
        Assert.DoesNotContain("/proc", bench.Kernel.Asked);
        Assert.Equal("user=3000 system=4000", bench.Values("netdata.plugin_diskspace"));
        Assert.Equal("duration=55", bench.Values("netdata.plugin_diskspace_dt"));
    }

    [Fact]
    public void What_is_unmounted_is_obsolete_and_comes_back()
    {
        using var tree = new ProcTree();
        tree.Write("/proc/self/mountinfo", Mounts);
        using var bench = new Bench(tree, modules: "diskspace");
        bench.Kernel.Spaces["/mnt/My Disk"] = Space;
        bench.Tick(2);
        tree.Write("/proc/self/mountinfo", "");
        bench.Tick(15);
        Assert.True(bench.Chart("disk_space._mnt_my_disk").IsObsolete);
        tree.Write("/proc/self/mountinfo", Mounts);
        bench.Tick(17);
        Assert.False(bench.Chart("disk_space._mnt_my_disk").IsObsolete);
        Assert.NotEqual("", bench.Values("disk_space._mnt_my_disk"));
    }

    [Theory]
    [InlineData("plugin:proc:diskspace:/", "space usage", "no", "disk_space._", false)]
    [InlineData("plugin:proc:diskspace", "inodes usage for all disks", "no", "disk_inodes._", false)]
    [InlineData("plugin:proc:diskspace", "exclude space metrics on paths", "/", "disk_space._", false)]
    [InlineData("plugin:proc:diskspace", "exclude space metrics on filesystems", "ext*", "disk_space._",
        false)]
    [InlineData("plugin:proc:diskspace:/rom", "space usage", "yes", "disk_space._rom", true)]
    [InlineData("plugin:proc", "netdata server resources", "no", "netdata.plugin_diskspace", false)]
    public void Options_do_what_they_say(string section, string option, string value, string chart, bool has)
    {
        using var tree = new ProcTree();
        tree.Write("/proc/self/mountinfo", Mounts);
        using var bench = new Bench(tree, new TableSettings().With(section, option, value),
            modules: "diskspace");
        bench.Kernel.Spaces["/"] = Space;
        bench.Kernel.Spaces["/rom"] = Space;
        bench.Tick(2);
        Assert.Equal(has, bench.Has(chart));
    }

    /// <summary>The real threads, and a file system that does not answer before the test says so.</summary>
    [Fact]
    public void A_mount_that_hangs_costs_nobody_but_itself()
    {
        using var release = new ManualResetEvent(false);
        using var asker = new SpaceAsker(path =>
        {
            if (path == "dead")
            {
                release.WaitOne();
            }

            return Space;
        });
        var dead = new SpaceQuestion("dead");
        var alive = new SpaceQuestion("alive");
        Assert.True(dead.TryAsk() && alive.TryAsk());
        asker.Begin([dead, alive]);
        Until(() => dead.IsInProgress);
        Assert.False(alive.TryTake(out _));
        asker.GoOnWithoutIt();
        asker.Begin([dead, alive]);
        Until(() => alive.TryTake(out _));
        Assert.True(dead.IsInProgress);
        release.Set();
        Until(() => dead.TryTake(out _));
    }

    [Fact]
    public void The_root_has_space() => Assert.True(FileSystemSpace.Ask("/")!.Value.Blocks > 0);

    private static void Until(Func<bool> isTrue)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 10);
            Thread.Yield();
        }
    }
}
