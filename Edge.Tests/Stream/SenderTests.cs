using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class SenderTests
{
    private const string To = "STREAM child [send to parent:19999]: ";

    [Fact]
    public void A_good_connection_logs_the_lines_of_the_reference_in_order()
    {
        using var rig = new SenderRig();
        rig.Second();
        rig.Connect().Receive("Hit me baby, push them over with the version=3");
        rig.Second();
        string task = rig.Log.Lines.Single(l => l.Contains("task id")).Split("task id ")[1].TrimEnd(')');
        Assert.Equal(
        [
            "ERROR MAIN : STREAM child [send]: not ready - discarding collected metrics.",
            $"INFO STREAM_SENDER[child] : STREAM child [send]: thread created (task id {task})",
            "INFO STREAM_SENDER[child] : STREAM: added streaming destination No 1: '10.0.0.1:19999' to host "
                + "'child'",
            "INFO STREAM_SENDER[child] : STREAM child [send to 10.0.0.1:19999]: connecting...",
            $"INFO STREAM_SENDER[child] : {To}initializing communication...",
            $"INFO STREAM_SENDER[child] : {To}waiting response from remote netdata...",
            $"INFO STREAM_SENDER[child] : {To}established communication with a parent using protocol "
                + "version 3 - ready to send metrics...",
            "INFO MAIN : STREAM child [send]: sending metrics...",
        ], rig.Log.Lines);
        Assert.Equal(1, rig.Sender.Connections);
    }

    [Fact]
    public void Nothing_is_sent_before_the_answer_and_the_order_goes_with_the_options()
    {
        using var rig = new SenderRig(new StreamOptions { DefaultPort = 20000, TimeoutSeconds = 7 });
        rig.Second();
        FakeDial.Order order = rig.Dial.Last;
        Assert.Equal(("10.0.0.1:19999", 20000, 7), (order.Destinations, order.DefaultPort,
            order.TimeoutSeconds));
        rig.Connect();
        string request = rig.Parent.TakeSent();
        Assert.StartsWith("STREAM key=11111111-2222-3333-4444-555555555555&hostname=child&", request);
        rig.Second(3);
        Assert.Equal("", rig.Parent.Sent);
    }

    [Fact]
    public void Without_a_chart_nothing_is_dialled()
    {
        using var rig = new SenderRig();
        rig.Second(100, collects: false);
        Assert.Empty(rig.Dial.Orders);
        Assert.Equal(SenderState.Idle, rig.Sender.State);
    }

    [Fact]
    public void A_target_that_misses_something_never_dials()
    {
        using var rig = new SenderRig(target: new SendTarget { IsEnabled = true, Destination = "x" });
        rig.Second(100);
        Assert.Empty(rig.Dial.Orders);
    }

    [Fact]
    public void After_a_failed_round_it_waits_for_the_delay_and_tries_again_and_again()
    {
        using var rig = new SenderRig(new StreamOptions { ReconnectDelaySeconds = 5 });
        rig.Second();
        for (int round = 1; round < 10; round++)
        {
            Assert.Equal(round, rig.Dial.Orders.Count);
            rig.Log.Take();
            rig.Dial.Last.Caller.Refused("Failed to connect to '10.0.0.1', port '19999' (errno 111, "
                + "Connection refused)");
            rig.Dial.Last.Caller.Failed(rig.NowUsec);
            Assert.Equal(
            [
                "Failed to connect to '10.0.0.1', port '19999' (errno 111, Connection refused)",
                "STREAM child [send to 10.0.0.1:19999]: failed to connect",
            ], rig.Log.Take());
            rig.Second(4);
            Assert.Equal(round, rig.Dial.Orders.Count);
            rig.Second();
        }
    }

    [Theory]
    [InlineData(CloseReason.ByPeer, "connection closed by far end. Restarting connection")]
    [InlineData(CloseReason.ReadFailed, "error during read (-1). Restarting connection")]
    [InlineData(CloseReason.SendFailed, "failed to send metrics - closing connection - we have sent 0 "
        + "bytes on this connection.")]
    public void Every_end_while_streaming_is_told_and_followed_by_the_delay(object reason, string text)
    {
        using var rig = new SenderRig();
        rig.Stream();
        rig.Parent.TakeSent();
        rig.Log.Take();
        rig.Parent.Close((CloseReason)reason);
        Assert.Equal([To + text], rig.Log.Take());
        rig.Second(4);
        Assert.Single(rig.Dial.Orders);
        rig.Second();
        Assert.Equal(2, rig.Dial.Orders.Count);
        rig.Stream();
        rig.Second();
        Assert.Contains("CHART \"system.cpu\"", rig.Parent.Sent);
    }

    [Theory]
    [InlineData(CloseReason.ByPeer, "server is not replying properly (is it a netdata?).")]
    [InlineData(CloseReason.ReadFailed, "remote netdata does not respond.")]
    public void Every_end_before_the_answer_is_told_and_followed_by_the_delay(object reason, string text)
    {
        using var rig = new SenderRig();
        rig.Second();
        rig.Connect();
        rig.Log.Take();
        rig.Parent.Close((CloseReason)reason);
        Assert.Equal([To + text], rig.Log.Take());
        rig.Second(4);
        Assert.Single(rig.Dial.Orders);
        rig.Second();
        Assert.Equal(2, rig.Dial.Orders.Count);
    }

    [Fact]
    public void Dropping_is_told_once_for_each_outage()
    {
        using var rig = new SenderRig();
        const string told = "STREAM child [send]: not ready - discarding collected metrics.";
        for (int outage = 0; outage < 3; outage++)
        {
            rig.Second();
            for (int round = 0; round < 5; round++)
            {
                rig.Dial.Last.Caller.Failed(rig.NowUsec);
                rig.Second(5);
            }

            Assert.Single(rig.Log.Take(), line => line == told);
            rig.Stream().Close(CloseReason.ByPeer);
            rig.Second(5);
        }
    }

    [Fact]
    public void After_a_parent_that_speaks_masks_the_lines_are_those_of_1_37()
    {
        const int offer = 0x3e0;
        using var rig = new SenderRig(new StreamOptions { Offer = offer });
        rig.Second();
        Assert.Contains(
            "STREAM child [send]: not ready - discarding collected metrics.", rig.Log.Take());
        FakeConnection parent = rig.Stream($"Hit me baby, push them over with the version={offer}");
        rig.Second();
        Assert.Contains("STREAM child [send]: sending metrics to parent...", rig.Log.Take());
        parent.Close(CloseReason.ByPeer);
        rig.Second();
        Assert.Contains(
            "STREAM child [send]: not ready - collected metrics are not sent to parent.", rig.Log.Take());

        // Another parent, of the older kind.
        rig.Second(5);
        rig.Stream().Close(CloseReason.ByPeer);
        rig.Log.Take();
        rig.Second();
        Assert.Contains(
            "STREAM child [send]: not ready - discarding collected metrics.", rig.Log.Take());
    }

    [Fact]
    public void A_parent_that_does_not_answer_is_left_after_the_timeout()
    {
        using var rig = new SenderRig(new StreamOptions { TimeoutSeconds = 10 });
        rig.Second();
        rig.Connect();
        rig.Log.Take();
        rig.Second(10);
        Assert.Empty(rig.Log.Take());
        rig.Second();
        Assert.Equal([To + "server is not replying properly (is it a netdata?)."], rig.Log.Take());
        Assert.NotEqual(CloseReason.None, rig.Parent.Reason);
    }

    [Fact]
    public void A_request_that_cannot_be_sent_ends_the_try()
    {
        using var rig = new SenderRig();
        rig.Second();
        var closed = new FakeConnection { Session = rig.Dial.Last.Session };
        closed.Close(CloseReason.ByPeer);
        rig.Dial.Last.Caller.Connected(closed, "parent:19999", rig.NowUsec);
        Assert.Equal(To + "failed to send HTTP header to remote netdata.", rig.Log.Take()[^1]);
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
    }

    [Fact]
    public void A_parent_that_reads_nothing_is_left_after_the_timeout()
    {
        using var rig = new SenderRig(new StreamOptions { TimeoutSeconds = 10 });
        rig.Stream();
        rig.Second();
        rig.Parent.Room = 0;
        rig.Log.Take();
        rig.Second(10);
        Assert.Empty(rig.Log.Take());
        rig.Second();
        Assert.Matches("^STREAM child \\[send to parent:19999\\]: could not send metrics for 10 seconds - "
            + "closing connection - we have sent [0-9]+ bytes on this connection via [0-9]+ send attempts.$",
            rig.Log.Take()[0]);
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
    }

    [Fact]
    public void A_full_buffer_ends_the_connection_and_what_was_in_it_is_lost()
    {
        using var rig = new SenderRig(new StreamOptions { BufferSizeBytes = 2000, TimeoutSeconds = 1000 });
        rig.Stream();
        rig.Second();
        rig.Parent.TakeSent();
        rig.Parent.Room = 0;
        rig.Log.Take();
        while (rig.Sender.IsStreaming)
        {
            rig.Second();
        }

        Assert.Equal(To + "buffer full (2000-bytes) after 0 bytes. Restarting connection", rig.Log.Take()[0]);
        Assert.Equal(CloseReason.OutboxFull, rig.Parent.Reason);
        rig.Second(5);
        rig.Stream();
        rig.Second();
        Assert.StartsWith("CHART \"system.cpu\"", rig.Parent.Sent.Split("NULL\n")[^1]);
    }

    [Fact]
    public void A_tick_longer_than_the_buffer_grows_it_instead_of_reconnecting_for_ever()
    {
        using var rig = new SenderRig(new StreamOptions { BufferSizeBytes = 1024 });
        for (int i = 0; i < 100; i++)
        {
            rig.Chart.Define($"dimension number {i}");
        }

        rig.Stream();
        rig.Second();
        Assert.Equal(SenderState.Streaming, rig.Sender.State);
        Assert.Contains("DIMENSION \"dimension number 99\"", rig.Parent.Sent);
        Assert.Contains(rig.Log.Take(), l => l.Contains("max buffer size of 1024 is too small"));
    }

    [Fact]
    public void Bytes_from_the_parent_are_told_and_thrown_away()
    {
        using var rig = new SenderRig();
        rig.Stream();
        rig.Log.Take();
        rig.Parent.Receive("REPLAY_CH");
        rig.Parent.Receive("ART \"x\"\nmore");
        Assert.Equal(
            ["STREAM child [send to parent:19999] received command over connection: REPLAY_CHART \"x\""],
            rig.Log.Take());
        rig.Parent.Receive(new string('x', 5000));
        Assert.Equal(SenderState.Streaming, rig.Sender.State);
        rig.Second();
        Assert.Contains("SET \"user\" = 7\n", rig.Parent.Sent);
    }

    [Fact]
    public void What_comes_late_of_a_try_that_was_given_up_is_ignored()
    {
        using var rig = new SenderRig(new StreamOptions { TimeoutSeconds = 1 });
        rig.Second();
        FakeDial.Order first = rig.Dial.Last;
        rig.Second(Edge.Stream.Limits.DialTimeouts + 1);
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
        rig.Second(5);
        Assert.Equal(2, rig.Dial.Orders.Count);
        FakeConnection late = first.Connect(rig.NowUsec);
        Assert.Equal(CloseReason.Stopped, late.Reason);
        Assert.Equal("", late.Sent);
        Assert.Equal(SenderState.Connecting, rig.Sender.State);
        rig.Stream();
    }

    [Fact]
    public void A_clock_that_is_set_back_prolongs_no_wait()
    {
        using var rig = new SenderRig();
        rig.Stream();
        rig.Parent.Close(CloseReason.ByPeer);
        rig.NowUsec -= 3_600_000_000;
        rig.Second(6);
        Assert.Equal(2, rig.Dial.Orders.Count);
    }

    [Fact]
    public void An_orderly_stop_sends_everything_first_and_tells_each_step()
    {
        using var rig = new SenderRig();
        rig.Stream();
        rig.Second();
        rig.Parent.TakeSent();
        rig.Parent.Room = 10;
        using (rig.Host.Gate.Enter())
        {
            rig.Chart.Set(rig.User, 99, rig.NowUsec);
            rig.Chart.Commit(rig.NowUsec + 1_000_000);
        }

        rig.Log.Take();
        rig.Sender.Stop(rig.NowUsec);
        Assert.Equal(SenderState.Leaving, rig.Sender.State);
        Assert.Equal(CloseReason.None, rig.Parent.Reason);
        rig.Parent.Room = int.MaxValue;
        rig.Parent.Drain();
        Assert.EndsWith("SET \"user\" = 99\nEND\n", rig.Parent.Sent);
        Assert.Equal(CloseReason.Stopped, rig.Parent.Reason);
        Assert.Equal(SenderState.Idle, rig.Sender.State);
        Assert.Equal(
        [
            "STREAM child [send]: signaling sending thread to stop...",
            "STREAM child [send]: waiting for the sending thread to stop...",
            "STREAM child [send]: sending thread cleans up...",
            "STREAM child [send]: sending thread now exits.",
            "STREAM child [send]: sending thread has exited.",
        ], rig.Log.Take());
    }

    [Fact]
    public void A_stop_does_not_wait_for_ever_for_a_parent_that_reads_nothing()
    {
        using var rig = new SenderRig();
        rig.Stream();
        rig.Parent.Room = 0;
        rig.Second();
        rig.Sender.Stop(rig.NowUsec);
        rig.Second(Edge.Stream.Limits.LeaveSeconds, collects: false);
        Assert.Equal(SenderState.Leaving, rig.Sender.State);
        rig.Second(collects: false);
        Assert.Equal(SenderState.Idle, rig.Sender.State);
    }

    [Theory]
    [InlineData(SenderState.Idle)]
    [InlineData(SenderState.Waiting)]
    [InlineData(SenderState.Connecting)]
    [InlineData(SenderState.Handshake)]
    public void A_stop_before_streaming_is_over_at_once(object state)
    {
        using var rig = new SenderRig();
        if (!SenderState.Idle.Equals(state))
        {
            rig.Second();
        }

        if (SenderState.Waiting.Equals(state))
        {
            rig.Dial.Last.Caller.Failed(rig.NowUsec);
        }

        if (SenderState.Handshake.Equals(state))
        {
            rig.Connect();
        }

        Assert.Equal(state, rig.Sender.State);
        rig.Sender.Stop(rig.NowUsec);
        Assert.Equal(SenderState.Idle, rig.Sender.State);
    }

    [Fact]
    public void A_stopped_sender_starts_anew_with_the_next_chart_but_not_before_the_delay()
    {
        using var rig = new SenderRig();
        rig.Stream();
        rig.Sender.Stop(rig.NowUsec);
        rig.Second();
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
        rig.Second(4);
        Assert.Equal(2, rig.Dial.Orders.Count);
        rig.Stream();
    }

    [Fact]
    public void Recovery_takes_the_delay_and_two_seconds_at_most()
    {
        using var rig = new SenderRig(new StreamOptions { ReconnectDelaySeconds = 3 });
        rig.Stream();
        rig.Parent.Close(CloseReason.ByPeer);
        long lost = rig.NowUsec;
        while (rig.Dial.Orders.Count == 1)
        {
            rig.Second();
        }

        rig.Stream();
        rig.Second();
        Assert.Contains("END\n", rig.Parent.Sent);
        Assert.True(rig.NowUsec - lost <= 5_000_000);
    }
}
