namespace Edge.Tests;

/// <summary>Managed bytes that the calling thread asks for.</summary>
internal static class Allocated
{
    /// <summary>The least of some rounds: the first ones pay for what is made once.</summary>
    public static long Least(Action act, int rounds = 4)
    {
        long least = long.MaxValue;
        for (int i = 0; i < rounds; i++)
        {
            least = Math.Min(least, By(act));
        }

        return least;
    }

    public static long By(Action act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
