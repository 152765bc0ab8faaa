using Xunit;

namespace Edge.Tests.Peers;

/// <summary>A proxy without a database bridges an outage of its parent.</summary>
[Collection(PeerCollection.Name)]
public sealed class ProxyOutageTests
{
    private const int OutageSeconds = 10;

    [PeerFact(PeerNeeds.Edge)]
    public async Task An_outage_of_the_parent_behind_a_proxy_leaves_no_hole()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node proxy = Node.Proxy(Programs.Edge, "our-proxy", parent);
        using Node child = Node.Child(Programs.Edge, "our-child", proxy);
        var charts = new Api(parent, "our-child");
        await Until.True(() => charts.IsAlive("system.cpu"), 30, "values", parent, proxy, child);

        long before = await charts.Newest("system.cpu");
        parent.Kill();
        long back = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + OutageSeconds;
        await Until.True(() => Task.FromResult(DateTimeOffset.UtcNow.ToUnixTimeSeconds() >= back),
            OutageSeconds + 5, "the end of the outage", proxy, child);
        parent.Restart();
        await Until.True(async () => await charts.Newest("system.cpu") > back + 3, 30, "new values",
            parent, proxy, child);

        // The parent's memory went with it: all that it has of the outage, and of before, is the proxy's.
        SortedDictionary<long, double> user = (await charts.Data("system.cpu", 60))["user"];
        Assert.True(user.Keys.First() <= before, $"starts {user.Keys.First() - before} s late");
        Assert.Equal(user.Keys.Last() - user.Keys.First() + 1, user.Count);
    }
}
