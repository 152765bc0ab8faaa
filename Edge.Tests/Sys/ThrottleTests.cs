using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public class ThrottleTests
{
    private const long Second = Clock.UsecPerSecond;
    private const long Start = 1_600_000_000 * Second;

    [Fact]
    public void One_in_a_period_passes_and_says_how_many_did_not()
    {
        var throttle = new Throttle(minSeconds: 10);
        Assert.True(throttle.Allows(Start, out long suppressed));
        Assert.Equal(0, suppressed);
        Assert.False(throttle.Allows(Start, out _));
        Assert.False(throttle.Allows(Start + (10 * Second) - 1, out _));
        Assert.True(throttle.Allows(Start + (10 * Second), out suppressed));
        Assert.Equal(2, suppressed);
        Assert.True(throttle.Allows(Start + (30 * Second), out suppressed));
        Assert.Equal(0, suppressed);
    }

    [Fact]
    public void A_clock_that_is_set_back_silences_nothing_for_long()
    {
        var throttle = new Throttle(minSeconds: 10);
        Assert.True(throttle.Allows(Start, out _));
        Assert.True(throttle.Allows(Start - (1_000_000 * Second), out _));
        Assert.False(throttle.Allows(Start - (1_000_000 * Second) + 1, out _));
    }

    [Fact]
    public void The_note_is_empty_without_suppressed_lines()
    {
        Assert.Equal("", Throttle.Note(0));
        Assert.Equal(" (and 3 more like this)", Throttle.Note(3));
    }
}
