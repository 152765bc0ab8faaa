using Edge.Collect.Cgroups;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect.Cgroups;

public sealed class CgroupsPluginTests
{
    private const string Section = "plugin:cgroups";

    [Fact]
    public void One_that_comes_is_shown_after_the_next_look_and_one_that_goes_is_obsolete_at_once()
    {
        using ProcTree tree = CgroupFolder.Unified().Group("/a");
        using var bench = new CgroupBench(tree);
        bench.Tick(2);
        Assert.Equal(["a"], bench.Shown());
        tree.Group("/b", used: 7);
        bench.Tick(11);
        Assert.Equal(["a", "b"], bench.Shown());
        Assert.Equal("user=7 system=1", bench.Values("cgroup_b.cpu"));
        tree.Remove("/a");
        bench.Tick();
        Assert.Equal(["b"], bench.Shown());
        Assert.True(bench.Chart("cgroup_a.mem_usage").IsObsolete);
        tree.Group("/a");
        bench.Tick(12);
        Assert.Equal(["a", "b"], bench.Shown());
    }

    [Fact]
    public void Short_lived_ones_leave_nothing_behind()
    {
        using ProcTree tree = CgroupFolder.Unified().Group("/stays");
        using var bench = new CgroupBench(tree);
        bench.Tick(2);
        int known = bench.Plugin.Count;
        for (int i = 0; i < 200; i++)
        {
            tree.Group($"/short{i}");
            if (i % 20 == 19)
            {
                bench.Tick();
            }

            tree.Remove($"/short{i}");
        }

        bench.Tick(25);
        Assert.Equal(known, bench.Plugin.Count);
        Assert.Equal(["stays"], bench.Shown());
        Assert.True(bench.Plugin.IsActive);
    }

    [Fact]
    public void Of_two_with_the_same_id_the_later_one_waits_until_the_first_is_gone()
    {
        using ProcTree tree = CgroupFolder.Unified().Group("/x_y", used: 1);
        using var bench = new CgroupBench(tree);
        bench.Tick(2);
        tree.Group("/x/y", used: 2);
        bench.Tick(11);
        Assert.Equal("user=1 system=1", bench.Values("cgroup_x_y.cpu"));
        tree.Remove("/x_y");
        bench.Tick(2);
        Assert.Equal("user=2 system=1", bench.Values("cgroup_x_y.cpu"));
    }

    [Fact]
    public void No_more_than_allowed_are_taken_on()
    {
        using ProcTree tree = CgroupFolder.Unified();
        for (int i = 0; i < 10; i++)
        {
            tree.Group($"/g{i}");
        }

        using var bench = new CgroupBench(tree,
            new TableSettings().With(Section, "max cgroups to allow", "4"));
        bench.Tick(3);
        Assert.Equal(4, bench.Shown().Length);
    }

    [Fact]
    public void Options_and_patterns_decide_who_is_shown()
    {
        using ProcTree tree = CgroupFolder.Unified().Group("/a").Group("/b").Group("/c/d").Group("/e/f/g");
        using var bench = new CgroupBench(tree, new TableSettings()
            .With(Section, "enable by default cgroups matching", "!/b *")
            .With(Section, "enable cgroup a", "no").With(Section, "search for cgroups under /c", "no")
            .With(Section, "max cgroups depth to monitor", "2").With(Section, "containers priority", "50000")
            .With(Section, "update every", "2"));
        bench.Tick(5);
        Assert.DoesNotContain("a", bench.Shown());
        Assert.DoesNotContain("b", bench.Shown());
        Assert.DoesNotContain("c_d", bench.Shown());
        Assert.False(bench.Has("cgroup_e_f_g.cpu"));
        Assert.Empty(bench.Shown());
        tree.Group("/h");
        bench.Tick(22);
        Assert.Equal(["h"], bench.Shown());
        Assert.Equal((50_000, 2), (bench.Chart("cgroup_h.cpu").Priority,
            bench.Chart("cgroup_h.cpu").UpdateEvery));
    }

    [Fact]
    public void Those_that_come_later_are_not_shown_where_that_is_said()
    {
        using ProcTree tree = CgroupFolder.Unified().Group("/a");
        using var bench = new CgroupBench(tree,
            new TableSettings().With(Section, "enable new cgroups detected at run time", "no"));
        bench.Tick(2);
        tree.Group("/b");
        bench.Tick(12);
        Assert.Equal(["a"], bench.Shown());
    }

    [Fact]
    public void A_name_that_nobody_knows_yet_is_asked_for_once_more()
    {
        string hex = new('a', 64);
        using ProcTree tree = CgroupFolder.Unified().Group($"/docker/{hex}");
        using var bench = new CgroupBench(tree);
        bench.Tick(5);
        Assert.Empty(bench.Shown());
        tree.Write($"/var/lib/docker/containers/{hex}/config.v2.json", """{"ID":"x","Name":"/late"}""");
        bench.Tick(12);
        Assert.Equal(["late"], bench.Shown());
    }

    [Fact]
    public void Without_a_name_for_long_it_has_the_first_digits()
    {
        using ProcTree tree = CgroupFolder.Unified().Group($"/docker/{new string('a', 64)}");
        using var bench = new CgroupBench(tree);
        bench.Tick(15);
        Assert.Equal(["aaaaaaaaaaaa"], bench.Shown());
    }

    [Fact]
    public void A_script_of_the_operator_names_labels_and_refuses()
    {
        using ProcTree tree = CgroupFolder.Unified().Group("/a").Group("/b").Group("/c").Group("/d");
        string script = tree.PathOf("/name.sh");
        tree.Write("/name.sh", "#!/bin/sh\ncase $1 in\na) echo Fine,Name; exit 0;;\n"
            + "b) exit 3;;\nc) echo 'k8s_pod_x y=\"1\",z=\"2\"';;\nd) echo later; exit 2;;\nesac\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        using var bench = new CgroupBench(tree,
            new TableSettings().With(Section, "script to get cgroup names", script));
        bench.Tick(3);
        Assert.Equal(["fine.name", "k8s_pod_x"], bench.Shown().Order());
        Assert.Equal([new Label("y", "1", 4), new Label("z", "2", 4)],
            bench.Chart("cgroup_k8s_pod_x.cpu").Labels);
        bench.Tick(12);
        Assert.Equal(["fine.name", "k8s_pod_x", "later"], bench.Shown().Order());
    }

    [Fact]
    public void An_interface_of_a_container_is_among_its_charts_with_directions_swapped()
    {
        const string dev = "Inter-|\n face |\nveth1: 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0\n";
        using ProcTree tree = CgroupFolder.Unified().Group("/a").Write("/proc/1/net/dev", dev);
        string script = tree.PathOf("/net.sh");
        tree.Write("/net.sh", "#!/bin/sh\n[ \"$1\" = --cgroup ] && echo veth1 eth0\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        using var bench = new CgroupBench(tree,
            new TableSettings().With(Section, "script to get cgroup network interfaces", script));
        bench.Tick(6);
        Assert.Equal("received=20 sent=10", bench.Values("cgroup_a.net_eth0"));
        Chart chart = bench.Chart("cgroup_a.net_eth0");
        Assert.Equal(("net eth0", "net.net", 43_000), (chart.Family, chart.Context, chart.Priority));
        Assert.True(bench.Chart("net.veth1").IsObsolete);
        tree.Remove("/a");
        bench.Tick(3);
        Assert.True(bench.Chart("cgroup_a.net_eth0").IsObsolete);
        Assert.Equal("received=10 sent=20", bench.Values("net.veth1"));
        Assert.Equal(0, bench.Interfaces.Count);
    }

    [Fact]
    public void Two_thousand_cost_no_allocation_once_they_are_known_and_leave_no_memory()
    {
        using ProcTree tree = CgroupFolder.Unified();
        for (int i = 0; i < 2_000; i++)
        {
            tree.Group($"/g{i}");
        }

        using var bench = new CgroupBench(tree,
            new TableSettings().With(Section, "max cgroups to allow", "3000"));
        bench.Tick(60);
        Assert.Equal(2_000, bench.Shown().Length);
        bench.Recorder.IsOff = true;
        Assert.Equal(0, Allocated.Least(() => bench.Tick(11)));
        for (int i = 0; i < 2_000; i++)
        {
            tree.Remove($"/g{i}");
        }

        bench.Tick(12);
        Assert.Equal(1, bench.Plugin.Count);
        Assert.Empty(bench.Shown());
    }

    [Fact]
    public void Files_that_are_cut_anywhere_or_hold_rubbish_cost_only_their_charts()
    {
        using ProcTree tree = CgroupFolder.Unpack("cgroups-v2");
        string[] files = Directory.GetFiles(tree.PathOf("/sys/fs/cgroup"), "*", SearchOption.AllDirectories);
        var random = new Random(5);
        using var bench = new CgroupBench(tree);
        for (int round = 0; round < 60; round++)
        {
            foreach (string file in files)
            {
                byte[] bytes = File.ReadAllBytes(file);
                if (round % 2 == 0)
                {
                    bytes = bytes[..random.Next(bytes.Length + 1)];
                }
                else if (bytes.Length > 0)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                if (random.Next(4) == 0)
                {
                    File.WriteAllBytes(file, bytes);
                }
            }

            bench.Tick();
            Assert.True(bench.Plugin.IsActive);
        }
    }

    [Fact]
    public void Where_nothing_is_mounted_there_is_nothing_to_do()
    {
        using var tree = new ProcTree();
        using var bench = new CgroupBench(tree);
        bench.Tick(3);
        Assert.False(bench.Plugin.IsActive);
        Assert.Empty(bench.Host.Charts);
    }
}
