using System.Text;
using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class ParentAnswerTests
{
    [Theory]
    [InlineData(0, "Hit me baby, push them over...", 30)]
    [InlineData(1, "Hit me baby, push them over and bring the host labels...", 56)]
    [InlineData(2, "Hit me baby, push them over with the version=2", 46)]
    [InlineData(3, "Hit me baby, push them over with the version=3", 46)]
    public void Acceptances_are_those_of_the_reference_byte_for_byte(int version, string text, int length)
    {
        byte[] target = new byte[64];
        int count = ParentAnswer.Accept(version, target);
        Assert.Equal(length, count);
        Assert.Equal(text, Encoding.ASCII.GetString(target, 0, count));
    }

    [Fact]
    public void No_refusal_holds_what_old_children_take_for_acceptance()
    {
        Assert.Equal(-1, ParentAnswer.Denied.IndexOf((byte)'='));
        Assert.Equal(-1, ParentAnswer.Forbidden.IndexOf((byte)'='));
        Assert.Equal(-1, ParentAnswer.AlreadyConnected.IndexOf((byte)'='));
        Assert.Equal(-1, ParentAnswer.Busy.IndexOf((byte)'='));
        Assert.Equal(-1, ParentAnswer.Localhost.IndexOf((byte)'='));
    }

    /// <summary>Text of a parent, and a part of what the child logs.</summary>
    internal static readonly Dictionary<string, string> Refusals = new()
    {
        ["You are not permitted to access this. Check the logs for more info."] =
            "remote server denied access, probably",
        ["You are not allowed to access this resource."] = "remote server denied access, its port",
        ["This GUID is already streaming to this server"] = "is already streamed to it.",
        ["The server is too busy now to accept this request. Try later."] = "too busy",
        ["Don't hit me baby, you are trying to stream my localhost back"] = "is its localhost.",
        ["HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"] =
            "(is it a netdata?)",
        ["hit me baby, push them over..."] = "(is it a netdata?)",
        ["Hit me baby, push them over and over"] = "(is it a netdata?)",
        ["Hit me baby, push them over with the version=4"] = "(is it a netdata?)",
        ["Hit me baby, push them over with the version=-1"] = "(is it a netdata?)",
        ["Hit me baby, push them over with the version=0"] = "(is it a netdata?)",
        ["Hit me baby, push them over with the version=x"] = "(is it a netdata?)",
        ["\n"] = "(is it a netdata?)",
    };

    [Theory]
    [InlineData("Hit me baby, push them over...", 0)]
    [InlineData("Hit me baby, push them over and bring the host labels...", 1)]
    [InlineData("Hit me baby, push them over with the version=2", 2)]
    [InlineData("Hit me baby, push them over with the version=3", 3)]
    public void Every_acceptance_is_understood_at_every_split(string text, int version)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            using var rig = new SenderRig();
            rig.Second();
            rig.Connect().Receive(bytes.AsSpan(0, cut));
            Assert.Equal(SenderState.Handshake, rig.Sender.State);
            rig.Parent.Receive(bytes.AsSpan(cut));
            Assert.Equal(SenderState.Streaming, rig.Sender.State);
            Assert.Equal(version, rig.Sender.Version);
        }
    }

    [Fact]
    public void Every_refusal_is_told_once_at_every_split_and_ends_the_connection()
    {
        foreach ((string text, string line) in Refusals)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            for (int cut = 1; cut <= bytes.Length; cut++)
            {
                using var rig = new SenderRig();
                rig.Second();
                rig.Connect().Receive(bytes.AsSpan(0, cut));
                rig.Parent.Receive(bytes.AsSpan(cut));
                Assert.Equal(SenderState.Waiting, rig.Sender.State);
                Assert.NotEqual(CloseReason.None, rig.Parent.Reason);
                Assert.Single(rig.Log.Take(), told => told.StartsWith("STREAM child [send to parent:19999]: ")
                    && told.Contains(line));
            }
        }
    }

    [Fact]
    public void A_line_end_behind_the_version_does_not_matter()
    {
        using var rig = new SenderRig();
        rig.Stream("Hit me baby, push them over with the version=3\r\n");
        Assert.Equal(3, rig.Sender.Version);
    }

    [Fact]
    public void The_number_of_a_capability_mask_may_come_in_pieces_and_ends_by_itself()
    {
        using var rig = new SenderRig(new StreamOptions { Offer = 5112 });
        rig.Second();
        rig.Connect().Receive("Hit me baby, push them over with the version=5");
        Assert.Equal(SenderState.Handshake, rig.Sender.State);
        rig.Parent.Receive("056");
        Assert.Equal(5056, rig.Sender.Version);

        using var shorter = new SenderRig(new StreamOptions { Offer = 5112 });
        shorter.Second();
        shorter.Connect().Receive("Hit me baby, push them over with the version=3");
        shorter.Second(2);
        Assert.Equal(SenderState.Streaming, shorter.Sender.State);
        Assert.Equal(3, shorter.Sender.Version);
    }

    /// <summary>What was said in the meantime was for another parent: a new connection, after its
    /// pause.</summary>
    [Theory]
    [InlineData("4", "160")]
    [InlineData("5", "056")]
    [InlineData("5", "0")]
    public void A_version_that_was_the_beginning_of_a_mask_ends_with_the_rest(string first, string rest)
    {
        using var rig = new SenderRig(new StreamOptions { Offer = 6136, ReconnectDelaySeconds = 5 });
        rig.Second();
        rig.Connect().Receive("Hit me baby, push them over with the version=" + first);
        rig.Second(2);
        Assert.Equal(int.Parse(first), rig.Sender.Version);
        rig.Parent.Receive(rest);
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
        int dials = rig.Dial.Orders.Count;
        rig.Second(3);
        Assert.Equal(dials, rig.Dial.Orders.Count);
        rig.Second(5);
        Assert.Equal(dials + 1, rig.Dial.Orders.Count);
        rig.Connect().Receive("Hit me baby, push them over with the version=5056");
        Assert.Equal(5056, rig.Sender.Version);
    }

    /// <summary>The first digit of 5056 is left out: that is what a parent of 1.33 answers.</summary>
    [Theory]
    [InlineData("960", 1)]
    [InlineData("1984", 1)]
    [InlineData("5056", 2)]
    [InlineData("6080", 1)]
    [InlineData("16320", 1)]
    public void The_rest_of_a_mask_may_be_late_at_every_split(string number, int first)
    {
        for (int cut = first; cut < number.Length; cut++)
        {
            using var rig = new SenderRig(new StreamOptions { Offer = 16376 });
            rig.Second();
            rig.Connect().Receive("Hit me baby, push them over with the version=" + number[..cut]);
            rig.Second(3);
            Assert.Equal(SenderState.Handshake, rig.Sender.State);
            rig.Parent.Receive(number[cut..]);
            rig.Second(3);
            Assert.Equal(int.Parse(number), rig.Sender.Version);
        }
    }
}
