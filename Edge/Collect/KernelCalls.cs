using Edge.Sys;

namespace Edge.Collect;

/// <summary>The real ones.</summary>
internal sealed class KernelCalls : IKernelCalls
{
    public static readonly KernelCalls Instance = new();

    public bool TrySemaphores(out SemaphoreUsage usage) => Semaphores.TryUsage(out usage);

    public ISpaceAsker NewSpaceAsker() => new SpaceAsker(FileSystemSpace.Ask);

    public IJitterMeter NewJitterMeter(int sleepMs) => new JitterMeter(sleepMs);
}
