using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// Lets something happen every so many seconds of the wall clock, at the ticks nearest to it.
/// </summary>
internal struct Pace(long everySeconds)
{
    /// <summary>Ticks come some microseconds early or late; all periods are whole seconds.</summary>
    private const long ToleranceUsec = Clock.UsecPerSecond / 2;

    private long _lastUsec;

    /// <summary>
    /// True at once, and then once a period. A clock that was set back starts a new period.
    /// </summary>
    public bool IsDue(long nowUsec)
    {
        long since = nowUsec - _lastUsec;
        if (_lastUsec != 0 && since >= 0 && since < (everySeconds * Clock.UsecPerSecond) - ToleranceUsec)
        {
            return false;
        }

        _lastUsec = nowUsec;
        return true;
    }

    /// <summary>Lets a whole period pass before the first time.</summary>
    public void Start(long nowUsec) => _lastUsec = nowUsec;
}
