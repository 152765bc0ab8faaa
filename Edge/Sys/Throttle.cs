namespace Edge.Sys;

/// <summary>Lets one line through per period and counts the rest, so that no peer can flood the log.</summary>
internal sealed class Throttle(int minSeconds)
{
    private long _nextUsec;
    private long _suppressed;

    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="suppressed">How many were held back since the last one that passed.</param>
    public bool Allows(long nowUsec, out long suppressed)
    {
        suppressed = _suppressed;
        if (nowUsec < _nextUsec)
        {
            _suppressed++;
            return false;
        }

        _suppressed = 0;
        _nextUsec = nowUsec + (minSeconds * Clock.UsecPerSecond);
        return true;
    }

    /// <summary>The end of a line that says how many like it were not written; empty for none.</summary>
    public static string Note(long suppressed) => suppressed == 0 ? "" : $" (and {suppressed} more like this)";
}
