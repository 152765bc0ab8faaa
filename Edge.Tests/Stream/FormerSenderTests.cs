using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>A host that goes to another parent at each connect, faster than the parents read.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class FormerSenderTests
{
    private const string Guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";
    private const string Chart = "CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n";

    [Fact]
    public void All_are_listed_and_waited_for_and_left_after_their_time()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying());
        var book = new LinkBook(rig.Hosts) { Door = rig.Door };
        var parents = new List<FakeConnection>();
        FakeConnection child = ComeAndGo(rig, parents, "one");
        ComeAndGo(rig, parents, "two");
        child = Come(rig, "three");
        Assert.Equal(["one", "two"], FormersOf(rig));
        var readings = new List<LinkReading>();
        book.Read(readings);
        Assert.Equal([false, true, true],
            readings.Where(static link => link.Role == LinkRole.Sending)
                .Select(static link => link.IsFormer));
        Assert.Equal(2, readings.Count(static link => link.State == "leaving"));

        child.Close(CloseReason.ByPeer);
        rig.Door.Stop(rig.NowUsec);
        Assert.False(rig.Door.IsQuiet);
        rig.NowUsec += 6_000_000;
        rig.Door.Tick(rig.NowUsec);
        Assert.All(parents, static parent => Assert.Equal(CloseReason.Stopped, parent.Reason));
        Assert.True(rig.Door.IsQuiet);
        Assert.Empty(FormersOf(rig));
    }

    [Fact]
    public void The_oldest_of_too_many_is_cut()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying());
        var parents = new List<FakeConnection>();
        for (int i = 0; i <= Edge.Stream.Limits.FormerSenders; i++)
        {
            ComeAndGo(rig, parents, $"parent{i}");
        }

        Come(rig, "last");
        Assert.Equal(CloseReason.Stopped, parents[0].Reason);
        Assert.All(parents.Skip(1), static parent => Assert.Equal(CloseReason.None, parent.Reason));
    }

    [Fact]
    public void The_charts_of_the_link_go_on_with_the_next_one()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying());
        var book = new LinkBook(rig.Hosts) { Door = rig.Door };
        var monitor = new StreamMonitor(book);
        var parents = new List<FakeConnection>();
        ComeAndGo(rig, parents, "one");
        Tick(rig, book, monitor);
        Come(rig, "two");
        Tick(rig, book, monitor);
        Assert.Single(rig.Hosts.Local.Charts, static chart => chart.Id.StartsWith("edge.send_state_",
            StringComparison.Ordinal));
        Assert.False(rig.Hosts.Local.Find("edge.send_state_probe")!.IsObsolete);
    }

    private static void Tick(DoorRig rig, LinkBook book, StreamMonitor monitor)
    {
        rig.NowUsec += 1_000_000;
        book.Pace(rig.NowUsec);
        using (rig.Hosts.Local.Gate.Enter())
        {
            monitor.Tick(rig.NowUsec);
        }
    }

    private static FakeConnection Come(DoorRig rig, string parent)
    {
        rig.Sections[Guid] = new StreamSection { Own = new SectionTerms { ProxyDestination = parent } };
        FakeConnection child = rig.Open(DoorRig.Request());
        child.NowUsec = rig.NowUsec;
        child.Receive(Chart);
        return child;
    }

    /// <summary>The parent takes the stream and then nothing more.</summary>
    private static FakeConnection ComeAndGo(DoorRig rig, List<FakeConnection> parents, string name)
    {
        FakeConnection child = Come(rig, name);
        FakeConnection parent = rig.Dial.Last.Connect(rig.NowUsec, name);
        parent.Receive("Hit me baby, push them over with the version=3");
        parent.Room = 0;
        child.Receive(Chart);
        parents.Add(parent);
        child.Close(CloseReason.ByPeer);
        Assert.Equal(CloseReason.None, parent.Reason);
        return child;
    }

    private static string[] FormersOf(DoorRig rig)
    {
        Host host = rig.Hosts.FindByGuid(Guid)!;
        var names = new List<string>();
        foreach (Sender former in rig.Door.Find(host)!.Formers)
        {
            names.Add(former.Where);
        }

        return [.. names];
    }
}
