namespace Edge.Boot;

/// <summary>
/// Gives back what starting, or the definitions of many hosts, left behind on the managed heap: after that
/// nothing is allocated for hours, so that no collection would ever come. Lives on the pulse.
/// </summary>
internal sealed class HeapTidy
{
    /// <summary>Ours: less garbage than this is not worth stopping anybody for some milliseconds.</summary>
    public const long GarbageBytesMin = 1 << 20;

    /// <summary>Ours: a second with more is one of the storm.</summary>
    public const long QuietBytesMax = 128 << 10;

    public const int QuietSeconds = 5;

    private long _tidiedBytes;
    private long _beforeBytes;
    private int _quietSeconds;

    /// <summary>Once a second.</summary>
    public void Sweep()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (IsDue(allocated, GC.GetTotalMemory(forceFullCollection: false)))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    /// <param name="allocatedBytes">By the process so far.</param>
    /// <param name="heapBytes">On the heap now: a large one is collected for a quarter of it only.</param>
    internal bool IsDue(long allocatedBytes, long heapBytes)
    {
        long garbageMin = Math.Max(GarbageBytesMin, heapBytes / 4);
        _quietSeconds = allocatedBytes - _beforeBytes > QuietBytesMax ? 0 : _quietSeconds + 1;
        _beforeBytes = allocatedBytes;
        bool isDue = _quietSeconds >= QuietSeconds && allocatedBytes - _tidiedBytes >= garbageMin;
        _tidiedBytes = isDue ? allocatedBytes : _tidiedBytes;
        return isDue;
    }
}
