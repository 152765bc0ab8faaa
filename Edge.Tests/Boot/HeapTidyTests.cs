using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class HeapTidyTests
{
    [Fact]
    public void It_is_due_once_when_a_storm_is_over()
    {
        var tidy = new HeapTidy();
        long allocated = 0;
        for (int i = 0; i < 20; i++)
        {
            Assert.False(tidy.IsDue(allocated += 10 * HeapTidy.GarbageBytesMin, 0));
        }

        for (int i = 1; i <= 3 * HeapTidy.QuietSeconds; i++)
        {
            Assert.Equal(i == HeapTidy.QuietSeconds, tidy.IsDue(allocated += 1_000, 0));
        }
    }

    [Fact]
    public void A_large_heap_waits_for_a_quarter_of_it()
    {
        var tidy = new HeapTidy();
        const long heap = 8 * HeapTidy.GarbageBytesMin;
        const long second = HeapTidy.QuietBytesMax / 2;
        long allocated = 0;
        for (; allocated < heap; allocated += second)
        {
            Assert.False(tidy.IsDue(allocated, 4 * heap));
        }

        Assert.True(tidy.IsDue(allocated, 4 * heap));
    }

    [Fact]
    public void A_process_that_allocates_nothing_is_left_alone()
    {
        var tidy = new HeapTidy();
        for (int i = 0; i < 1000; i++)
        {
            Assert.False(tidy.IsDue(i, 0));
        }
    }
}
