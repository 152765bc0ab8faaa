using Edge.Protocol;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What a parent lets a child do, and what it tells.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class DoorCapabilityTests
{
    private const string Begin = "Hit me baby, push them over with the version=";

    private static DoorRig Rig(Capabilities own = Negotiation.Plain | Capabilities.Compression) =>
        new(new ReceiveOptions { Capabilities = own });

    private static string Ask(DoorRig rig, string offer) =>
        rig.Open(DoorRig.Request(more: $"&ver={offer}")).Sent;

    [Theory]
    [InlineData("16376", "1984")]
    [InlineData("5", "5")]
    [InlineData("4", "4")]
    [InlineData("3", "3")]
    [InlineData("960", "960")]
    public void A_child_is_answered_what_both_know(string offer, string answer)
    {
        using DoorRig rig = Rig();
        Assert.Equal(Begin + answer, Ask(rig, offer));
    }

    [Theory]
    [InlineData("16376", null, null, "1984")]
    [InlineData("16376", false, null, "960")]
    [InlineData("16376", false, true, "1984")]
    [InlineData("16376", true, false, "960")]
    [InlineData("5", false, null, "4")]
    public void Key_and_machine_may_forbid_compression(string offer, bool? key, bool? machine, string answer)
    {
        using DoorRig rig = Rig();
        rig.Sections[DoorRig.Key] = new StreamSection
        {
            Enabled = true,
            Defaults = new SectionTerms { Compression = key },
        };
        rig.Sections["abcd0001-aaaa-4bbb-8ccc-000000006eb8"] = new StreamSection
        {
            Own = new SectionTerms { Compression = machine },
        };
        Assert.Equal(Begin + answer, Ask(rig, offer));
    }

    [Fact]
    public void Neither_can_allow_what_the_node_does_not()
    {
        using DoorRig rig = Rig(Negotiation.Plain);
        rig.Sections[DoorRig.Key] = new StreamSection
        {
            Enabled = true,
            Defaults = new SectionTerms { Compression = true },
        };
        Assert.Equal(Begin + "960", Ask(rig, "16376"));
    }

    [Theory]
    [InlineData("16376", "established link with negotiated capabilities: "
        + "VCAPS HLABELS CLAIM CLABELS COMPRESSION ")]
    [InlineData("5", "Netdata is using the stream version 5.")]
    [InlineData("3", "Netdata is using the stream version 3.")]
    public void The_log_names_capabilities_or_the_version(string offer, string line)
    {
        using DoorRig rig = Rig();
        Ask(rig, offer);
        Assert.Contains(rig.Log.Lines, told => told.EndsWith(line, StringComparison.Ordinal));
        Assert.Single(rig.Log.Lines, static told =>
            told.Contains("negotiated capabilities") || told.Contains("Netdata is using"));
    }
}
