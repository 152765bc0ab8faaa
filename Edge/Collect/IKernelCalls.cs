using Edge.Sys;

namespace Edge.Collect;

/// <summary>What collectors ask of the kernel by calls, which no host prefix leads elsewhere.</summary>
internal interface IKernelCalls
{
    /// <summary>False: the kernel has no System V semaphores.</summary>
    bool TrySemaphores(out SemaphoreUsage usage);

    /// <summary>Who asks file systems for their space; may be called once for each asker.</summary>
    ISpaceAsker NewSpaceAsker();

    /// <summary>Who measures how late sleeps end.</summary>
    IJitterMeter NewJitterMeter(int sleepMs);
}
