using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class HalfBlockTests
{
    [Fact]
    public void What_a_lost_connection_had_set_is_not_stored_with_what_the_next_one_sends()
    {
        using var rig = new ReceiverRig();
        rig.Feed("CHART a.b '' t u f c line 1 1\nDIMENSION x\nDIMENSION y\n"
            + "BEGIN a.b\nSET x = 1\nSET y = 1\nEND\nBEGIN a.b\nSET x = 5\n");
        var next = new Receiver(rig.Host, rig, 3, "127.0.0.1:2");
        next.Consume(rig, "BEGIN a.b\nSET y = 2\nEND\n"u8, rig.NowUsec + 1_000_000);
        next.Closed(rig, Edge.Net.CloseReason.Done, rig.NowUsec);
        Chart chart = rig.Host.Find("a.b")!;
        Assert.Equal(1, chart.Series.Hot[chart.Find("x")!.Index].Last);
        Assert.Equal(2, chart.Series.Hot[chart.Find("y")!.Index].Last);
    }
}
