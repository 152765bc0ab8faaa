using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// A thread that sleeps again and again and remembers how late it woke up: what the machine's scheduler and
/// the host of a virtual machine take from everybody. Ends within one sleep of being disposed.
/// </summary>
internal sealed partial class JitterMeter : IJitterMeter
{
    private const int StackBytes = 128 * 1024;
    private const int UsecPerMs = 1_000;

    private readonly Lock _lock = new();
    private readonly uint _sleepUsec;
    private volatile bool _isStopping;
    private long _min;
    private long _max;
    private long _sum;
    private long _count;

    /// <param name="sleepMs">Milliseconds, 1 or more.</param>
    public JitterMeter(int sleepMs)
    {
        Guard.That(sleepMs > 0);
        _sleepUsec = (uint)sleepMs * UsecPerMs;
        new Thread(Run, StackBytes) { Name = "idlejitter", IsBackground = true }.Start();
    }

    public bool TryTake(out Lateness lateness)
    {
        lock (_lock)
        {
            lateness = _count == 0 ? default : new Lateness(_min, _max, _sum / _count);
            bool isAny = _count > 0;
            _count = 0;
            return isAny;
        }
    }

    public void Dispose() => _isStopping = true;

    private void Run()
    {
        while (!_isStopping)
        {
            long startUsec = Clock.MonotonicUsec();
            _ = usleep(_sleepUsec);
            Add(Math.Max(0, Clock.MonotonicUsec() - startUsec - _sleepUsec));
        }
    }

    private void Add(long lateUsec)
    {
        lock (_lock)
        {
            bool isFirst = _count == 0;
            _min = isFirst ? lateUsec : Math.Min(_min, lateUsec);
            _max = isFirst ? lateUsec : Math.Max(_max, lateUsec);
            _sum = isFirst ? lateUsec : _sum + lateUsec;
            _count++;
        }
    }

    [LibraryImport("libc")]
    private static partial int usleep(uint usec);
}
