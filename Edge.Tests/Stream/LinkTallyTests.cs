using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What is counted of a link over the life of its connections.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class LinkTallyTests
{
    [Fact]
    public void A_sender_counts_over_all_its_connections()
    {
        using var rig = new SenderRig();
        LinkTally tally = rig.Sender.Tally;
        rig.Second();
        Assert.Equal((1, 2), (tally.LostBlocks, tally.LostSamples));
        Assert.Equal(0, tally.Connections);

        FakeConnection first = rig.Stream();
        rig.Second(3);
        Assert.Equal((1, 0), (tally.Connections, tally.Reconnects));
        Assert.Equal(3, tally.Updates);
        Assert.Equal(first.BytesSent, tally.BytesSent);
        Assert.Equal(first.BytesReceived, tally.BytesReceived);
        long sent = first.BytesSent;
        long received = first.BytesReceived;

        // The parent reads no more, and then goes: what waited is lost.
        first.Room = 0;
        rig.Second();
        int waiting = first.OutboxBytes;
        Assert.Equal(waiting, tally.BufferBytes);
        first.Close(CloseReason.ByPeer);
        Assert.Equal(waiting, tally.LostBytes);
        Assert.Equal((sent, received), (tally.BytesSent, tally.BytesReceived));
        Assert.StartsWith("connection closed by far end", tally.LastError);
        Assert.Equal(rig.NowUsec, tally.LastErrorUsec);
        Assert.Null(tally.Peer);

        // Five seconds without a parent: five updates of two dimensions find nobody.
        rig.Second(5);
        Assert.Equal((6, 12), (tally.LostBlocks, tally.LostSamples));
        FakeConnection second = rig.Stream();
        rig.Second(2);
        Assert.Equal((2, 1), (tally.Connections, tally.Reconnects));
        Assert.Equal(6, tally.Updates);
        Assert.Equal(sent + second.BytesSent, tally.BytesSent);
        Assert.Equal(received + second.BytesReceived, tally.BytesReceived);
        Assert.Equal(waiting, tally.LostBytes);
    }

    [Fact]
    public void What_does_not_fit_into_the_buffer_is_lost()
    {
        using var rig = new SenderRig(new StreamOptions { BufferSizeBytes = 1024 });
        FakeConnection parent = rig.Stream();
        rig.Second();
        parent.Room = 0;
        int before = 0;
        while (rig.Sender.IsStreaming)
        {
            before = parent.OutboxBytes;
            rig.Second();
        }

        LinkTally tally = rig.Sender.Tally;
        Assert.True(tally.LostBytes > before, $"{tally.LostBytes} bytes are lost, {before} waited");
        Assert.StartsWith("buffer full", tally.LastError);
        Assert.Equal(0, tally.BufferBytes);
    }

    [Fact]
    public void Rates_are_bytes_a_second_over_five_to_ten_seconds()
    {
        var tally = new LinkTally();
        var connection = new FakeConnection();
        tally.Opened(connection);
        tally.Pace(10_000_000);
        Assert.Equal(0, tally.SentPerSecond);
        connection.TrySend(new byte[3000]);
        tally.Pace(12_000_000);
        Assert.Equal(1500, tally.SentPerSecond);

        // A clock that was set back begins anew.
        tally.Pace(11_000_000);
        Assert.Equal(1500, tally.SentPerSecond);
        tally.Closed();
        tally.Pace(12_000_000);
        Assert.Equal(0, tally.SentPerSecond);
        Assert.Equal(3000, tally.BytesSent);
    }

    [Fact]
    public void What_comes_just_before_or_after_a_look_makes_no_rate_jump()
    {
        var tally = new LinkTally();
        var connection = new FakeConnection();
        tally.Opened(connection);
        tally.Pace(1_000_000);
        for (int second = 2; second < 60; second++)
        {
            connection.TrySend(new byte[second % 2 == 0 ? 3000 : 0]);
            tally.Pace(second * 1_000_000L);
            if (second > 8)
            {
                Assert.InRange(tally.SentPerSecond, 1_200, 1_800);
            }
        }
    }

    [Fact]
    public void A_received_host_counts_over_all_its_connections()
    {
        using var rig = new DoorRig();
        FakeConnection first = rig.Open(DoorRig.Request());
        ReceivedHost received = rig.Door.Find(rig.Hosts.All[1])!;
        const string block = "BEGIN a.b\nSET c = 1\nEND\n";
        first.Receive(
            "CHART a.b '' t u f c line 1 1 '' p m\nDIMENSION c '' absolute 1 1 ''\n" + block + block);
        LinkReading reading = Read(received);
        Assert.Equal((2, 1, 0), (reading.Updates, reading.Connections, reading.Reconnects));
        Assert.Equal(("connected", "localhost:41080", 3), (reading.State, reading.Peer, reading.Version));
        Assert.True(reading.IsUp);
        long bytes = first.BytesReceived;

        rig.NowUsec += 1_000_000;
        first.NowUsec = rig.NowUsec;
        first.Close(CloseReason.ByPeer);
        reading = Read(received);
        Assert.Equal(("orphan", "localhost:41080", -1), (reading.State, reading.Peer, reading.Version));
        Assert.Equal((2, bytes), (reading.Updates, reading.BytesReceived));
        Assert.Equal("closed by the child", reading.LastError);
        Assert.Equal(rig.NowUsec, reading.SinceUsec);

        // The third one comes while the second is silent for too long.
        FakeConnection second = rig.Open(DoorRig.Request(), port: "41081");
        second.Receive(block.Replace("BEGIN", "CHART a.b '' t u f c line 1 1 '' p m\nBEGIN"));
        long bytesOfSecond = second.BytesReceived;
        rig.NowUsec += 31_000_000;
        second.NowUsec = rig.NowUsec;
        FakeConnection third = rig.Open(DoorRig.Request(), port: "41082");
        Assert.Equal(CloseReason.Stopped, second.Reason);
        third.Receive("CHART a.b '' t u f c line 1 1 '' p m\n" + block);
        reading = Read(received);
        Assert.Equal((4, 3, 2), (reading.Updates, reading.Connections, reading.Reconnects));
        Assert.Equal(bytes + bytesOfSecond + third.BytesReceived, reading.BytesReceived);
        Assert.Equal("localhost:41082", reading.Peer);
        Assert.Equal(LinkEnd.Replaced, reading.LastError);
    }

    private static LinkReading Read(ReceivedHost received)
    {
        using (received.Host.Gate.Enter())
        {
            return LinkReading.Of(received);
        }
    }
}
