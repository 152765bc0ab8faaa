using System.Text;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// What a plugin writes to standard error becomes lines of the error log that name it, a limited number a
/// minute.
/// </summary>
internal sealed class ErrorLines
{
    private const long MinuteUsec = 60 * Clock.UsecPerSecond;
    private readonly LineFeed _feed = new(Limits.ErrorLineBytes);
    private readonly LineFeed.Taker _take;
    private readonly string _name;
    private long _untilUsec;
    private long _lines;

    /// <param name="name">Tag of the log lines.</param>
    public ErrorLines(string name)
    {
        _name = name;
        _take = Take;
    }

    /// <param name="bytes">As they came.</param>
    /// <param name="monotonicUsec">For the minute.</param>
    public void Feed(ReadOnlySpan<byte> bytes, long monotonicUsec)
    {
        Turn(monotonicUsec);
        _feed.Feed(bytes, _take);
    }

    /// <summary>There is no more.</summary>
    public void End(long monotonicUsec)
    {
        Turn(monotonicUsec);
        _feed.End(_take);
    }

    private void Turn(long monotonicUsec)
    {
        if (monotonicUsec < _untilUsec)
        {
            return;
        }

        long lost = _lines - Limits.ErrorLinesPerMinute;
        if (lost > 0)
        {
            Log.Error(_name, $"{lost} more lines on its standard error were not logged.");
        }

        (_lines, _untilUsec) = (0, monotonicUsec + MinuteUsec);
    }

    private bool Take(ReadOnlySpan<byte> line, bool isCut)
    {
        if (line.IsEmpty || ++_lines > Limits.ErrorLinesPerMinute)
        {
            if (_lines == Limits.ErrorLinesPerMinute + 1 && !line.IsEmpty)
            {
                Log.Error(_name, $"writes more than {Limits.ErrorLinesPerMinute} lines a minute to its "
                    + "standard error; the rest is counted and not logged.");
            }

            return true;
        }

        Log.Info(_name, Encoding.UTF8.GetString(line));
        return true;
    }
}
