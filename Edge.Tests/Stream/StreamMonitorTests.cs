using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Charts of links come and go with their hosts, and cost nothing in between.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class StreamMonitorTests : IDisposable
{
    private const string OtherGuid = "abcd0002-aaaa-4bbb-8ccc-000000006eb8";
    private readonly DoorRig _rig = new(new ReceiveOptions { CleanupOrphanSeconds = 10 });
    private readonly LinkBook _book;

    public StreamMonitorTests() => _book = new LinkBook(_rig.Hosts) { Door = _rig.Door };

    [Fact]
    public void A_link_gets_its_charts_and_they_become_obsolete_with_its_host()
    {
        var monitor = new StreamMonitor(_book);
        Second(monitor);
        Assert.Equal(0, monitor.LinkCount);
        FakeConnection child = _rig.Open(DoorRig.Request());
        Second(monitor, 3);
        Chart state = Chart("edge.receive_state_probe");
        Assert.Equal(("edge.receive_state", "streaming", "netdata", "stats"),
            (state.Context, state.Family, state.Plugin, state.Module));
        Assert.Equal(1, Last(state));
        Assert.Equal("kilobits/s", Chart("edge.receive_traffic_probe").Units);
        Assert.Equal([1, 0, 0, 0], LastOf(Chart("edge.links")));

        child.Close(CloseReason.ByPeer);
        Second(monitor, 2);
        Assert.Equal(0, Last(state));
        Assert.Equal([0, 1, 0, 0], LastOf(Chart("edge.links")));
        Assert.False(state.IsObsolete);

        Second(monitor, 12);
        Assert.Single(_rig.Hosts.All);
        Assert.Equal(0, monitor.LinkCount);
        Assert.All(_rig.Hosts.Local.Charts,
            chart => Assert.Equal(chart.Id != "edge.links", chart.IsObsolete));

        // Back again: the same charts live on.
        _rig.Open(DoorRig.Request());
        Second(monitor, 2);
        Assert.Same(state, Chart("edge.receive_state_probe"));
        Assert.False(state.IsObsolete);
        Assert.Equal(1, Last(state));
    }

    [Fact]
    public void Hosts_of_the_same_name_are_told_apart_by_guid()
    {
        var monitor = new StreamMonitor(_book);
        _rig.Open(DoorRig.Request());
        _rig.Open(DoorRig.Request(guid: OtherGuid));
        Second(monitor, 2);

        Assert.Equal(2, monitor.LinkCount);
        string[] states = [.. _rig.Hosts.Local.Charts.Select(chart => chart.Id)
            .Where(id => id.StartsWith("edge.receive_state_", StringComparison.Ordinal)).Order()];
        Assert.Equal(2, states.Length);
        Assert.Equal("edge.receive_state_probe", states[0]);
        Assert.StartsWith("edge.receive_state_probe_abcd000", states[1]);
    }

    [Fact]
    public void More_links_than_allowed_have_no_charts_and_one_line_says_so()
    {
        var monitor = new StreamMonitor(_book, linksMax: 1);
        _rig.Open(DoorRig.Request());
        _rig.Open(DoorRig.Request(guid: OtherGuid, hostname: "other"));
        _rig.Log.Take();
        Second(monitor, 3);

        Assert.Equal(1, monitor.LinkCount);
        Assert.Equal([2, 0, 0, 0], LastOf(Chart("edge.links")));
        string line = Assert.Single(_rig.Log.Take());
        Assert.StartsWith("1 links have no charts of their own, 1 have.", line);
    }

    [Fact]
    public void A_tick_allocates_nothing_once_all_links_are_known()
    {
        var monitor = new StreamMonitor(_book);
        for (int i = 0; i < 50; i++)
        {
            _rig.Open(DoorRig.Request(guid: $"abcd{i:0000}-aaaa-4bbb-8ccc-000000006eb8", hostname: $"h{i}"));
        }

        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            Second(monitor, 30);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Monitor(monitor);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(50, monitor.LinkCount);
    }

    public void Dispose() => _rig.Dispose();

    private void Second(StreamMonitor monitor, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _rig.Door.Tick(_rig.NowUsec + Clock.UsecPerSecond);
            Monitor(monitor);
        }
    }

    private void Monitor(StreamMonitor monitor)
    {
        _rig.NowUsec += Clock.UsecPerSecond;
        _book.Pace(_rig.NowUsec);
        using (_rig.Hosts.Local.Gate.Enter())
        {
            monitor.Tick(_rig.NowUsec);
        }
    }

    private Chart Chart(string id) => _rig.Hosts.Local.Find(id) ?? throw new InvalidOperationException(id);

    private static long Last(Chart chart) => LastOf(chart)[0];

    private static long[] LastOf(Chart chart)
    {
        var values = new long[chart.Dimensions.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = chart.Series.Collected[i];
        }

        return values;
    }
}
