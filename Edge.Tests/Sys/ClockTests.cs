using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public class ClockTests
{
    [Fact]
    public void The_wall_clock_is_that_of_the_system()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        long now = Clock.NowUsec();
        Assert.InRange(now, before, before + (60 * Clock.UsecPerSecond));
    }

    [Fact]
    public void The_other_clock_never_goes_back()
    {
        long last = Clock.MonotonicUsec();
        for (int i = 0; i < 1000; i++)
        {
            long now = Clock.MonotonicUsec();
            Assert.True(now >= last);
            last = now;
        }
    }
}
