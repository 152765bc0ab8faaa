using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>More than one parent in the list (spec stream-caps 4, 11).</summary>
[Collection(StreamLogCollection.Name)]
public sealed class FailoverTests
{
    private const string Denied = "You are not permitted to access this. Check the logs for more info.";

    private static SenderRig Rig(string list, StreamOptions? options = null) => new(options,
        new SendTarget { IsEnabled = true, Destination = list, ApiKey = DoorRig.Key });

    private static string[] Dialled(SenderRig rig) => [.. rig.Dial.Orders.Select(static o => o.Destinations)];

    [Fact]
    public void Items_go_to_the_dialer_one_by_one_as_written_and_the_first_that_connects_is_taken()
    {
        using SenderRig rig = Rig("a:1, b:2:SSL\tc");
        rig.Second();
        rig.Dial.Last.Caller.Failed(rig.NowUsec);
        Assert.Equal(SenderState.Connecting, rig.Sender.State);
        rig.Dial.Last.Caller.Failed(rig.NowUsec);
        Assert.Equal(["a:1", "b:2:SSL", "c"], Dialled(rig));
        rig.Stream();
        rig.Second(100);
        Assert.Equal(3, rig.Dial.Orders.Count);
        Assert.Equal(
        [
            "STREAM: added streaming destination No 1: 'a:1' to host 'child'",
            "STREAM: added streaming destination No 2: 'b:2:SSL' to host 'child'",
            "STREAM: added streaming destination No 3: 'c' to host 'child'",
            "STREAM child [send to a:1, b:2:SSL\tc]: connecting...",
            "STREAM child: attempting to connect to 'a:1' (default port: 19999)...",
            "STREAM child: attempting to connect to 'b:2:SSL' (default port: 19999)...",
            "STREAM child: attempting to connect to 'c' (default port: 19999)...",
        ], rig.Log.Take().Skip(2).Take(7));
    }

    [Fact]
    public void A_round_without_a_connection_is_followed_by_the_delay_and_begins_with_the_first_again()
    {
        using SenderRig rig = Rig("a b");
        rig.Second();
        for (int round = 1; round <= 5; round++)
        {
            rig.Dial.Last.Caller.Failed(rig.NowUsec);
            Assert.Equal(round * 2, rig.Dial.Orders.Count);
            rig.Dial.Last.Caller.Failed(rig.NowUsec);
            Assert.Equal(SenderState.Waiting, rig.Sender.State);
            rig.Second(4);
            Assert.Equal(round * 2, rig.Dial.Orders.Count);
            rig.Second();
        }

        Assert.Equal(["a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a"], Dialled(rig));
    }

    [Fact]
    public void After_an_end_or_a_refusal_the_next_one_has_its_turn()
    {
        using SenderRig rig = Rig("a b");
        rig.Stream();
        rig.Second(60);
        rig.Parent.Close(CloseReason.ByPeer);
        rig.Second(5);
        Assert.Equal(["a", "b"], Dialled(rig));
        rig.Connect().Receive(Denied);
        rig.Second(5);
        Assert.Equal(["a", "b", "a"], Dialled(rig));
        rig.Stream();
    }

    [Fact]
    public void A_postponed_parent_is_passed_over_until_its_time_has_come()
    {
        using SenderRig rig = Rig("a b", new StreamOptions { ReconnectDelaySeconds = 5 });
        rig.Second();
        rig.Connect().Receive("Don't hit me baby, you are trying to stream my localhost back");
        long refused = rig.NowUsec;
        rig.Log.Take();
        while (rig.NowUsec - refused < 59_000_000)
        {
            rig.Second();
            if (rig.Sender.State == SenderState.Connecting)
            {
                Assert.Equal("b", rig.Dial.Last.Destinations);
                rig.Dial.Last.Caller.Failed(rig.NowUsec);
            }
        }

        string[] lines = [.. rig.Log.Take().Where(static l => l.Contains("skipping"))];
        Assert.Equal(["STREAM child: skipping destination 'a' (default port: 19999) due to last error "
            + "(code: -2, localhost), will retry it in 55 seconds"], lines);
        Assert.Equal(11, rig.Dial.Orders.Count - 1);
        while (rig.Dial.Last.Destinations == "b")
        {
            if (rig.Sender.State == SenderState.Connecting)
            {
                rig.Dial.Last.Caller.Failed(rig.NowUsec);
            }

            rig.Second();
        }

        Assert.InRange(rig.NowUsec - refused, 60_000_000, 66_000_000);
    }

    [Fact]
    public void A_parent_whose_time_comes_before_the_next_tick_is_not_passed_over()
    {
        using SenderRig rig = Rig("a b", new StreamOptions { ReconnectDelaySeconds = 5 });
        rig.Second();
        rig.Connect().Receive("Don't hit me baby, you are trying to stream my localhost back");
        long refused = rig.NowUsec;
        rig.NowUsec -= 400_000;
        rig.Second(10);
        while (rig.Dial.Last.Destinations != "a" || rig.NowUsec - refused < 10_000_000)
        {
            if (rig.Sender.State == SenderState.Connecting)
            {
                rig.Dial.Last.Caller.Failed(rig.NowUsec);
            }

            rig.Second();
            Assert.InRange(rig.NowUsec - refused, 0, 70_000_000);
        }

        // A round begins 0.4 seconds before the minute is over; the next one would be five seconds later.
        Assert.InRange(rig.NowUsec - refused, 59_000_000, 60_600_000);
        Assert.DoesNotContain(rig.Log.Take(), static line => line.Contains("retry it in 0 seconds"));
    }

    [Fact]
    public void When_all_are_postponed_it_waits_for_the_earliest()
    {
        using SenderRig rig = Rig("a b");
        rig.Second();
        rig.Connect().Receive("Don't hit me baby, you are trying to stream my localhost back");
        long first = rig.NowUsec;
        rig.Second(5);
        rig.Connect().Receive("Don't hit me baby, you are trying to stream my localhost back");
        int dials = rig.Dial.Orders.Count;
        while (rig.Dial.Orders.Count == dials)
        {
            rig.Second();
        }

        Assert.Equal("a", rig.Dial.Last.Destinations);
        Assert.Equal(60_000_000, rig.NowUsec - first);
    }

    [Fact]
    public void A_parent_without_trusted_tls_is_postponed_and_the_round_goes_on_at_once()
    {
        using SenderRig rig = Rig("a:SSL b");
        rig.Second();
        rig.Dial.Last.Caller.Refused("certificate is not trusted");
        rig.Dial.Last.Caller.TlsFailed(isCertificate: true);
        rig.Dial.Last.Caller.Failed(rig.NowUsec);
        Assert.Equal("b", rig.Dial.Last.Destinations);
        rig.Stream();
    }

    [Fact]
    public void A_destination_that_hangs_gives_way_to_the_next()
    {
        using SenderRig rig = Rig("a b", new StreamOptions { TimeoutSeconds = 1 });
        rig.Second(2 + Edge.Stream.Limits.DialTimeouts);
        Assert.Equal(["a", "b"], Dialled(rig));
        FakeConnection late = rig.Dial.Orders[0].Connect(rig.NowUsec);
        Assert.Equal(CloseReason.Stopped, late.Reason);
        rig.Stream();
    }

    [Fact]
    public void A_killed_parent_that_is_back_is_found_within_the_delay_and_two_seconds()
    {
        for (ulong seed = 1; seed < 50; seed++)
        {
            using var rig = new SenderRig(jitter: new Jitter(seed * 0x9E3779B97F4A7C15));
            rig.Stream();
            rig.Second(20);
            rig.Parent.Close(CloseReason.ByPeer);
            for (int away = 0; away < 300; away++)
            {
                rig.Second();
                if (rig.Sender.State == SenderState.Connecting)
                {
                    rig.Dial.Last.Caller.Failed(rig.NowUsec);
                }
            }

            long back = rig.NowUsec;
            while (rig.Sender.State != SenderState.Connecting)
            {
                rig.Second();
            }

            Assert.InRange(rig.NowUsec - back, 0, 7_000_000);
            rig.Stream();
        }
    }

    [Fact]
    public void A_list_is_cut_at_its_limit_and_one_of_separators_alone_dials_nothing()
    {
        var many = new Destinations(string.Join(' ', Enumerable.Range(0, 100).Select(static i => $"p{i}")));
        Assert.Equal(Edge.Stream.Limits.Destinations, many.Items.Count);
        using SenderRig rig = Rig(" , ");
        rig.Second(60);
        Assert.Empty(rig.Dial.Orders);
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
    }
}
