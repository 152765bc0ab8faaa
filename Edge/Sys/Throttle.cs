namespace Edge.Sys;

/// <summary>Lets one line through per period and counts the rest, so that no peer can flood the
/// log.</summary>
internal sealed class Throttle(int minSeconds)
{
    private long _nextUsec;
    private long _suppressed;

    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="suppressed">How many were held back since the last one that passed.</param>
    public bool Allows(long nowUsec, out long suppressed)
    {
        suppressed = _suppressed;
        long period = minSeconds * Clock.UsecPerSecond;

        // More than a period away: the clock was set back, and would silence this for as long.
        if (nowUsec < _nextUsec && _nextUsec - nowUsec <= period)
        {
            _suppressed++;
            return false;
        }

        _suppressed = 0;
        _nextUsec = nowUsec + period;
        return true;
    }

    /// <summary>The end of a line that says how many like it were not written; empty for none.</summary>
    public static string Note(long suppressed) =>
        suppressed == 0 ? "" : $" (and {suppressed} more like this)";
}
