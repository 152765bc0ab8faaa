using System.Text;
using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Whatever a peer answers, there is no storm: dials are counted over half an hour.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class StormTests
{
    private const string Prompt = "Hit me baby, push them over with the version=3";

    private const string BadRequest = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 27\r\n\r\n"
        + "I don't understand you...\r\n";

    /// <summary>The behaviour, and the most dials in the first minute and in any after the fifth.</summary>
    public static TheoryData<string, int, int> Peers => new()
    {
        { "closes at once", 6, 4 },
        { "is a web server", 5, 2 },
        { "answers with an equals sign", 5, 2 },
        { "sends rubbish without end", 5, 2 },
        { "sends rubbish byte by byte", 5, 2 },
        { "sends the prompt byte by byte and closes", 5, 2 },
        { "accepts and closes", 5, 2 },
        { "accepts and closes after three seconds", 5, 2 },
        { "answers more than was asked for", 5, 2 },
        { "is too busy", 5, 2 },
        { "forbids", 5, 2 },
        { "never answers", 2, 2 },
        { "resets", 6, 4 },
        { "is the host itself", 2, 1 },
        { "cannot be reached", 16, 16 },
    };

    [Theory]
    [MemberData(nameof(Peers))]
    public void No_answer_makes_a_storm(string peer, int firstMinute, int laterMinutes)
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            using var rig = new SenderRig(jitter: new Jitter(seed * 0x9E3779B97F4A7C15));
            int[] dials = Minutes(rig, peer, minutes: 30);
            Assert.InRange(dials[0], 1, firstMinute);
            Assert.All(dials.Skip(5), count => Assert.InRange(count, 0, laterMinutes));
            Assert.True(rig.Log.Lines.Count < 30 * 16 * 6, $"{rig.Log.Lines.Count} lines");
            Assert.True(dials.Skip(5).Sum() > 0, "it has given up");
        }
    }

    [Fact]
    public void The_shortest_delay_makes_no_storm_either()
    {
        using var rig = new SenderRig(new StreamOptions { ReconnectDelaySeconds = 1 }, jitter: new Jitter(7));
        int[] dials = Minutes(rig, "accepts and closes", minutes: 10);
        Assert.InRange(dials[0], 1, 7);
        Assert.All(dials.Skip(2), static count => Assert.InRange(count, 0, 2));
    }

    [Fact]
    public void A_list_of_refusing_parents_is_no_storm()
    {
        using var rig = new SenderRig(target: new SendTarget
        {
            IsEnabled = true, Destination = "a b c d e f g h", ApiKey = DoorRig.Key,
        });
        int[] dials = Minutes(rig, "is a web server", minutes: 10);
        Assert.All(dials, static count => Assert.InRange(count, 1, 13));
        Assert.All(dials.Skip(6), static count => Assert.InRange(count, 1, 9));
    }

    [Fact]
    public void A_parent_that_comes_to_its_senses_is_taken_and_nothing_is_held_against_it()
    {
        using var rig = new SenderRig();
        Minutes(rig, "is a web server", minutes: 10);
        while (rig.Sender.State != SenderState.Connecting)
        {
            rig.Second();
        }

        rig.Stream();
        rig.Second(Edge.Stream.Limits.SettledSeconds + 1);
        rig.Parent.Close(CloseReason.ByPeer);
        int dials = rig.Dial.Orders.Count;
        rig.Second(5);
        Assert.Equal(dials + 1, rig.Dial.Orders.Count);
    }

    private static int[] Minutes(SenderRig rig, string peer, int minutes)
    {
        int[] dials = new int[minutes];
        for (int second = 0; second < minutes * 60; second++)
        {
            int before = rig.Dial.Orders.Count;
            rig.Second();
            while (rig.Sender.State == SenderState.Connecting)
            {
                Behave(rig, peer);
                Assert.True(rig.Dial.Orders.Count - before < 100, "a storm within one second");
            }

            if (peer == "accepts and closes after three seconds" && rig.Sender.IsStreaming
                && rig.NowUsec - rig.Parent.OpenedUsec >= 3_000_000)
            {
                rig.Parent.Close(CloseReason.ByPeer);
            }

            dials[second / 60] += rig.Dial.Orders.Count - before;
        }

        return dials;
    }

    private static void Behave(SenderRig rig, string peer)
    {
        if (peer == "cannot be reached")
        {
            rig.Dial.Last.Caller.Failed(rig.NowUsec);
            return;
        }

        FakeConnection parent = rig.Connect();
        switch (peer)
        {
            case "closes at once":
                parent.Close(CloseReason.ByPeer);
                break;
            case "resets":
                parent.Close(CloseReason.ReadFailed);
                break;
            case "is a web server":
                parent.Receive(BadRequest);
                break;
            case "answers with an equals sign":
                parent.Receive("anything=3");
                break;
            case "sends rubbish without end":
                while (parent.Reason == CloseReason.None)
                {
                    parent.Receive(new byte[65536]);
                }

                break;
            case "sends rubbish byte by byte":
                Bytes(parent, "Hit me baby, push them under");
                break;
            case "sends the prompt byte by byte and closes":
                Bytes(parent, Prompt + "\n");
                Assert.True(rig.Sender.IsStreaming);
                parent.Close(CloseReason.ByPeer);
                break;
            case "accepts and closes":
                parent.Receive(Prompt);
                parent.Close(CloseReason.ByPeer);
                break;
            case "accepts and closes after three seconds":
                parent.Receive(Prompt);
                break;
            case "answers more than was asked for":
                parent.Receive("Hit me baby, push them over with the version=5");
                break;
            case "is too busy":
                parent.Receive(ParentAnswer.Busy);
                break;
            case "forbids":
                parent.Receive(ParentAnswer.Forbidden);
                break;
            case "is the host itself":
                parent.Receive(ParentAnswer.Localhost);
                break;
        }
    }

    private static void Bytes(FakeConnection parent, string text)
    {
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            parent.Receive([one]);
        }
    }
}
