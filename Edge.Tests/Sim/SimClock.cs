namespace Edge.Tests.Sim;

/// <summary>
/// The true time of a world and everything that is going to happen in it. Events of the same moment come in
/// an
/// order that the seed decides, as they would on threads of their own.
/// </summary>
internal sealed class SimClock(Random random)
{
    private readonly PriorityQueue<Action, (long Usec, int Draw, long Serial)> _events = new();
    private long _serial;

    /// <summary>Microseconds since 1970; what nodes take for the time may differ.</summary>
    public long NowUsec { get; private set; } = 1_800_000_000_000_000;

    public long Events => _serial;

    public void After(long delayUsec, Action action) =>
        _events.Enqueue(action, (NowUsec + Math.Max(0, delayUsec), random.Next(), ++_serial));

    /// <summary>Lets everything happen that is due before then.</summary>
    public void RunUntil(long usec)
    {
        while (_events.TryPeek(out _, out (long Usec, int, long) next) && next.Usec < usec)
        {
            Action action = _events.Dequeue();
            NowUsec = next.Usec;
            action();
        }

        NowUsec = usec;
    }
}
