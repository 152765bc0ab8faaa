using Edge.Sys;

namespace Edge.Boot;

/// <summary>The real clocks, and a wait that a signal can end.</summary>
internal sealed class MachineClock : IPulseClock, IDisposable
{
    private readonly AutoResetEvent _wake = new(initialState: false);

    public long NowUsec => Clock.NowUsec();

    public long MonotonicUsec => Clock.MonotonicUsec();

    /// <summary>Rounded up to milliseconds, so that nobody wakes just before the second.</summary>
    public void Wait(long usec) => _wake.WaitOne((int)Math.Min((usec + 999) / 1000, int.MaxValue));

    public void Wake() => _wake.Set();

    public void Dispose() => _wake.Dispose();
}
