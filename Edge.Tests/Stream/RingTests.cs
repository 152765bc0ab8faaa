using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Parents that stream to each other in a ring: everybody gets everything once, and nothing goes
/// round and round.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class RingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void In_a_ring_each_node_has_each_host_once_and_there_is_no_storm(int count)
    {
        using var town = new Town();
        TownNode[] nodes = Ring(town, count);
        town.Seconds(50);
        int first = town.Dials.Count;
        Assert.Equal(count * count, first);
        town.Seconds(3600);
        foreach (TownNode node in nodes)
        {
            Assert.Equal(count, node.Names.Length);
            foreach (TownNode other in nodes.Where(other => other != node))
            {
                Edge.Store.Host copy = node.CopyOf(other);
                Assert.True(copy.IsReachable);
                long last = copy.Find("system.cpu")!.Series.Clock.LastCollectedUsec;
                Assert.InRange(last, town.NowUsec - (count * 1_000_000), town.NowUsec);
            }

            // Nothing is heard twice: one connection a host is open.
            Assert.Equal(count - 1, node.Connections.Count(static near =>
                near.Reason == Edge.Net.CloseReason.None));
        }

        // What is refused as the receiver's own host is tried 60, 120, 240 ... 1,920 seconds later.
        Assert.InRange(town.Dials.Count - first, 0, count * 6);
    }

    [Fact]
    public void Nodes_that_refuse_without_a_word_are_asked_twice_a_minute_at_most()
    {
        using var town = new Town();
        TownNode[] nodes = Ring(town, 3, offer: 3);
        town.Seconds(120);
        int first = town.Dials.Count;
        town.Seconds(3600);
        Assert.InRange(town.Dials.Count - first, 3 * 90, 3 * 150);
        Assert.All(nodes, static node => Assert.Equal(3, node.Names.Length));
    }

    [Fact]
    public void Each_step_of_a_ring_counts_a_hop()
    {
        using var town = new Town();
        TownNode[] nodes = Ring(town, 3);
        town.Seconds(30);
        Assert.Equal(0, nodes[0].Local.Info.Hops);
        Assert.Equal(1, nodes[1].CopyOf(nodes[0]).Info.Hops);
        Assert.Equal(2, nodes[2].CopyOf(nodes[0]).Info.Hops);
        Assert.Contains(nodes[0].Requests, static r => r.Contains("hostname=n0&") && r.Contains("&hops=3&"));
    }

    [Fact]
    public void A_guest_of_a_ring_is_stopped_where_it_came_in()
    {
        using var town = new Town();
        TownNode[] nodes = Ring(town, 3);
        TownNode guest = town.Add("guest", 9, "n0");
        town.Seconds(600);
        foreach (TownNode node in nodes)
        {
            Assert.Equal(4, node.Names.Length);
            Assert.True(node.CopyOf(guest).IsReachable);
        }

        int before = town.Dials.Count;
        town.Seconds(3600);

        // n2 asks n0 again and again, every two minutes; n0 has the guest already.
        Assert.InRange(town.Dials.Count - before, 24, 60);
        Assert.Contains(town.Log.Lines, static l => l.Contains("is already streamed to it")
            || l.Contains("is it a netdata?"));

        // It leaves, and does not go on circling.
        guest.Collects = false;
        guest.IsDown = true;
        foreach (PipeConnection near in nodes[0].Connections.Where(static c => c.Reason
            == Edge.Net.CloseReason.None).ToArray())
        {
            near.Abort(Edge.Net.CloseReason.ByPeer);
        }

        town.Seconds(300);
        Assert.All(nodes, node => Assert.False(node.CopyOf(guest).IsReachable));
    }

    [Theory]
    [InlineData("hops=16", true)]
    [InlineData("hops=17", false)]
    [InlineData("hops=2147483648", false)]
    [InlineData("hops=-5", true)]
    [InlineData("hops=many", true)]
    public void A_host_that_comes_from_too_far_is_refused_and_told(string hops, bool isTaken)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request(more: $"&ver=5&{hops}"));
        Assert.Equal(isTaken, child.Session != null);
        if (!isTaken)
        {
            Assert.Equal(401, rig.Status);
            Assert.Equal("You are not permitted to access this. Check the logs for more info.", child.Sent);
            Assert.Matches("host 'probe' comes over [0-9]+ nodes, at most 16 are taken. Do parents stream to "
                + "each other in a ring\\? Forbidding access.$", rig.Log.Lines[^1]);
            Assert.Contains("'DENIED - TOO MANY HOPS' host 'probe'", rig.Log.AccessLines[^1]);
        }
    }

    private static TownNode[] Ring(Town town, int count, int offer = 5) => [.. Enumerable.Range(0, count)
        .Select(i => town.Add($"n{i}", i, $"n{(i + 1) % count}", offer))];
}
