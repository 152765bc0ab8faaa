using Edge.Protocol;
using Xunit;

namespace Edge.Tests.Protocol;

public sealed class NegotiationTests
{
    private const Capabilities All = Negotiation.Plain | Capabilities.Compression;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 3)]
    [InlineData(63, 3)]
    [InlineData(64, 64)]
    [InlineData(32768, 3)]
    [InlineData(5056, 960)]
    [InlineData(16376, 1984)]
    [InlineData(4294967295, 3)]
    public void A_parent_answers_what_both_know(long offer, int answer) =>
        Assert.Equal(answer, Negotiation.Answer(offer, All));

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(2040, 960)]
    public void Without_compression_it_answers_less(long offer, int answer) =>
        Assert.Equal(answer, Negotiation.Answer(offer, Negotiation.Plain));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(16376, 3)]
    public void A_node_without_masks_answers_as_1_29_3(long offer, int answer) =>
        Assert.Equal(answer, Negotiation.Answer(offer, Capabilities.None));

    [Fact]
    public void Numbers_stand_for_what_their_releases_knew()
    {
        Capabilities three = Capabilities.VN | Capabilities.HostLabels | Capabilities.Claim;
        Assert.Equal(three, Negotiation.Of(3));
        Assert.Equal(three | Capabilities.ChartLabels, Negotiation.Of(4));
        Assert.Equal(three | Capabilities.ChartLabels | Capabilities.Compression, Negotiation.Of(5));
        Assert.Equal(All, Negotiation.Of(1984 + 8 + 16 + 32));
    }

    [Fact]
    public void Names_are_those_of_the_logs() =>
        Assert.Equal("VCAPS HLABELS CLAIM CLABELS COMPRESSION ", CapabilityNames.Of(All));
}
