using System.Text.Json;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>Edge as the sending end.</summary>
[Collection(PeerCollection.Name)]
public sealed class ChildTests
{
    /// <summary>A headless child has at least these many charts on any Linux.</summary>
    private const int ChartsMin = 20;

    [PeerFact(PeerNeeds.Edge | PeerNeeds.Netdata)]
    public async Task ANetdataParentKeepsTheChartsOfAnEdgeChild()
    {
        using Node parent = Node.Parent(Programs.Netdata, "their-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        await SeesChild(parent, child, "our-child");
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task AnEdgeParentKeepsTheChartsOfAnEdgeChild()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        await SeesChild(parent, child, "our-child");
    }

    [PeerFact(PeerNeeds.Edge | PeerNeeds.Netdata)]
    public async Task AnEdgeProxyPassesAnEdgeChildOnToANetdataParent()
    {
        using Node parent = Node.Parent(Programs.Netdata, "their-parent");
        using Node proxy = Node.Proxy(Programs.Edge, "our-proxy", parent);
        using Node child = Node.Child(Programs.Edge, "our-child", proxy);
        await SeesChild(parent, child, "our-child");
        await Until.True(
            () => new Api(parent).Receives("our-proxy"), 10, "the proxy's own charts", parent, proxy, child);
    }

    [PeerFact(PeerNeeds.Edge | PeerNeeds.Netdata)]
    public async Task AnEdgeProxyPassesANetdataChildOnToAnEdgeParent()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node proxy = Node.Proxy(Programs.Edge, "our-proxy", parent);
        using Node child = Node.Child(Programs.Netdata, "their-child", proxy);
        await SeesChild(parent, child, "their-child");
    }

    private static async Task SeesChild(Node parent, Node child, string name)
    {
        var api = new Api(parent, name);
        await Until.True(() => api.IsAlive("system.cpu"), 25, "changing values", parent, child);
        await Until.True(() => api.IsAlive("system.ctxt"), 5, "more changing values", parent, child);
        Dictionary<string, JsonElement> charts = await api.Charts();
        Assert.InRange(charts.Count, ChartsMin, int.MaxValue);
    }
}
