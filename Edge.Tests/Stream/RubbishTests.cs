using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What a peer says behind its acceptance costs a line in the log, and no more.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class RubbishTests
{
    private const string Received = "STREAM child [send to parent:19999] received ";

    [Fact]
    public void An_answer_that_was_waited_for_is_no_part_of_what_follows_it()
    {
        using var rig = new SenderRig(new StreamOptions { Offer = 6080 });
        rig.Second();
        rig.Connect();
        rig.Parent.Receive("Hit me baby, push them over with the version=5");
        rig.Second(2);
        Assert.Equal(SenderState.Streaming, rig.Sender.State);
        rig.Log.Take();
        rig.Parent.Receive("WORDS");
        rig.Parent.Receive(" more\n");
        Assert.Equal([Received + "command over connection: WORDS more"], rig.Log.Take());
    }

    [Theory]
    [InlineData(3, "command")]
    [InlineData(960, "unknown command")]
    public void A_line_without_end_is_told_once_and_kept_by_nobody(int version, string what)
    {
        using var rig = new SenderRig(new StreamOptions { Offer = 6080 });
        rig.Stream($"Hit me baby, push them over with the version={version}");
        rig.Log.Take();
        for (int i = 0; i < 300; i++)
        {
            // Over the minute of the throttle, too.
            rig.Second();
            rig.Parent.Receive(new string('x', 1000));
        }

        string told = Assert.Single(
            rig.Log.Take(), static line => line.StartsWith(Received, StringComparison.Ordinal));
        string shown = new('x', Edge.Stream.Limits.CommandBytes);
        Assert.Equal($"{Received}{what} over connection: {shown}", told);
        rig.Parent.Receive("the end\nWORDS\n");
        Assert.StartsWith($"{Received}{what} over connection: WORDS", Assert.Single(rig.Log.Take()),
            StringComparison.Ordinal);
        Assert.Equal(SenderState.Streaming, rig.Sender.State);
        Assert.Equal(CloseReason.None, rig.Parent.Reason);
    }

    [Fact]
    public void A_flood_of_lines_fills_neither_log()
    {
        using var rig = new SenderRig(new StreamOptions { Offer = 6080 });
        rig.Stream("Hit me baby, push them over with the version=6080");
        rig.Log.Take();
        rig.Log.AccessLines.Clear();
        for (int i = 0; i < 500; i++)
        {
            rig.Parent.Receive("NONSENSE 1\nREPLAY_CHART \"system.cpu\"\n");
        }

        Assert.Equal(2, rig.Log.Take().Length);
        Assert.Empty(rig.Log.AccessLines);
    }
}
