using Xunit;

namespace Edge.Tests.Peers;

/// <summary>Crashes and orderly ends.</summary>
[Collection(PeerCollection.Name)]
public sealed class HealingTests
{
    /// <summary>A connection may have to wait for the next try, and a round trip of it.</summary>
    private const double HealSeconds = Node.ReconnectSeconds + 2;

    [PeerFact(PeerNeeds.Edge)]
    public Task AChildFindsItsCrashedEdgeParentAgain() => HealsAfterParent(Programs.Edge);

    [PeerFact(PeerNeeds.Edge | PeerNeeds.Netdata)]
    public Task AChildFindsItsCrashedNetdataParentAgain() => HealsAfterParent(Programs.Netdata);

    [PeerFact(PeerNeeds.Edge)]
    public async Task AParentTakesACrashedChildBack()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        var api = new Api(parent);
        var charts = new Api(parent, "our-child");
        await Until.True(() => charts.IsAlive("system.cpu"), 25, "the child's values", parent, child);

        child.Kill();
        await Until.True(
            async () => !await api.Receives("our-child"), HealSeconds, "the end seen", parent);
        long before = await charts.Newest("system.cpu");
        child.Restart();
        await Until.True(() => api.Receives("our-child"), HealSeconds, "the child's return", parent, child);
        await Until.True(
            async () => await charts.Newest("system.cpu") > before + 1, 10, "new values", parent, child);
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task BothEndsStopWithinASecond()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        using Node other = Node.Child(Programs.Edge, "our-other", parent);
        var api = new Api(parent);
        await Until.True(
            async () => await api.Receives("our-child") && await api.Receives("our-other"),
            15,
            "two children",
            parent,
            child,
            other);

        TimeSpan ofChild = child.Terminate(out int childCode);
        TimeSpan ofParent = parent.Terminate(out int parentCode);

        // The one that has lost its parent and waits for the next try.
        TimeSpan ofOther = other.Terminate(out int otherCode);
        Assert.Equal((0, 0, 0), (childCode, parentCode, otherCode));
        Assert.All([ofChild, ofParent, ofOther], time => Assert.InRange(time.TotalSeconds, 0, 1));
    }

    private static async Task HealsAfterParent(string? program)
    {
        using Node parent = Node.Parent(program, "the-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        var api = new Api(parent);
        await Until.True(() => api.Receives("our-child"), 20, "the child", parent, child);

        parent.Kill();
        parent.Restart();
        await Until.True(api.Answers, 20, "the parent's return", parent, child);
        await Until.True(() => api.Receives("our-child"), HealSeconds, "the child's return", parent, child);
        await Until.True(
            () => new Api(parent, "our-child").IsAlive("system.cpu"), 15, "its values", parent, child);
    }
}
