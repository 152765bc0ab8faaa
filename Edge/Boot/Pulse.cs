using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// The rhythm of the process, on the main thread: sleeps to the next full second of the wall clock and calls
/// what has to be done then. Who is late does one beat and counts the lost ones; there are no bursts. A clock
/// that is set back or a machine that slept costs a log line, not a hang: no wait is longer than one beat.
/// </summary>
internal sealed class Pulse(IPulseClock clock, int updateEvery)
{
    /// <summary>
    /// A difference between the clocks that scheduling cannot explain; NTP slews at most 500 us a second.
    /// </summary>
    public const long JumpMinUsec = 500_000;

    private const string Tag = "MAIN";
    private const long NoSlot = long.MinValue;
    private readonly List<Action<Tick>> _seconds = [];
    private readonly List<Action<Tick>> _ticks = [];
    private readonly long _everyUsec = updateEvery * Clock.UsecPerSecond;
    private long _lastSecond = NoSlot;
    private long _lastSlot = NoSlot;
    private long _lastNowUsec;
    private long _lastMonotonicUsec;
    private volatile bool _isStopping;

    /// <summary>Ticks of <c>update every</c> that came too late to be done.</summary>
    public long LostTicks { get; private set; }

    public bool IsStopping => _isStopping;

    /// <summary>Once a second: sweeps of time-outs. Before the ticks of the same second.</summary>
    public void EverySecond(Action<Tick> action) => _seconds.Add(action);

    /// <summary>
    /// At each multiple of <c>update every</c>, in the order of the calls: collecting, then what follows.
    /// </summary>
    public void EveryTick(Action<Tick> action) => _ticks.Add(action);

    /// <summary>Beats until <see cref="Stop"/>. What an action throws ends it.</summary>
    public void Run()
    {
        Guard.That(updateEvery > 0);
        Start();
        while (!_isStopping)
        {
            clock.Wait(UsecToNextBeat(clock.NowUsec));
            if (!_isStopping)
            {
                Beat();
            }
        }
    }

    /// <summary>Ends <see cref="Run"/> after the beat in progress. Any thread.</summary>
    public void Stop()
    {
        _isStopping = true;
        clock.Wake();
    }

    /// <summary>The second that is under way counts as done: the first beat comes on a full one.</summary>
    internal void Start()
    {
        _lastNowUsec = clock.NowUsec;
        _lastMonotonicUsec = clock.MonotonicUsec;
        _lastSecond = _lastNowUsec / Clock.UsecPerSecond;
        _lastSlot = _lastNowUsec / _everyUsec;
    }

    /// <summary>Does what is due; nothing when the wait ended early.</summary>
    internal void Beat()
    {
        long nowUsec = clock.NowUsec;
        long jumpUsec = Jump(nowUsec);
        long second = nowUsec / Clock.UsecPerSecond;
        if (second == _lastSecond)
        {
            return;
        }

        Call(_seconds, new Tick(nowUsec, Lost(second, _lastSecond, jumpUsec), jumpUsec));
        _lastSecond = second;
        long slot = nowUsec / _everyUsec;
        if (slot == _lastSlot)
        {
            return;
        }

        long lost = Lost(slot, _lastSlot, jumpUsec);
        LostTicks += lost;
        _lastSlot = slot;
        Call(_ticks, new Tick(nowUsec, lost, jumpUsec));
    }

    internal static long UsecToNextBeat(long nowUsec) =>
        Clock.UsecPerSecond - (nowUsec % Clock.UsecPerSecond);

    private static void Call(List<Action<Tick>> actions, Tick tick)
    {
        foreach (Action<Tick> action in actions)
        {
            action(tick);
        }
    }

    /// <summary>Beats that a jump of the clock leaves out were never due.</summary>
    private static long Lost(long slot, long last, long jumpUsec) =>
        jumpUsec == 0 ? Math.Max(slot - last - 1, 0) : 0;

    private long Jump(long nowUsec)
    {
        long monotonicUsec = clock.MonotonicUsec;
        long jumpUsec = nowUsec - _lastNowUsec - (monotonicUsec - _lastMonotonicUsec);
        _lastNowUsec = nowUsec;
        _lastMonotonicUsec = monotonicUsec;
        if (Math.Abs(jumpUsec) < JumpMinUsec)
        {
            return 0;
        }

        double seconds = jumpUsec / (double)Clock.UsecPerSecond;
        Log.Info(Tag, jumpUsec > 0
            ? $"The wall clock went ahead by {seconds:0.000} seconds: the machine slept, or its clock was "
                + "set."
            : $"The wall clock was set back by {-seconds:0.000} seconds.");
        return jumpUsec;
    }
}
