using System.Text;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class ChartLabelsTests
{
    private const int Mask = (int)Negotiation.Plain;
    private const string Chart = "CHART a.b\n";
    private const string Dimension = "DIMENSION x\n";

    private static ReceiverRig Receive(string text, int version = Mask)
    {
        var rig = new ReceiverRig(version: version);
        rig.Feed(text);
        return rig;
    }

    [Fact]
    public void Labels_of_a_chart_are_those_between_two_commits()
    {
        using ReceiverRig rig = Receive(Chart + "CLABEL \"device type\" \"a=b c\" 536870913\n"
            + "CLABEL \"empty\" \"\" 1\nCLABEL_COMMIT\n" + Dimension);
        Chart chart = Assert.Single(rig.Host.Charts);
        Assert.Equal(
            [new Label("device type", "a=b c", 536870913, true), new Label("empty", "", 1, true)],
            chart.Labels);

        uint version = chart.DefinitionVersion;
        rig.Feed(Chart + "CLABEL empty x 2\n");
        Assert.Equal(2, chart.Labels.Length);
        rig.Feed("CLABEL_COMMIT\n");
        Assert.Equal([new Label("empty", "x", 2, true)], chart.Labels);
        Assert.True(chart.DefinitionVersion > version);
        Assert.Equal(CloseReason.None, rig.Reason);
    }

    [Fact]
    public void Labels_begun_at_another_chart_are_not_taken_along()
    {
        using ReceiverRig rig = Receive(Chart + "CLABEL a 1 1\nCHART a.c\nCLABEL b 2 1\nCLABEL_COMMIT\n");
        Assert.Equal([new Label("b", "2", 1, true)], rig.Host.Find("a.c")!.Labels);
        Assert.Empty(rig.Host.Find("a.b")!.Labels);
    }

    [Fact]
    public void Equal_labels_are_no_reason_for_a_new_definition()
    {
        using ReceiverRig rig = Receive(Chart + "CLABEL a 1 1\nCLABEL_COMMIT\n");
        Chart chart = rig.Host.Charts[0];
        uint version = chart.DefinitionVersion;
        chart.SetLabels([new Label("a", "1", 1, true)]);
        Assert.Equal(version, chart.DefinitionVersion);
        chart.SetLabels([]);
        Assert.NotEqual(version, chart.DefinitionVersion);
    }

    [Theory]
    [InlineData("CLABEL a b 1\n")]
    [InlineData("CLABEL_COMMIT\n")]
    [InlineData(Chart + "CLABEL a b\n")]
    [InlineData(Chart + "CLABEL \"\" b 1\n")]
    [InlineData(Chart + "CLABEL_COMMIT\n")]
    [InlineData(Chart + "CLABEL a b 1\nCLABEL_COMMIT\nCLABEL_COMMIT\n")]
    public void Malformed_ones_end_the_connection(string text)
    {
        using ReceiverRig rig = Receive(text);
        Assert.Equal(CloseReason.Refused, rig.Reason);
    }

    [Theory]
    [InlineData(3, CloseReason.Refused)]
    [InlineData(4, CloseReason.None)]
    [InlineData(64 + 128, CloseReason.Refused)]
    [InlineData(64 + 512, CloseReason.None)]
    public void They_are_known_to_those_who_agreed(int version, object reason)
    {
        using ReceiverRig rig = Receive(Chart + "CLABEL a b 1\nCLABEL_COMMIT\n", version);
        Assert.Equal(reason, rig.Reason);
    }

    [Fact]
    public void More_than_the_limit_are_dropped()
    {
        using ReceiverRig rig = Receive(Chart + string.Concat(
            Enumerable.Range(0, 5_000).Select(static i => $"CLABEL l{i} v 1\n")) + "CLABEL_COMMIT\n");
        Assert.Equal(Edge.Store.Limits.LabelsPerChart, rig.Host.Charts[0].Labels.Length);
        Assert.Equal(CloseReason.None, rig.Reason);
    }

    [Fact]
    public void They_are_sent_after_the_chart_and_again_when_they_change()
    {
        using var rig = new SenderRig(new StreamOptions { Offer = Mask | (int)Negotiation.OldVersions });
        rig.Chart.SetLabels([new Label("k", "v \"w\"", 1, true), new Label("old", "o", 0)]);
        rig.Stream($"Hit me baby, push them over with the version={Mask}");
        rig.Second();
        string sent = rig.Parent.TakeSent();
        Assert.Contains("\"\" \"\"\nCLABEL \"k\" \"v 'w'\" 1\nCLABEL \"old\" \"o\" 1\n"
            + "CLABEL_COMMIT\nDIMENSION", sent);
        rig.Second();
        Assert.DoesNotContain("CLABEL", rig.Parent.TakeSent());
        rig.Chart.SetLabels([new Label("k", "w", 2, true)]);
        rig.Second();
        Assert.Contains("CLABEL \"k\" \"w\" 2\nCLABEL_COMMIT\n", rig.Parent.TakeSent());
    }

    [Theory]
    [InlineData("3", "LABEL \"a\" = 0 b\n")]
    [InlineData("4", "LABEL \"a\" = 1 \"b\"\n")]
    [InlineData("960", "LABEL \"a\" = 1 \"b\"\n")]
    public void Host_labels_are_written_as_their_parent_does_and_chart_labels_only_where_agreed(
        string version, string line)
    {
        using var rig = new SenderRig(new StreamOptions { Offer = Mask | (int)Negotiation.OldVersions });
        rig.Host.SetLabels([new Label("a", "b", 0), new Label("m", "9", 9, true)]);
        rig.Chart.SetLabels([new Label("k", "v", 1, true)]);
        rig.Second();
        rig.Connect();
        rig.Parent.Receive($"Hit me baby, push them over with the version={version}");
        rig.Second(3);
        Assert.Contains(line, rig.Parent.Sent);
        Assert.Contains("LABEL \"m\" = 9 ", rig.Parent.Sent);
        Assert.Equal(version != "3", rig.Parent.Sent.Contains("CLABEL"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 4)]
    [InlineData(9, 9)]
    public void Old_sources_become_masks(int source, int mask)
    {
        Assert.Equal(mask, ChartLabelsText.Mask(new Label("a", "b", source)));
        Assert.Equal(source, ChartLabelsText.Mask(new Label("a", "b", source, IsMask: true)));
    }

    [Fact]
    public void A_quoted_label_is_one_word_and_its_source_a_mask()
    {
        using ReceiverRig rig = Receive("LABEL \"a\" = 9 \"x = y  z\"\n"
            + "LABEL \"b\" = 1 \"\"\nOVERWRITE labels\n");
        Assert.Equal([new Label("a", "x = y  z", 9, true), new Label("b", "", 1, true)], rig.Host.Labels);
    }
}
