namespace Edge.Sys;

/// <summary>
/// Keeps a log from filling a disk: after <paramref name="linesMax"/> lines within a period the rest of the
/// period is silent (spec streaming 20). Owned by one log, which calls it under its own lock.
/// </summary>
/// <param name="periodSeconds">0 turns the guard off.</param>
/// <param name="linesMax">Lines per period that pass.</param>
/// <param name="program">Name of the process as the notes show it.</param>
internal sealed class FloodGuard(int periodSeconds, int linesMax, string program)
{
    private long _startSec = long.MinValue;
    private long _lines;
    private long _prevented;

    private bool IsOff => periodSeconds <= 0 || linesMax <= 0;

    /// <param name="nowSec">Wall clock. A clock that was set back starts a new period.</param>
    /// <param name="note">A line that belongs into the log before this one, or instead of it; null:
    /// none.</param>
    /// <returns>False: the line has to be dropped.</returns>
    public bool Allows(long nowSec, out string? note)
    {
        note = null;
        if (IsOff)
        {
            return true;
        }

        if (_startSec == long.MinValue || nowSec < _startSec || nowSec - _startSec > periodSeconds)
        {
            note = _prevented > 0 ? Ended("resuming logging from", nowSec) : null;
            Restart(nowSec);
        }

        _lines++;
        if (_lines <= linesMax)
        {
            return true;
        }

        if (_prevented++ == 0)
        {
            long past = nowSec - _startSec;
            note = $"LOG FLOOD PROTECTION too many logs ({_lines} logs in {past} seconds, threshold is set "
                + $"to {linesMax} logs in {periodSeconds} seconds). Preventing more logs from process "
                + $"'{program}' for {periodSeconds - past} seconds.";
        }

        return false;
    }

    /// <summary>
    /// Starts anew, as after the log was opened again. Returns the line that says so; null: none.
    /// </summary>
    public string? Reset(long nowSec)
    {
        string? note = _prevented > 0 ? Ended("reset for", nowSec) : null;
        Restart(nowSec);
        return note;
    }

    private void Restart(long nowSec)
    {
        _startSec = nowSec;
        _lines = 0;
        _prevented = 0;
    }

    private string Ended(string what, long nowSec) =>
        $"LOG FLOOD PROTECTION {what} process '{program}' (prevented {_prevented} logs in the last "
        + $"{nowSec - _startSec} seconds).";
}
