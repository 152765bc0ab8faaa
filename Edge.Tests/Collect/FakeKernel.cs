using Edge.Collect;
using Edge.Sys;

namespace Edge.Tests.Collect;

/// <summary>The kernel's calls with the answers of a test; questions are answered at once.</summary>
internal sealed class FakeKernel : IKernelCalls, ISpaceAsker, IJitterMeter
{
    /// <summary>Null: no semaphores in this kernel.</summary>
    public SemaphoreUsage? Semaphores { get; set; }

    public Dictionary<string, FileSystemSpace> Spaces { get; } = [];

    /// <summary>Mount points that do not answer.</summary>
    public HashSet<string> Hung { get; } = [];

    public Lateness? Late { get; set; }

    public int SleepMs { get; private set; }

    public int ThreadsLeft { get; private set; }

    public List<string> Asked { get; } = [];

    public (long UserUsec, long SystemUsec) Used => (3_000, 4_000);

    public long RoundUsec => 55;

    public bool TrySemaphores(out SemaphoreUsage usage)
    {
        usage = Semaphores ?? default;
        return Semaphores != null;
    }

    public ISpaceAsker NewSpaceAsker() => this;

    public IJitterMeter NewJitterMeter(int sleepMs)
    {
        SleepMs = sleepMs;
        return this;
    }

    public bool TryTake(out Lateness lateness)
    {
        lateness = Late ?? default;
        return Late != null;
    }

    public void Begin(SpaceQuestion[] questions)
    {
        foreach (SpaceQuestion question in questions)
        {
            question.Answer(path =>
            {
                Asked.Add(path);
                return Spaces.TryGetValue(path, out FileSystemSpace space) ? space : null;
            });
        }
    }

    public void GoOnWithoutIt() => ThreadsLeft++;

    public void Dispose()
    {
    }
}
