using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class ResyncPeriodTests
{
    [Fact]
    public void A_clock_that_is_set_back_does_not_prolong_the_period()
    {
        using var rig = new SenderRig(new StreamOptions { ResyncIterations = 3, TimeoutSeconds = 10_000 });
        rig.Stream();
        rig.Second(2);
        rig.NowUsec -= 3_600 * Clock.UsecPerSecond;
        rig.Second(10);
        string[] begins = [.. rig.Parent.Sent.Split('\n').Where(static line => line.StartsWith("BEGIN"))];
        Assert.Equal(12, begins.Length);
        Assert.All(begins[..2], static line => Assert.EndsWith(" 0", line));
        Assert.All(begins[^5..], static line => Assert.EndsWith(" 1000000", line));
    }
}
