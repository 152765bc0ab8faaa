using Edge.Collect;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

public class NetdevCollectorTests
{
    private const string Dev = "/proc/1/net/dev";
    private const string All = "plugin:proc:/proc/net/dev";
    private const string Zeros = " 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

    [Fact]
    public void A_chart_that_waits_for_a_value_stays_once_it_came()
    {
        using var tree = Tree("eth0:" + Zeros);
        using var bench = Bench(tree);
        bench.Tick(2);
        Assert.Empty(bench.Host.Charts);
        tree.Write(Dev, Text("eth0: 0 0 0 7 0 0 0 0 0 0 0 0 0 0 0 0\n"));
        bench.Tick();
        Assert.Equal(["net_drops.eth0"], bench.Host.Charts.Select(c => c.Id));
        tree.Write(Dev, Text("eth0:" + Zeros));
        bench.Tick();
        Assert.Equal("inbound=0 outbound=0", bench.Values("net_drops.eth0"));
    }

    [Fact]
    public void With_zero_metrics_every_chart_is_there_at_once()
    {
        using var tree = Tree("eth0:" + Zeros);
        using var bench = Bench(tree, options: new CollectOptions { EnableZeroMetrics = true });
        bench.Tick();
        Assert.Equal(8, bench.Host.Charts.Count);
        Assert.Equal("InOctets=0 OutOctets=0", bench.Values("system.net"));
    }

    [Fact]
    public void An_interface_after_the_first_traffic_has_its_bandwidth_at_once_and_the_rest_when_it_counts()
    {
        using var tree = Tree("eth0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n");
        using var bench = Bench(tree);
        bench.Tick();
        tree.Write(Dev, Text("eth0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\neth1:" + Zeros));
        bench.Tick();
        Assert.Equal("received=0 sent=0", bench.Values("net.eth1"));
        Assert.False(bench.Has("net_packets.eth1"));
    }

    [Fact]
    public void Charts_of_an_interface_that_is_gone_are_obsolete_and_come_back_with_it()
    {
        const string both = "eth0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\nveth1: 6 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n";
        using var tree = Tree(both);
        using var bench = Bench(tree);
        bench.Tick(2);
        tree.Write(Dev, Text("eth0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n"));
        bench.Tick(2);
        Assert.True(bench.Chart("net.veth1").IsObsolete);
        Assert.True(bench.Chart("net_packets.veth1").IsObsolete);
        Assert.False(bench.Chart("net.eth0").IsObsolete);
        Assert.Equal("", bench.Values("net.veth1"));
        tree.Write(Dev, Text(both));
        bench.Tick();
        Assert.False(bench.Chart("net.veth1").IsObsolete);
        Assert.Equal("received=6 sent=7", bench.Values("net.veth1"));
    }

    [Fact]
    public void A_removed_chart_of_a_gone_interface_is_made_anew()
    {
        using var tree = Tree("eth0: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n");
        using var bench = Bench(tree);
        bench.Tick();
        tree.Write(Dev, Text(""));
        bench.Tick();
        bench.Host.Remove(bench.Chart("net.eth0"));
        tree.Write(Dev, Text("eth0: 6 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n"));
        bench.Tick();
        Assert.Equal("received=6 sent=5", bench.Values("net.eth0"));
    }

    [Fact]
    public void Interfaces_in_another_order_keep_their_values()
    {
        const string a = "a: 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        const string b = "b: 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        const string c = "c: 3 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        using var tree = Tree(a + b + c);
        using var bench = Bench(tree);
        foreach (string text in new[] { a + b + c, c + a + b, b + c + a, a + c, a + b + c, c + b + a })
        {
            tree.Write(Dev, Text(text));
            bench.Tick();
            Assert.Equal("received=1 sent=0", bench.Values("net.a"));
            Assert.Equal("received=3 sent=0", bench.Values("net.c"));
            Assert.Equal(text.Contains('b') ? "received=2 sent=0" : "", bench.Values("net.b"));
        }
    }

    [Fact]
    public void Only_enabled_interfaces_with_hardware_are_summed()
    {
        const string line = " 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n";
        using var tree = Tree($"lo:{line}eth0:{line}eth1:{line}br0:{line}x-ifb:{line}fireqos_a:{line}");
        tree.Write("/sys/devices/virtual/net/br0/.keep", "");
        using var bench = Bench(tree);
        bench.Tick();
        Assert.Equal("InOctets=20 OutOctets=40", bench.Values("system.net"));
        Assert.False(bench.Has("net.lo"));
        Assert.False(bench.Has("net.x-ifb"));
        Assert.False(bench.Has("net.fireqos_a"));
        Assert.True(bench.Has("net.br0"));
    }

    [Fact]
    public void Options_of_all_and_of_one_interface_are_obeyed()
    {
        const string line = " 10 1 1 1 1 1 1 1 20 1 1 1 1 1 1 1\n";
        using var tree = Tree($"lo:{line}eth0:{line}eth1:{line}");
        TableSettings settings = new TableSettings()
            .With(All, "disable by default interfaces matching", "eth*")
            .With(All, "packets for all interfaces", "no").With(All, "errors for all interfaces", "no")
            .With(All, "drops for all interfaces", "no").With(All, "fifo for all interfaces", "no")
            .With(All, "compressed packets for all interfaces", "no")
            .With(All, "frames, collisions, carrier counters for all interfaces", "no")
            .With($"{All}:eth1", "enabled", "yes").With($"{All}:eth1", "virtual", "yes")
            .With($"{All}:eth1", "bandwidth", "no").With($"{All}:eth1", "fifo", "yes")
            .With($"{All}:lo", "virtual", "no");
        using var bench = Bench(tree, settings);
        bench.Tick();
        Assert.Equal(["net.lo", "net_fifo.eth1", "system.net"], bench.Host.Charts.Select(c => c.Id));
        Assert.Equal("InOctets=10 OutOctets=20", bench.Values("system.net"));
    }

    [Fact]
    public void Without_new_interfaces_only_those_enabled_by_name_are_shown()
    {
        const string line = " 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n";
        using var tree = Tree($"eth0:{line}eth1:{line}");
        TableSettings settings = new TableSettings().With(All, "enable new interfaces detected at runtime",
            "no")
            .With($"{All}:eth1", "enabled", "yes");
        using var bench = Bench(tree, settings);
        bench.Tick();
        Assert.False(bench.Has("net.eth0"));
        Assert.True(bench.Has("net.eth1"));
    }

    [Fact]
    public void Bandwidth_switched_off_for_all_also_takes_the_sum()
    {
        using var tree = Tree("eth0: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n");
        using var bench = Bench(tree, new TableSettings().With(All, "bandwidth for all interfaces", "no"));
        bench.Tick();
        Assert.Equal(["net_packets.eth0"], bench.Host.Charts.Select(c => c.Id));
    }

    [Fact]
    public void Variables_come_one_period_after_the_chart_and_are_refreshed_each_period()
    {
        using var tree = Tree("eth0: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n");
        tree.Write("/sys/class/net/eth0/speed", "1000\n").Write("/sys/class/net/eth0/duplex", "half\n")
            .Write("/sys/class/net/eth0/operstate", "dormant\n");
        using var bench = Bench(tree, new TableSettings().With(All,
            "refresh interface operstate every seconds", "3"));
        bench.Tick(3);
        Variables eth0() => bench.Chart("net.eth0").Variables;
        Assert.Equal(0, eth0().Count);
        bench.Tick();
        Assert.Equal(5, eth0()["operstate"]);
        Assert.Equal(1, eth0().Count);
        bench.Tick(7);
        Assert.Equal(1000, eth0()["nic_speed_max"]);
        Assert.Equal(1, eth0()["duplex"]);

        // A driver without a link speed says -1; a file that fails is left alone for good.
        tree.Write("/sys/class/net/eth0/speed", "-1\n").Delete("/sys/class/net/eth0/duplex");
        bench.Tick(10);
        Assert.Equal(0, eth0()["nic_speed_max"]);
        Assert.Equal(1, eth0()["duplex"]);
        tree.Write("/sys/class/net/eth0/duplex", "full\n");
        bench.Tick(10);
        Assert.Equal(1, eth0()["duplex"]);
    }

    [Theory]
    [InlineData("unknown", 0)]
    [InlineData("notpresent", 1)]
    [InlineData("down", 2)]
    [InlineData("lowerlayerdown", 3)]
    [InlineData("testing", 4)]
    [InlineData("dormant", 5)]
    [InlineData("up", 6)]
    [InlineData("sideways", 0)]
    public void States_have_numbers(string word, int number)
    {
        using var tree = Tree("br0: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n");
        tree.Write("/sys/class/net/br0/operstate", word + "\n").Write("/sys/class/net/br0/speed", "10\n")
            .Write("/sys/devices/virtual/net/br0/.keep", "");
        using var bench = Bench(tree);
        bench.Tick(12);
        Assert.Equal(number, bench.Chart("net.br0").Variables["operstate"]);
        Assert.Equal(1, bench.Chart("net.br0").Variables.Count);
    }

    [Fact]
    public void Short_lines_and_second_lines_of_a_name_are_skipped()
    {
        using var tree = Tree("eth0: 1 2 3\neth1: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n"
            + "eth1: 99 1 0 0 0 0 0 0 99 1 0 0 0 0 0 0\n:" + Zeros);
        using var bench = Bench(tree);
        bench.Tick(2);
        Assert.Equal("received=10 sent=20", bench.Values("net.eth1"));
        Assert.Equal("InOctets=10 OutOctets=20", bench.Values("system.net"));
        Assert.False(bench.Has("net.eth0"));
    }

    private static Bench Bench(ProcTree tree, ICollectSettings? settings = null,
        CollectOptions? options = null) =>
        new(tree, settings, options, modules: "/proc/net/dev");

    private static ProcTree Tree(string lines) => new ProcTree().Write(Dev, Text(lines));

    private static string Text(string lines) => "Inter-|   Receive\n face |bytes\n" + lines;
}
